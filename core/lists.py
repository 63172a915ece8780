"""Several short lists, or several kinds of rows, read together."""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Model, QuerySet, Value

Row = TypeVar("Row", bound=Model)


def first_of_each(lists: Mapping[str, QuerySet[Row]], *, at_most: int) -> dict[str, list[Row]]:
    """The first rows of each list, in its own order, in one query instead of one for each. The lists bring their rows alike: the same
    model, relations and annotations. They are ordered by fields of the row itself."""
    one, *others = (
        some.annotate(list_name=Value(name))[:at_most] for name, some in sorted(lists.items())
    )
    rows: list[Any] = list(one.union(*others, all=True))
    return {
        name: _in_order([row for row in rows if row.list_name == name], some)
        for name, some in lists.items()
    }


def _in_order(rows: list[Row], some: QuerySet[Row]) -> list[Row]:
    for name in reversed([str(each) for each in some.query.order_by]):
        rows.sort(key=attrgetter(name.lstrip("-")), reverse=name.startswith("-"))
    return rows


def keep_read(row: Model, name: str, rows: Iterable[Model]) -> None:
    """Let `row.<name>.all()` give these rows, which were read with those of others, as `prefetch_related` would."""
    known = getattr(row, name).all()
    known._result_cache = list(rows)
    known._prefetch_done = True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known
