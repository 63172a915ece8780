"""From the database to the engine's arrays: a fixed number of queries, no object per person.

Who is in: ready, consent given, place found, at least one free seat, and for volunteers everything the programme asks for.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from accounts.catalogues import INTERESTS, SPOKEN
from matching.engine.types import Ints, Pool, Side

Table = NDArray[np.int8]

_GENDER_BIT = {"": 0, "woman": 1, "man": 2, "other": 4}

_PEOPLE = """
SELECT e.id, e.person_id, c.lat, c.lon, c.size_km * 1000, COALESCE(p.travel_km, 0) * 1000,
       p.contact_forms, p.day_parts, pe.gender, p.wish_genders, p.wish_gender_is_must,
       COALESCE(pe.birth_year, 0), COALESCE(p.wish_age_from, 0), COALESCE(p.wish_age_to, 0),
       p.wish_age_is_must, p.access_needs, p.access_offers, e.goals, p.life_phases,
       p.style_talk, p.style_pace, p.style_plan, COALESCE(e.months, 0),
       GREATEST(0, EXTRACT(EPOCH FROM %(now)s - e.waiting_since)::bigint / 86400),
       e.capacity - (SELECT count(*) FROM groups_seat s
                     WHERE s.enrolment_id = e.id AND s.state IN ('held', 'taken'))
FROM organisations_enrolment e
JOIN organisations_programme pr ON pr.id = e.programme_id
JOIN accounts_person pe ON pe.id = e.person_id
JOIN accounts_profile p ON p.person_id = e.person_id
JOIN accounts_place pl ON pl.person_id = e.person_id AND pl.state = 'found'
JOIN accounts_cell c ON c.code = pl.cell_id
WHERE e.programme_id = %(programme)s AND e.side = %(side)s AND e.state = 'active'
  AND (%(only)s::bigint[] IS NULL OR e.id = ANY(%(only)s))
  AND EXISTS (SELECT 1 FROM accounts_consent k WHERE k.person_id = e.person_id
              AND k.purpose = 'service' AND k.withdrawn_at IS NULL)
  AND (e.side = 'seeker' OR NOT EXISTS (
        SELECT 1 FROM jsonb_array_elements_text(pr.required_clearances) AS need(kind)
        WHERE NOT EXISTS (SELECT 1 FROM organisations_clearance cl
                          WHERE cl.enrolment_id = e.id AND cl.kind = need.kind
                            AND (cl.valid_until IS NULL OR cl.valid_until >= %(today)s))))
ORDER BY e.id
"""
_LANGUAGES = """
SELECT e.id, l.language, l.level FROM organisations_enrolment e
JOIN accounts_personlanguage l ON l.person_id = e.person_id WHERE e.id = ANY(%(ids)s)
"""
_INTERESTS = """
SELECT e.id, i.interest, i.attitude FROM organisations_enrolment e
JOIN accounts_personinterest i ON i.person_id = e.person_id WHERE e.id = ANY(%(ids)s)
"""
# Never again: pairs kept apart, pairs that said no or were rejected, pairs that were together, and open proposals.
_APART = """
SELECT v.id, s.id FROM organisations_enrolment v
JOIN matching_exclusion x ON x.organisation_id = v.organisation_id AND v.person_id IN (x.first_id, x.second_id)
JOIN organisations_enrolment s ON s.programme_id = v.programme_id AND s.side = 'seeker'
     AND s.person_id = x.first_id + x.second_id - v.person_id
WHERE v.programme_id = %(programme)s AND v.side = 'volunteer'
UNION
SELECT v.id, s.id FROM organisations_enrolment v
JOIN organisations_enrolment s ON s.programme_id = v.programme_id AND s.person_id = v.person_id
WHERE v.programme_id = %(programme)s AND v.side = 'volunteer' AND s.side = 'seeker'
UNION
SELECT volunteer_id, seeker_id FROM matching_proposal
WHERE programme_id = %(programme)s
  AND (state IN ('offered', 'agreed', 'declined', 'rejected')
       OR (state = 'draft' AND on_hold_until IS NOT NULL))
