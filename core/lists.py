"""Lists as pages show them: several short ones read together, and one page of a long one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db import connection
from django.db.models import Count, Model, QuerySet, Value, Window
from django.db.models.sql.where import WhereNode

Row = TypeVar("Row", bound=Model)


def first_of_each(lists: Mapping[str, QuerySet[Row]], *, at_most: int) -> dict[str, list[Row]]:
    """The first rows of each list, in its own order, in one query instead of one for each. The lists bring their rows alike: the same
    model, relations and annotations. They are ordered by fields of the row itself. Only who is shown is joined to what is shown."""
    one, *others = (
        _bare(some).filter(pk__in=some.values("pk")[:at_most]).annotate(list_name=Value(name))
        for name, some in sorted(lists.items())
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


class InTurn:
    """Two lists of one kind of row as one: who is on `first`, then the others of `then`, each in the order of `order`, a field of the row.
    Rows are brought as `shown` brings them, with `flag` saying whether they are on `first`. Each list is asked once, however many
    pages it has."""

    def __init__(
        self,
        first: QuerySet[Any],
        then: QuerySet[Any],
        *,
        shown: QuerySet[Any],
        order: str,
        flag: str,
    ):
        self.first, self.then, self.shown, self.order, self.flag = first, then, shown, order, flag
        self.model = shown.model

    def narrowed(self, narrow: Callable[[QuerySet[Any]], QuerySet[Any]]) -> "InTurn":
        """Those that pass a filter that does not depend on the list they stand on."""
        return InTurn(
            narrow(self.first),
            narrow(self.then),
            shown=self.shown,
            order=self.order,
            flag=self.flag,
        )

    def part(self, start: int = 0, most: int | None = None) -> tuple[list[Any], int | None]:
        """Rows from a place on, and how many there are in all; None when nobody stands at that place. Two queries."""
        found = self._found(start, most)
        on_first = {pk: is_first for pk, is_first, _all in found}
        rows = rows_of(self.shown, list(on_first))
        for row in rows:
            setattr(row, self.flag, on_first[row.pk])
        return rows, found[0][2] if found else None

    def _found(self, start: int, most: int | None) -> list[tuple[Any, bool, int]]:
        """Id, whether on the first list, and how many there are in all."""
        texts: list[str] = []
        facts: list[Any] = []
        for rows, is_first in ((self.first, "true"), (self.then, "false")):
            try:
                text, params = rows.order_by().values_list("pk", self.order).query.sql_with_params()
            except EmptyResultSet:
                continue
            texts.append(f"SELECT each.*, {is_first} FROM ({text}) AS each")  # noqa: S608
            facts += params
        if not texts:
            return []
        together = f"""SELECT pk, bool_or(first), count(*) OVER () FROM ({" UNION ALL ".join(texts)})
            AS both_lists (pk, at, first) GROUP BY pk ORDER BY 2 DESC, min(at), pk OFFSET %s LIMIT %s"""  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(together, [*facts, start, most])
            return list(cursor.fetchall())

    def count(self) -> int:
        count = self.part(0, 1)[1]
        return count or 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.part()[0])


class Pages(Paginator):  # type: ignore[type-arg]
    """Finds the ids of a page first, and then what is shown of those rows: what comes before the page is neither joined nor read.

    Late pages are looked for from the end. With `at_once` rows are counted while their ids are found: for a list of which it costs
    more to say who is on it than to put them in order.
    """

    def __init__(self, rows: Any, per_page: int, *args: Any, at_once: bool = False, **more: Any):
        super().__init__(rows, per_page, *args, **more)
        self.at_once = at_once

    def get_page(self, number: Any) -> "Page[Any]":
        try:
            return self.page(number)
        except PageNotAnInteger:
            return self.page(1)
        except EmptyPage:
            return self.page(self.num_pages)

    def page(self, number: Any) -> "Page[Any]":
        listed: Any = self.object_list
        if not isinstance(listed, InTurn | QuerySet):
            return super().page(number)
        if isinstance(listed, InTurn):
            rows = self._part(listed, number)
        elif self.at_once and "count" not in self.__dict__:
            rows = rows_of(listed, self._ids_and_count(listed, number))
        else:
            rows = rows_of(listed, self._ids(listed, self.validate_number(number)))
        return Page(rows, self.validate_number(number), self)

    def _part(self, listed: InTurn, number: Any) -> list[Any]:
        """The rows of a page; the count is kept. A page behind the last one tells no count: then `validate_number` asks for it."""
        start = (_page_number(number) - 1) * self.per_page
        rows, count = listed.part(start, self.per_page)
        if count is not None or not start:
            self.__dict__["count"] = count or 0
        return rows

    def _ids_and_count(self, listed: QuerySet[Any], number: Any) -> list[Any]:
        """The same, of ids."""
        first = (_page_number(number) - 1) * self.per_page
        counted = listed.annotate(_all=Window(Count("*"))).values_list("pk", "_all")
        found = list(counted[first : first + self.per_page])
        if found or not first:
            self.__dict__["count"] = found[0][1] if found else 0
        return [pk for pk, _all in found]

    def _ids(self, listed: QuerySet[Any], number: int) -> list[Any]:
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        ids = listed.values_list("pk", flat=True)
        if first * 2 < self.count:
            return list(ids[first:last])
        return list(ids.reverse()[self.count - last : self.count - first])[::-1]


class PagesAtOnce(Pages):
    """Rows are counted while their ids are found."""

    def __init__(self, rows: Any, per_page: int, *args: Any, **more: Any):
        super().__init__(rows, per_page, *args, at_once=True, **more)


def _page_number(number: Any) -> int:
    """Raises PageNotAnInteger and EmptyPage, as Django's own."""
    try:
        said = int(number)
    except (TypeError, ValueError):
        raise PageNotAnInteger("no number") from None
    if said < 1:
        raise EmptyPage("less than 1")
    return said


def rows_of(rows: QuerySet[Any], ids: Sequence[Any]) -> list[Any]:
    """The rows with these ids as `rows` brings them, in the order of the ids. That they are on the list is known already: its
    conditions, which may cost much, are not asked again."""
    found = {row.pk: row for row in _bare(rows).filter(pk__in=ids)} if ids else {}
    return [found[pk] for pk in ids if pk in found]


def _bare(rows: QuerySet[Row]) -> QuerySet[Row]:
    """What is brought of each row, without conditions and order."""
    bare = rows.order_by()
    bare.query.where = WhereNode()
    return bare
