"""Short lists that people choose from, kept as bits of one whole number so that the engine can compare them at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Label = str | Promise


@dataclass(frozen=True)
class Item:
    """One choice. `code` is stored in the API and in files, `bit` in masks: neither ever changes."""

    code: str
    bit: int
    label: Label

    @property
    def mask(self) -> int:
        return 1 << self.bit


class Catalogue:
    """An ordered list of items with unique codes and bits."""

    def __init__(self, *items: tuple[str, int, Label]) -> None:
        self.items: Sequence[Item] = tuple(Item(*item) for item in items)
        self._by_code = {item.code: item for item in self.items}
        if len(self._by_code) != len(self.items) or len({i.bit for i in self.items}) != len(
            self.items
        ):
            raise ValueError("a code or a bit stands twice")

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Item:
        return self._by_code[code]

    @property
    def full_mask(self) -> int:
        return sum(item.mask for item in self.items)

    def mask(self, codes: Iterable[str]) -> int:
        """The bits of `codes`. Raises KeyError for a code that is not in the list."""
        return sum({self._by_code[code].mask for code in codes})

    def in_mask(self, mask: int) -> list[Item]:
        """The items of `mask`, in the order of the list."""
        return [item for item in self.items if item.mask & mask]

    def codes(self, mask: int) -> list[str]:
        return [item.code for item in self.in_mask(mask)]

    def choices(self) -> list[tuple[str, Label]]:
        """(code, label) pairs for a form."""
        return [(item.code, item.label) for item in self.items]
