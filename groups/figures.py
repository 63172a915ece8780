"""How the groups of a programme do: numbers of gatherings and of groups of people, never of one person.

What a small group of people could be read from is hidden by `core.suppression` before anything leaves this module.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.suppression import K, hide
from organisations.models import Programme, Theme

YEAR = timedelta(days=365)

# Of gatherings of which it was noted who was there; who leads does not count.
_GATHERINGS = """
SELECT count(*), count(*) FILTER (WHERE there >= least), sum(there), sum(noted) FROM (
    SELECT p.least, count(*) FILTER (WHERE a.was_there) AS there, count(*) AS noted
    FROM groups_gathering g
    JOIN groups_group r ON r.id = g.group_id AND r.programme_id = %(programme)s
    JOIN groups_peergroup p ON p.group_id = g.group_id
    JOIN groups_attendance a ON a.gathering_id = g.id AND a.was_there IS NOT NULL
    JOIN groups_seat s ON s.id = a.seat_id AND s.role = 'member'
    WHERE g.state = 'took_place' AND g.starts_at > %(since)s
    GROUP BY g.id, p.least) AS held
"""
# Each person counts once for a theme, with their first seat; a group that merged or split does not make them wait twice.
_WAITS = """
SELECT by, code, max(fr), count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY weeks) FROM (
    SELECT DISTINCT ON (e.person_id, p.theme_id) p.theme_id::text AS theme,
        COALESCE(po.province_nl, '') AS region, COALESCE(po.province_fr, '') AS region_fr,
        GREATEST(0, EXTRACT(EPOCH FROM s.taken_at - COALESCE(e.waiting_since, e.applied_at))) / 604800 AS weeks
    FROM groups_seat s
    JOIN groups_group r ON r.id = s.group_id AND r.programme_id = %(programme)s
    JOIN groups_peergroup p ON p.group_id = r.id
    JOIN organisations_enrolment e ON e.id = s.enrolment_id
    LEFT JOIN accounts_place pl ON pl.person_id = e.person_id
    LEFT JOIN accounts_postalplace po ON po.id = pl.postal_id
    WHERE s.role = 'member' AND s.taken_at > %(since)s
    ORDER BY e.person_id, p.theme_id, s.taken_at) AS people
CROSS JOIN LATERAL (VALUES ('theme', theme, ''), ('region', region, region_fr)) AS sorted (by, code, fr)
GROUP BY by, code ORDER BY by, code
"""


@dataclass(frozen=True)
class Wait:
    """Half of the people of this theme or region waited longer than `weeks`. Both are None when they are hidden."""

    label: str
    people: int | None
    weeks: int | None


@dataclass(frozen=True)
class GroupFigures:
    """Of the last year. `held`: gatherings of which it was noted who was there; `at_least`: at which the group's least number was. `percent` of
    the members were there; None when nobody noted it, or so few people that it would tell about one."""

    held: int
    at_least: int
    percent: int | None
    by_theme: list[Wait]
    by_region: list[Wait]


def group_figures(*, programme: Programme, now: datetime) -> GroupFigures:
    facts: dict[str, Any] = {"programme": programme.pk, "since": now - YEAR}
    with connection.cursor() as cursor:
        cursor.execute(_GATHERINGS, facts)
        [(held, at_least, there, noted)] = cursor.fetchall()
        cursor.execute(_WAITS, facts)
        rows = cursor.fetchall()
    themes = {str(theme.pk): theme for theme in Theme.objects.filter(programme=programme)}
    language = get_language() or "nl"
    return GroupFigures(
        held=held,
        at_least=at_least,
        percent=round(100 * there / noted) if noted and noted >= K else None,
        by_theme=_waits("theme", rows, lambda code, _fr: themes[code].name_in(language)),
        by_region=_waits("region", rows, lambda code, fr: _region(code, fr, language)),
    )


def _region(code: str, french: str, language: str) -> str:
    return (french if language.startswith("fr") else code) or _("not known")


def _waits(by: str, rows: Sequence[Any], label: Any) -> list[Wait]:
    own = [row for row in rows if row[0] == by]
    counts = {code: n for _by, code, _fr, n, _weeks in own}
    hidden = hide(counts, total=sum(counts.values())).rows
    told = [
        Wait(
            label(code, fr),
            None if code in hidden else n,
            None if code in hidden else round(weeks),
        )
        for _by, code, fr, n, weeks in own
    ]
    return sorted(told, key=lambda each: each.label)
