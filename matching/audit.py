"""Does everybody wait about as long, and is everybody matched about as often? Numbers of groups, never of people.

One query counts and sorts in the database, so that a hundred thousand enrolments cost no object here. Small groups are hidden by
`core.suppression` before anything leaves this module.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.catalogues import SPOKEN
from accounts.models.people import Level
from core.suppression import Hidden, hide
from organisations.models import Programme
from organisations.models.enrolments import Side

YEAR = timedelta(days=365)
DIMENSIONS = {
    "language": gettext_lazy("By language"),
    "region": gettext_lazy("By province"),
    "wish": gettext_lazy("By wish about gender"),
    "age": gettext_lazy("By age"),
}
# Codes in the order of the table; the SQL below gives the same codes.
_AGES = {
    "0-17": gettext_lazy("under 18"),
    "18-25": gettext_lazy("18 to 25"),
    "26-40": gettext_lazy("26 to 40"),
    "41-60": gettext_lazy("41 to 60"),
    "61-75": gettext_lazy("61 to 75"),
    "76+": gettext_lazy("76 and older"),
    "": gettext_lazy("not said"),
}
_WISHES = {
    "none": gettext_lazy("no wish"),
    "woman": gettext_lazy("a woman"),
    "man": gettext_lazy("a man"),
    "other": gettext_lazy("another way"),
    "several": gettext_lazy("more than one"),
}

# Who waits: ready, with a seat that nobody sits on; who is being asked still waits. Who is new: registered in the last year,
# also those who stopped since. Matched: at least one proposal that became an agreement.
_COUNTED = """
WITH agreed AS (
    SELECT enrolment_id, min(closed_at) AS at FROM (
        SELECT volunteer_id AS enrolment_id, closed_at FROM matching_proposal
        WHERE programme_id = %(programme)s AND state = 'agreed'
        UNION ALL
        SELECT seeker_id, closed_at FROM matching_proposal
        WHERE programme_id = %(programme)s AND state = 'agreed') AS both_sides
    GROUP BY enrolment_id
), people AS MATERIALIZED (
    SELECT e.person_id, e.side, e.applied_at > %(since)s AS is_new,
        e.state = 'active' AND LEAST(e.capacity, pg.max_buddies) > COALESCE(taken.n, 0) AS waits,
        GREATEST(0, EXTRACT(EPOCH FROM %(now)s - e.waiting_since)) / 604800 AS waited,
        CASE WHEN agreed.at IS NOT NULL THEN  -- GREATEST would make a zero of NULL
            GREATEST(0, EXTRACT(EPOCH FROM agreed.at - COALESCE(e.waiting_since, e.applied_at))) / 604800
            END AS found,
        COALESCE(po.province_nl, '') AS region, COALESCE(po.province_fr, '') AS region_fr,
        CASE jsonb_array_length(COALESCE(pr.wish_genders, '[]')) WHEN 0 THEN 'none'
            WHEN 1 THEN pr.wish_genders ->> 0 ELSE 'several' END AS wish,
        CASE WHEN pe.birth_year IS NULL THEN ''
            WHEN %(year)s - pe.birth_year < 18 THEN '0-17' WHEN %(year)s - pe.birth_year < 26 THEN '18-25'
            WHEN %(year)s - pe.birth_year < 41 THEN '26-40' WHEN %(year)s - pe.birth_year < 61 THEN '41-60'
            WHEN %(year)s - pe.birth_year < 76 THEN '61-75' ELSE '76+' END AS age
    FROM organisations_enrolment e
    JOIN organisations_programme pg ON pg.id = e.programme_id
    JOIN accounts_person pe ON pe.id = e.person_id
    LEFT JOIN accounts_profile pr ON pr.person_id = e.person_id
    LEFT JOIN accounts_place pl ON pl.person_id = e.person_id
    LEFT JOIN accounts_postalplace po ON po.id = pl.postal_id
    LEFT JOIN (SELECT enrolment_id, count(*) AS n FROM groups_seat WHERE state = 'taken'
               GROUP BY enrolment_id) AS taken ON taken.enrolment_id = e.id
    LEFT JOIN agreed ON agreed.enrolment_id = e.id
    WHERE e.programme_id = %(programme)s AND (e.state = 'active' OR e.applied_at > %(since)s)
), sorted AS (
    SELECT side, 'all' AS by, '' AS code, '' AS fr, waits, waited, is_new, found FROM people
    UNION ALL SELECT side, 'region', region, region_fr, waits, waited, is_new, found FROM people
    UNION ALL SELECT side, 'wish', wish, '', waits, waited, is_new, found FROM people
    UNION ALL SELECT side, 'age', age, '', waits, waited, is_new, found FROM people
    UNION ALL SELECT side, 'language', COALESCE(l.language, ''), '', waits, waited, is_new, found
    FROM people LEFT JOIN accounts_personlanguage l
        ON l.person_id = people.person_id AND l.level >= %(level)s
)
SELECT side, by, code, max(fr), count(*) FILTER (WHERE waits),
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY waited) FILTER (WHERE waits),
    count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_new AND found IS NOT NULL),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY found) FILTER (WHERE is_new AND found IS NOT NULL)