"""


@dataclass(frozen=True)
class Snapshot:
    """The pool by enrolment ids, as it was at one moment."""

    pool: Pool
    taken_at: datetime


def take_snapshot(
    *,
    programme_id: int,
    now: datetime,
    only_volunteers: Sequence[int] | None = None,
    only_seekers: Sequence[int] | None = None,
    ignoring: Iterable[tuple[int, int]] = (),
) -> Snapshot:
    """Read the pool of a programme, or a part of it. `ignoring` are pairs not to be kept apart (a proposal judged again)."""
    with connection.cursor() as cursor:
        volunteers = _side(cursor, programme_id, "volunteer", now, only_volunteers)
        seekers = _side(cursor, programme_id, "seeker", now, only_seekers)
        cursor.execute(_APART, {"programme": programme_id})
        apart = frozenset((int(v), int(s)) for v, s in cursor.fetchall()) - frozenset(ignoring)
    pool = Pool(volunteers=volunteers, seekers=seekers, year=now.year, apart=apart)
    return Snapshot(pool, now)


def _side(
    cursor: Any, programme_id: int, side: str, now: datetime, only: Sequence[int] | None
) -> Side:
    cursor.execute(
        _PEOPLE,
        {
            "programme": programme_id,
            "side": side,
            "now": now,
            "today": now.date(),
            "only": list(only) if only is not None else None,
        },
    )
    rows = [row for row in cursor.fetchall() if row[24] > 0]
    ids = np.array([row[0] for row in rows], dtype=np.int64)

    def numbers(at: int) -> Ints:
        return np.array([int(row[at]) for row in rows], dtype=np.int64)

    languages, likes, dislikes, nogos = _tables(cursor, ids)
    return Side(
        ids=ids,
        lat=np.array([row[2] for row in rows], dtype=float),
        lon=np.array([row[3] for row in rows], dtype=float),
        size_m=numbers(4),
        reach_m=numbers(5),
        forms=numbers(6),
        day_parts=numbers(7),
        languages=languages,
        likes=likes,
        dislikes=dislikes,
        nogos=nogos,
        gender=np.array([_GENDER_BIT[row[8]] for row in rows], dtype=np.int64),
        wish_gender=np.array([_wished(row[9]) for row in rows], dtype=np.int64),
        gender_is_must=np.array([row[10] for row in rows], dtype=bool),
        birth_year=numbers(11),
        wish_age_from=numbers(12),
        wish_age_to=numbers(13),
        age_is_must=np.array([row[14] for row in rows], dtype=bool),
        needs=numbers(15),
        offers=numbers(16),
        goals=numbers(17),
        phases=numbers(18),
        style=np.array([row[19:22] for row in rows], dtype=np.int8).reshape(len(rows), 3),
        months=numbers(22),
        waiting=numbers(23),
        capacity=numbers(24),
    )


def _wished(genders: str) -> int:
    return sum(_GENDER_BIT[code] for code in json.loads(genders))


def _tables(cursor: Any, ids: Ints) -> tuple[Table, Table, Table, Table]:
    """Languages by level; likes, dislikes and no-gos as 0/1, a row for each enrolment."""
    row_of = {int(id_): row for row, id_ in enumerate(ids)}
    widest = max(item.bit for item in INTERESTS) + 1
    languages = np.zeros((len(ids), len(SPOKEN.items)), dtype=np.int8)
    tables = {a: np.zeros((len(ids), widest), dtype=np.int8) for a in ("like", "dislike", "no_go")}
    cursor.execute(_LANGUAGES, {"ids": ids.tolist()})
    for id_, language, level in cursor.fetchall():
        languages[row_of[id_], SPOKEN[language].bit] = level
    cursor.execute(_INTERESTS, {"ids": ids.tolist()})
    for id_, interest, attitude in cursor.fetchall():
        tables[attitude][row_of[id_], INTERESTS[interest].bit] = 1
    return languages, tables["like"], tables["dislike"], tables["no_go"]
