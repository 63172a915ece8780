"""Believable people in a real database, as many as wanted, always the same for the same seed.

Where people live follows the postcodes of Belgium (`manage.py load_places` first): a third in the large towns. What they like is
skewed, some home languages are scarce, and a few wishes are musts. Rows are written by COPY with the checks of foreign keys off,
which needs a superuser: for measuring only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import numpy as np

from accounts.catalogues import CONTACT_FORMS, INTERESTS, SPOKEN

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LINES = 20_000  # of a COPY at once
NULL = "\\N"

# First and last postcode of a large town with its suburbs, and how many thousand people live there.
TOWNS = (
    *((1000, 1210, 1230), (2000, 2660, 540), (9000, 9052, 265), (6000, 6061, 203)),
    *((4000, 4032, 196), (8000, 8380, 119), (5000, 5101, 112), (3000, 3018, 102)),
    *((7000, 7034, 96), (2800, 2812, 87), (9300, 9320, 87), (3500, 3512, 80)),
    *((8500, 8511, 78), (8400, 8400, 72), (3600, 3600, 67), (9100, 9112, 80)),
)
_TRAVEL_KM = (0, 2, 3, 5, 7, 10, 15, 20, 25, 30, 50, 100)  # 0: not said
_TRAVEL_SHARE = (0.12, 0.05, 0.1, 0.22, 0.07, 0.22, 0.11, 0.06, 0.02, 0.02, 0.008, 0.002)
_SCARCE = ("ar", "tr", "es", "it", "pl", "ro", "pt", "ru", "uk", "ber")
_SCARCE += ("ps", "fa", "so", "ti", "ln", "sq", "bg", "zh", "vgt", "sfb")
# How likely each day-part is: Monday morning to Sunday evening.
retired_free = np.array([0.55, 0.6, 0.1] * 5 + [0.2, 0.25, 0.05] * 2)
working_free = np.array([0.04, 0.06, 0.4] * 5 + [0.4, 0.5, 0.25] * 2)

Random = np.random.Generator
Column = Sequence[Any] | np.ndarray | str | int | bool


@dataclass(frozen=True)
class _Towns:
    """Postcodes with their cells, and the share of people that live in each."""

    ids: np.ndarray
    postcodes: np.ndarray
    cells: np.ndarray
    share: np.ndarray


def fill(connection: Any, programme_id: int, volunteers: int, seekers: int, seed: int) -> None:
    """Enrol so many invented people in a programme, all ready to be matched but for a few (no consent, an incomplete file,
    no free seat). `connection` is Django's or psycopg's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation_id FROM organisations_programme WHERE id = %s", [programme_id]
        )
        programme = (programme_id, cursor.fetchone()[0])
        towns = _towns(cursor, np.random.default_rng(seed))
        cursor.execute("SET session_replication_role = replica")
        for side, number in (("volunteer", volunteers), ("seeker", seekers)):
            _fill_side(cursor, programme, towns, side, number, seed)
        cursor.execute("RESET session_replication_role")
        cursor.execute("ANALYZE")


def _towns(cursor: Any, random: Random) -> _Towns:
    cursor.execute(
        "SELECT p.id, p.postcode, p.cell_id, c.size_km FROM accounts_postalplace p"
        " JOIN accounts_cell c ON c.code = p.cell_id ORDER BY p.postcode, p.nis"
    )
    ids, postcodes, cells, sizes = (
        np.array(column) for column in zip(*cursor.fetchall(), strict=True)
    )
    postcodes = postcodes.astype(np.int64)
    people = random.lognormal(1.9, 0.6, len(ids)) * np.where(sizes == 2, 1.5, 1.0)
    for first, last, thousands in TOWNS:
        here = (postcodes >= first) & (postcodes <= last)
        people[here] = thousands * people[here] / people[here].sum()
    return _Towns(ids, postcodes, cells, people / people.sum())


def _fill_side(
    cursor: Any, programme: tuple[int, int], towns: _Towns, side: str, number: int, seed: int
) -> None:
    if not number:
        return
    people = _reserved(cursor, "accounts_person", number)
    random = np.random.default_rng([seed, side == "seeker"])
    town = random.choice(len(towns.ids), number, p=towns.share)
    born = _birth_years(random, number, side)
    _write_people(cursor, random, people, born)
    _write_profiles(cursor, random, people, born, side)
    _write_places(cursor, people, towns, town)
    _write_languages(cursor, random, people, towns.postcodes[town], side)
    _write_interests(cursor, random, people)
    agreed = people[random.random(number) < 0.99]
    _copy(cursor, "accounts_consent", person_id=agreed, purpose="service", text_version="2026-11",
          given_at=NOW.isoformat(), given_how="page")  # fmt: skip
    _write_enrolments(cursor, random, programme, people, side)


def _reserved(cursor: Any, table: str, number: int) -> np.ndarray:
    """Ids that the table's sequence will not give to anybody else."""
    cursor.execute(f"SELECT nextval(pg_get_serial_sequence('{table}', 'id'))")
    first = int(cursor.fetchone()[0])
    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {first + number})")
    return np.arange(first, first + number)