FROM sorted GROUP BY side, by, code
HAVING bool_or(waits OR is_new)
"""


@dataclass(frozen=True)
class Figures:
    """One group. A count is None when it is hidden; weeks are None when they are hidden or when there is nobody.

    `half_weeks`: half of those who wait now wait longer. `tenth_weeks`: one in ten waits longer. `percent`: of those who are
    new, how many were matched. `found_weeks`: half of those were matched within.
    """

    code: str
    label: str
    waiting: int | None
    half_weeks: int | None
    tenth_weeks: int | None
    new: int | None
    percent: int | None
    percent_is_hidden: bool
    found_weeks: int | None

    @property
    def waiting_is_hidden(self) -> bool:
        return self.waiting is None

    @property
    def says_nothing(self) -> bool:
        return self.waiting is None and self.new is None and self.percent_is_hidden


@dataclass(frozen=True)
class Table:
    by: str
    title: str
    rows: list[Figures]


@dataclass(frozen=True)
class SideOfAudit:
    side: str
    total: Figures
    tables: list[Table]


@dataclass(frozen=True)
class _Row:
    """What the database counted, before anything is hidden."""

    code: str
    label: str
    waiting: int
    half: float
    tenth: float
    new: int
    matched: int
    found: float


def audit_of(*, programme: Programme, now: datetime) -> list[SideOfAudit]:
    """Waiting and matches of seekers and of volunteers, by language, province, wish about gender and age. One query."""
    known: dict[tuple[str, str], list[_Row]] = {}
    for side, by, code, fr, waiting, waited, new, matched, found in _counted(programme, now):
        half, tenth = waited or (0, 0)
        row = _Row(code, _LABELS[by](code, fr), waiting, half, tenth, new, matched, found or 0)
        known.setdefault((side, by), []).append(row)
    return [_side(side, known) for side in (Side.SEEKER, Side.VOLUNTEER)]


def _counted(programme: Programme, now: datetime) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTED,
            {
                "programme": programme.pk,
                "now": now,
                "since": now - YEAR,
                "year": now.year,
                "level": Level.GOOD,
            },
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _language(code: str, _fr: str) -> str:
    return str(SPOKEN[code].label) if code else _("none well enough")


def _region(code: str, fr: str) -> str:
    if not code:
        return _("not known")
    return fr if get_language() == "fr" else code


_LABELS: Mapping[str, Callable[[str, str], str]] = {
    "all": lambda _code, _fr: _("Everybody"),
    "language": _language,
    "region": _region,
    "wish": lambda code, _fr: str(_WISHES[code]),
    "age": lambda code, _fr: str(_AGES[code]),
}
_NOBODY = _Row("", "", 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True)
class _Mask:
    """What is hidden in one table, by column."""

    waiting: Hidden
    new: Hidden
    matched: Hidden


def _side(side: str, known: Mapping[tuple[str, str], list[_Row]]) -> SideOfAudit:
    total = next(iter(known.get((side, "all"), [])), _NOBODY)
    tables = {by: _in_order(by, known.get((side, by), [])) for by in DIMENSIONS}
    masks = {by: _mask(rows, total) for by, rows in tables.items()}
    # A total that one table may not show is shown by none of them: they all have the same.
    whole = _Mask(
        *(
            Hidden(
                frozenset(
                    {total.code} if any(getattr(m, name).total for m in masks.values()) else ()
                )
            )
            for name in ("waiting", "new", "matched")
        )
    )
    return SideOfAudit(
        side=side,
        total=_figures(total, whole),
        tables=[
            Table(by, str(title), [_figures(row, masks[by]) for row in tables[by]])
            for by, title in DIMENSIONS.items()
        ],
    )


def _in_order(by: str, rows: list[_Row]) -> list[_Row]:
    """As people expect it: ages upwards, languages as everywhere, provinces by name; what is not known comes last."""
    orders: dict[str, list[str]] = {
        "language": [item.code for item in SPOKEN],
        "wish": list(_WISHES),
        "age": list(_AGES),
    }
    if by == "region":
        return sorted(rows, key=lambda row: (not row.code, row.label))
    return sorted(rows, key=lambda row: (not row.code, [*orders[by], ""].index(row.code)))


def _mask(rows: list[_Row], total: _Row) -> _Mask:
    waiting = hide({row.code: row.waiting for row in rows}, total=total.waiting)
    new = hide({row.code: row.new for row in rows}, total=total.new)
    matched = hide(
        {row.code: row.matched for row in rows},
        total=total.matched,
        of={row.code: row.new for row in rows},
        of_total=total.new,
        gone=new.rows,
    )
    if new.total:
        matched = Hidden(matched.rows, total=True)
    return _Mask(waiting, new, matched)


def _figures(row: _Row, mask: _Mask) -> Figures:
    waits = row.code not in mask.waiting.rows
    new, matched = row.code not in mask.new.rows, row.code not in mask.matched.rows
    return Figures(
        code=row.code,
        label=row.label,
        waiting=row.waiting if waits else None,
        half_weeks=round(row.half) if waits and row.waiting else None,
        tenth_weeks=round(row.tenth) if waits and row.waiting else None,
        new=row.new if new else None,
        percent=round(100 * row.matched / row.new) if matched and row.new else None,
        percent_is_hidden=not matched,
        found_weeks=round(row.found) if matched and row.matched else None,
    )
