"""What would help a whole pool: more kilometres, one more language, and which volunteers to look for where.

`what_if` solves the changed pool again, so its numbers are exact. `wanted_volunteers` asks of everybody left over what volunteer
would fit them, and finds the few profiles that fit the most of them (greedy set cover: at least 63 % of what any ten could cover;
Nemhauser, Wolsey & Fisher 1978).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.candidates import allowed_pairs, join
from matching.engine.optimum import Task, best_choice
from matching.engine.pools import people_at, sorted_pool
from matching.engine.prove import head_start
from matching.engine.rules import reach_of
from matching.engine.scoring import rarity
from matching.engine.types import (
    Found,
    Ints,
    Matching,
    Objective,
    Pool,
    Reason,
    Rules,
    Side,
    Weights,
)

SHORTLIST = 16
WELL = 3  # the highest level of a language
LANGUAGES_TRIED = 3
PROFILES_TRIED = 2000


@dataclass(frozen=True)
class Gain:
    """How many pairs more a change would bring to the whole pool, and how much total (negative: it costs some score)."""

    pairs: int
    total: int


@dataclass(frozen=True)
class Wanted:
    """A volunteer worth looking for: at this place (a cell's centre, degrees), with these languages (columns), of this gender
    and born in this year (0: no matter), who can offer this (mask). `fits`: so many people left over would be allowed."""

    lat: float
    lon: float
    languages: tuple[int, ...]
    gender: int
    birth_year: int
    offers: int
    fits: int


def what_if_farther(pool: Pool, rules: Rules, metres: int) -> Pool:
    """Everybody travels so much farther."""

    def farther(side: Side) -> Side:
        limits = reach_of(side, np.arange(len(side)), rules)
        return replace(side, reach_m=limits + metres)

    return replace(pool, volunteers=farther(pool.volunteers), seekers=farther(pool.seekers))


def what_if_spoken(pool: Pool, language: int) -> Pool:
    """Every volunteer speaks this language (a column) well."""
    languages = pool.volunteers.languages.copy()
    languages[:, language] = WELL
    return replace(pool, volunteers=replace(pool.volunteers, languages=languages))


def what_if(
    pool: Pool,
    changed: Pool,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    matching: Matching,
    tell: Callable[[str, int], None] = lambda _stage, _percent: None,
) -> Gain:
    """What the changed pool gains over `matching`, the answer for `pool`. Locked pairs stay out of both."""
    free = sum(not pair.locked for pair in matching.pairs)
    value = sum(pair.score + pair.bonus for pair in matching.pairs if not pair.locked)
    pool = sorted_pool(replace(changed, points=rarity(sorted_pool(pool)), locked=pool.locked))
    taken = sorted(pool.locked)
    places = pool.volunteers.capacity - np.bincount(
        np.searchsorted(pool.volunteers.ids, [v for v, _s in taken]).astype(np.int64),
        minlength=len(pool.volunteers),
    )
    task = Task(
        pool=pool,
        rules=rules,
        weights=weights,
        places=places,
        is_open=~np.isin(pool.seekers.ids, [s for _v, s in taken]),
        head=head_start(pool, rules) if objective == Objective.MOST_PEOPLE else 0,
        tell=tell,
    )
    answer = best_choice(task, SHORTLIST)
    total = int(answer.found.value[answer.chosen].sum())
    return Gain(len(answer.chosen) - free, total - value)


def languages_missed(pool: Pool, rules: Rules, matching: Matching) -> tuple[int, ...]:
    """The languages (columns) that most seekers speak who are left over for want of a common one, the most wanted first."""
    pool = sorted_pool(pool)
    without = [
        person.person
        for person in matching.left_over
        if not person.is_volunteer and person.reason == Reason.LANGUAGE
    ]
    rows = pool.seekers.languages[np.isin(pool.seekers.ids, without)] >= rules.language_level
    counts = rows.sum(axis=0)
    order = np.lexsort((np.arange(len(counts)), -counts))
    return tuple(int(language) for language in order[:LANGUAGES_TRIED] if counts[language])


def wanted_volunteers(
    pool: Pool, rules: Rules, weights: Weights, matching: Matching, *, most: int = 10
) -> tuple[Wanted, ...]:
    """The profiles that would fit the most people left over: the first fits most of all, the next most of the others, …"""
    pool = sorted_pool(pool)
    left = [person.person for person in matching.left_over if not person.is_volunteer]
    waiting = people_at(pool.seekers, np.flatnonzero(np.isin(pool.seekers.ids, left)))
    profiles = _profiles(waiting, rules, pool.year)
    there = replace(
        pool,
        volunteers=profiles,
        seekers=waiting,
        apart=frozenset(),
        locked=frozenset(),
        points=rarity(pool),
    )
    fits = join(list(allowed_pairs(there, rules, weights)))
    return _covering(profiles, fits, len(waiting), most)


def _profiles(waiting: Side, rules: Rules, year: int) -> Side:
    """For each of these seekers a volunteer who would fit, as far as rules go; what does not matter is not said. Each once."""
    nothing = np.zeros(len(waiting), dtype=np.int64)
    no = np.zeros(len(waiting), dtype=np.bool_)
    lowest = waiting.wish_gender & -waiting.wish_gender
    middle = (waiting.wish_age_from + np.maximum(waiting.wish_age_to, waiting.wish_age_from)) // 2
    age = np.where(waiting.age_is_must, middle, 0)
    well = waiting.languages >= rules.language_level
    ideal = replace(
        waiting,
        reach_m=nothing,
        forms=nothing,
        day_parts=nothing,
        languages=np.where(well, WELL, 0).astype(np.int8),
        likes=np.zeros_like(waiting.likes),
        dislikes=np.zeros_like(waiting.dislikes),
        nogos=np.zeros_like(waiting.nogos),
        gender=np.where(waiting.gender_is_must, lowest, 0),
        wish_gender=nothing,
        gender_is_must=no,
        birth_year=np.where(age > 0, year - age, 0),
        wish_age_from=nothing,
        wish_age_to=nothing,
        age_is_must=no,
        needs=nothing,
        offers=waiting.needs,
        goals=nothing,
        phases=nothing,
        style=np.zeros_like(waiting.style),
        months=nothing,
        capacity=nothing + 1,
    )
    alike = np.column_stack(
        [ideal.lat, ideal.lon, ideal.languages, ideal.gender, ideal.birth_year, ideal.offers]
    )
    _rows, first = np.unique(alike, axis=0, return_index=True)
    return people_at(ideal, np.sort(first)[:PROFILES_TRIED])


def _covering(profiles: Side, fits: Found, seekers: int, most: int) -> tuple[Wanted, ...]:
    """Again and again the profile that fits the most people not yet fitted; of equals the first."""
    open_ = np.ones(seekers, dtype=np.bool_)
    chosen: list[Wanted] = []
    while len(chosen) < most:
        counts = np.bincount(fits.volunteer[open_[fits.seeker]], minlength=len(profiles))
        best = int(counts.argmax()) if len(counts) else 0
        if not len(counts) or not counts[best]:
            break
        chosen.append(_wanted(profiles, best, int(counts[best])))
        open_[fits.seeker[fits.volunteer == best]] = False
    return tuple(chosen)


def _wanted(profiles: Side, at: int, fits: int) -> Wanted:
    languages: Ints = np.flatnonzero(profiles.languages[at])
    return Wanted(
        lat=float(profiles.lat[at]),
        lon=float(profiles.lon[at]),
        languages=tuple(languages.tolist()),
        gender=int(profiles.gender[at]),
        birth_year=int(profiles.birth_year[at]),
        offers=int(profiles.offers[at]),
        fits=fits,
    )