def _birth_years(random: Random, number: int, side: str) -> np.ndarray:
    """Volunteers are often just retired or students, seekers of any age; 0: not said."""
    middle = np.where(random.random(number) < 0.6, 1960, 1995) if side == "volunteer" else 1972
    born = np.clip(random.normal(middle, 11, number), 1925, 2007).astype(np.int64)
    return np.where(random.random(number) < 0.08, 0, born)


def _write_people(cursor: Any, random: Random, people: np.ndarray, born: np.ndarray) -> None:
    genders = np.array(["woman", "man", "other", ""])
    _copy(
        cursor, "accounts_person", id=people, public_id=_uuids(people),
        name_to_use=[f"Person {pk}" for pk in people.tolist()], family_name="",
        birth_year=_or_null(born), gender=genders[random.choice(4, len(people), p=(0.52, 0.36, 0.02, 0.1))],
        language=np.array(["nl", "fr", "en"])[random.choice(3, len(people), p=(0.57, 0.36, 0.07))],
        email=[f"person{pk}@people.example" for pk in people.tolist()], phone="", reach_by="email",
        created_at=NOW.isoformat(), version=1,
    )  # fmt: skip


def _write_profiles(
    cursor: Any, random: Random, people: np.ndarray, born: np.ndarray, side: str
) -> None:
    number = len(people)
    km = np.array(_TRAVEL_KM)[random.choice(len(_TRAVEL_KM), number, p=_TRAVEL_SHARE)]
    retired = (born > 0) & (born < 1962)
    free = np.where(retired[:, None], retired_free, working_free)
    said = random.random(number) < 0.93
    wishes = random.random(number) < (0.12 if side == "seeker" else 0.05)
    own_age = np.where(born > 0, 2026 - born, 45)
    wished_age = (random.random(number) < 0.1) & (born > 0)
    seeks = side == "seeker"
    _copy(
        cursor, "accounts_profile", person_id=people, travel_km=_or_null(km),
        travel_mode=np.array(["foot", "bike", "transit", "car", ""])[random.integers(0, 5, number)],
        day_parts=np.where(said, _bits(random, free), 0), contact_forms=_forms(random, number),
        access_needs=_bits(random, np.full((number, 7), 0.03 if seeks else 0.0)),
        access_offers=_bits(random, np.full((number, 7), 0.02 if seeks else 0.45)),
        life_phases=_bits(random, np.full((number, 5), 0.12)) | np.where(retired, 32, 0),
        **{f"style_{axis}": random.integers(-1, 2, number) for axis in ("talk", "pace", "plan")},
        wish_genders=np.where(wishes, '["woman"]', "[]"),
        wish_gender_is_must=wishes & (random.random(number) < 0.5),
        wish_age_from=_or_null(np.where(wished_age, np.maximum(18, own_age - 15), 0)),
        wish_age_to=_or_null(np.where(wished_age, own_age + 15, 0)),
        wish_age_is_must=wished_age & (random.random(number) < 0.3), about="",
    )  # fmt: skip


def _forms(random: Random, number: int) -> np.ndarray:
    """Most people want to go out or walk; one of eight can also meet by phone or video; some did not say."""
    phone, video = CONTACT_FORMS["phone"].mask, CONTACT_FORMS["video"].mask
    near = _bits(random, np.broadcast_to([0.7, 0.6, 0.25, 0.1], (number, 4)))
    afar = np.where(random.random(number) < 0.09, phone, 0)
    afar |= np.where(random.random(number) < 0.05, video, 0)
    return np.where(random.random(number) < 0.85, near | afar, 0)


def _write_places(cursor: Any, people: np.ndarray, towns: _Towns, town: np.ndarray) -> None:
    _copy(
        cursor, "accounts_place", person_id=people, typed=towns.postcodes[town], state="found",
        version=1, postal_id=towns.ids[town], cell_id=towns.cells[town], attempts=0, failure="",
        changed_at=NOW.isoformat(),
    )  # fmt: skip


def _write_languages(
    cursor: Any, random: Random, people: np.ndarray, postcodes: np.ndarray, side: str
) -> None:
    """The language of the region, perhaps the other one and English, and a home language that few speak."""
    number = len(people)
    codes = np.array([item.code for item in SPOKEN])
    levels = np.zeros((number, len(codes)), dtype=np.int64)
    brussels = postcodes < 1300
    french = ((postcodes >= 1300) & (postcodes < 1500)) | ((postcodes >= 4000) & (postcodes < 8000))
    french |= brussels & (random.random(number) < 0.8)
    new = random.random(number) < (0.45 if side == "seeker" else 0.12)
    everybody = np.arange(number)
    own = np.where(french, SPOKEN["fr"].bit, SPOKEN["nl"].bit)
    levels[everybody, own] = np.where(new, random.choice(4, number, p=(0.1, 0.3, 0.4, 0.2)), 3)
    levels[everybody, 1 - own] = random.choice(4, number, p=(0.5, 0.2, 0.2, 0.1))
    levels[:, SPOKEN["en"].bit] = random.choice(4, number, p=(0.45, 0.15, 0.3, 0.1))
    share = 1 / np.arange(2, 2 + len(_SCARCE))
    home = random.choice(len(_SCARCE), number, p=share / share.sum())
    levels[everybody[new], np.array([SPOKEN[code].bit for code in _SCARCE])[home[new]]] = 3
    row, bit = np.nonzero(levels)
    _copy(
        cursor,
        "accounts_personlanguage",
        person_id=people[row],
        language=codes[bit],
        level=levels[row, bit],
    )


