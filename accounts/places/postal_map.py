"""All postcodes in memory, for whoever looks up thousands of places at once: the same answers as the geocoder's, no query each."""

from collections import defaultdict
from functools import cached_property

from rapidfuzz import fuzz, process

from accounts.errors import PlaceAmbiguous, PlaceInOtherCountry, PlaceUnknown
from accounts.models import PostalPlace
from accounts.places.geocoder import (
    _ELSEWHERE,
    _LIKENESS,
    _POSTCODE,
    _closest_to,
    _described,
    _main_first,
    _named,
)
from accounts.places.names import plain
from core.errors import DomainError

Rows = dict[str, list[PostalPlace]]


class PostalMap:
    """Reads the table once, at the first question; remembers each answer."""

    def __init__(self) -> None:
        self._answers: dict[str, PostalPlace | DomainError] = {}

    @cached_property
    def _tables(self) -> tuple[Rows, Rows]:
        by_code: Rows = defaultdict(list)
        by_name: Rows = defaultdict(list)
        rows = PostalPlace.objects.select_related("cell").order_by("postcode", "repaired", "nis")
        for postal in rows:
            by_code[postal.postcode].append(postal)
            for name in postal.search_names:
                by_name[name].append(postal)
        return by_code, by_name

    @cached_property
    def _names(self) -> list[str]:
        return sorted(self._tables[1])

    def find(self, typed: str) -> PostalPlace:
        """Raises PlaceUnknown, PlaceInOtherCountry, PlaceAmbiguous."""
        if typed not in self._answers:
            self._answers[typed] = self._answer(typed)
        answer = self._answers[typed]
        if isinstance(answer, DomainError):
            raise answer
        return answer

    def _answer(self, typed: str) -> PostalPlace | DomainError:
        found = self._candidates(typed)
        if not found:
            return PlaceInOtherCountry() if _ELSEWHERE.match(typed) else PlaceUnknown()
        if len({postal.nis for postal in found}) > 1:
            return PlaceAmbiguous(candidates=", ".join(_described(found)))
        return found[0]

    def _candidates(self, typed: str) -> list[PostalPlace]:
        by_code, by_name = self._tables
        code = _POSTCODE.search(typed)
        found = by_code.get(code.group(1), []) if code else []
        if _ELSEWHERE.match(typed):
            return _named(typed, found)[:1]
        if code:
            return _closest_to(typed, found)
        name = plain(typed.split(",")[-1])
        if name and name not in by_name:
            near = process.extractOne(name, self._names, scorer=fuzz.ratio, score_cutoff=_LIKENESS)
            name = near[0] if near else ""
        return _main_first(name, by_name[name]) if name else []