def _write_interests(cursor: Any, random: Random, people: np.ndarray) -> None:
    """Two to fourteen likes, the popular ones much more often; now and then a dislike or a no-go."""
    codes = np.array([item.code for item in INTERESTS])
    popular = -0.9 * np.log(1 + np.random.default_rng(1).permutation(len(codes)))
    for start in range(0, len(people), LINES):
        some = people[start : start + LINES]
        keys = popular + random.gumbel(size=(len(some), len(codes)))
        place = np.argsort(np.argsort(-keys, axis=1), axis=1)
        likes = random.integers(2, 15, len(some))[:, None]
        dislikes = random.choice(4, len(some), p=(0.5, 0.25, 0.15, 0.1))[:, None]
        nogos = random.choice(2, len(some), p=(0.88, 0.12))[:, None]
        # The least wanted ones at the end of the order.
        attitude = np.where(place < likes, 1, 0)
        attitude[place >= len(codes) - dislikes] = 2
        attitude[place >= len(codes) - nogos] = 3
        row, bit = np.nonzero(attitude)
        words = np.array(["", "like", "dislike", "no_go"])[attitude[row, bit]]
        _copy(
            cursor,
            "accounts_personinterest",
            person_id=some[row],
            interest=codes[bit],
            attitude=words,
        )


def _write_enrolments(
    cursor: Any, random: Random, programme: tuple[int, int], people: np.ndarray, side: str
) -> None:
    number = len(people)
    ids = _reserved(cursor, "organisations_enrolment", number)
    volunteers = side == "volunteer"
    seats = (
        random.choice((1, 2, 3), number, p=(0.9, 0.08, 0.02))
        if volunteers
        else np.ones(number, int)
    )
    waited = random.exponential(90, number).astype(np.int64)
    since = [(NOW - timedelta(days=int(days))).isoformat() for days in waited]
    _copy(
        cursor, "organisations_enrolment", id=ids, public_id=_uuids(ids),
        person_id=people, programme_id=programme[0], organisation_id=programme[1], side=side,
        state="active", capacity=seats, goals=_bits(random, np.full((number, 12), 0.25)),
        months=_or_null(random.choice((0, 3, 6, 12, 24), number)), applied_at=since,
        waiting_since=since, version=1,
    )  # fmt: skip
    held = ids[random.random(number) < 0.02]
    _copy(cursor, "groups_seat", enrolment_id=held, number=1, state="held", held_at=NOW.isoformat())
    if volunteers:
        _write_clearances(cursor, random, programme[0], ids)


def _write_clearances(cursor: Any, random: Random, programme_id: int, ids: np.ndarray) -> None:
    cursor.execute("SELECT jsonb_array_elements_text(required_clearances) FROM organisations_programme"
                   " WHERE id = %s", [programme_id])  # fmt: skip
    for (kind,) in cursor.fetchall():
        seen = ids[random.random(len(ids)) < 0.97]
        _copy(cursor, "organisations_clearance", enrolment_id=seen, kind=kind, seen_on="2025-09-01")


def _bits(random: Random, share: np.ndarray) -> np.ndarray:
    """A mask for each row: bit k is set with the probability of column k."""
    drawn: np.ndarray = (random.random(share.shape) < share) @ (1 << np.arange(share.shape[1]))
    return drawn


def _or_null(numbers: np.ndarray) -> list[Any]:
    return [number or NULL for number in numbers.tolist()]


def _uuids(ids: np.ndarray) -> list[str]:
    """Others for other ids, so that the same people can be invented twice in one database."""
    digits = np.random.default_rng(int(ids[0])).bytes(16 * len(ids)).hex()
    return [digits[at : at + 32] for at in range(0, len(digits), 32)]


def _copy(cursor: Any, table: str, **columns: Column) -> None:
    """Write rows; a column that is one value is the same in all of them."""
    rows = max(
        len(c)
        for c in columns.values()
        if isinstance(c, Sequence | np.ndarray) and not isinstance(c, str)
    )
    lists = [_repeated(column, rows) for column in columns.values()]
    lines = ("\t".join(map(str, row)) for row in zip(*lists, strict=True))
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        while some := list(islice(lines, LINES)):
            copy.write("\n".join(some) + "\n")


def _repeated(column: Column, rows: int) -> Sequence[Any]:
    if isinstance(column, np.ndarray):
        return column.tolist()
    if isinstance(column, str | int):
        return [column] * rows
    return column
