"""What goes into the engine and what comes out: arrays and numbers, ids instead of people.

All arrays of a side have the same length n and are sorted by id, so that the order in which people are given does not
matter. 0 means "not said" wherever 0 is not itself an answer.
"""

from dataclasses import dataclass, field
from enum import IntFlag, StrEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
VERSION = "1"


class Objective(StrEnum):
    MOST_PEOPLE = "most_people"  # as many pairs as possible, then the best total
    BEST_SCORE = "best_score"  # the best total


class Rule(IntFlag):
    """The hard rules, one bit each, in the order in which a reason is looked for."""

    REACH = 1
    LANGUAGE = 2
    TIME = 4
    FORM = 8
    GENDER = 16
    AGE = 32
    NO_GO = 64
    ACCESS = 128
    APART = 256
    SCORE = 512  # below the minimum score


ALL_RULES = Rule(1023)


PARTS = (
    "travel",
    "availability",
    "goal",
    "interests",
    "dislikes",
    "experience",
    "style",
    "duration",
    "wishes",
)


class Reason(StrEnum):
    """Why somebody is left over: the first rule that leaves nobody, or everybody who fits is taken."""

    NOBODY_THERE = "nobody_there"
    REACH = "nobody_in_reach"
    LANGUAGE = "no_common_language"
    TIME = "no_common_time"
    FORM = "no_common_form"
    GENDER = "wish_gender"
    AGE = "wish_age"
    NO_GO = "no_go"
    ACCESS = "access_not_met"
    APART = "kept_apart"
    SCORE = "no_good_fit"
    ALL_TAKEN = "all_taken"


@dataclass(frozen=True)
class Side:
    """n people of one side.

    `lat`/`lon` degrees of the cell's centre, `size_m` its side; `reach_m` the travel limit (0: not said); `languages` (n, L)
    levels 0–3; `likes`, `dislikes`, `nogos` (n, I) of 0/1; masks as int64; `gender` 0 unknown, 1 woman, 2 man, 4 other;
    `wish_gender` mask of these (0: no wish); `style` (n, 3) of -1/0/+1; `months` expected duration; `waiting` days;
    `capacity` free places.
    """

    ids: Ints
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    size_m: Ints
    reach_m: Ints
    forms: Ints
    day_parts: Ints
    languages: NDArray[np.int8]
    likes: NDArray[np.int8]
    dislikes: NDArray[np.int8]
    nogos: NDArray[np.int8]
    gender: Ints
    wish_gender: Ints
    gender_is_must: NDArray[np.bool_]
    birth_year: Ints
    wish_age_from: Ints
    wish_age_to: Ints
    age_is_must: NDArray[np.bool_]
    needs: Ints
    offers: Ints
    goals: Ints
    phases: Ints
    style: NDArray[np.int8]
    months: Ints
    waiting: Ints
    capacity: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Rules:
    """Which hard rules are on, and their limits. `at_a_distance` is the mask of forms that need no travel."""

    on: Rule = ALL_RULES
    minimum_score: int = 400
    language_level: int = 2
    common_day_parts: int = 1
    default_reach_m: int = 10_000
    at_a_distance: int = 0b110000
    bonus_max: int = 100
    bonus_full_days: int = 180


@dataclass(frozen=True)
class Weights:
    travel: int = 20
    availability: int = 20
    goal: int = 15
    interests: int = 12
    dislikes: int = 8
    experience: int = 10
    style: int = 8
    duration: int = 7
    wishes: int = 5

    def as_array(self) -> Ints:
        return np.array([getattr(self, part) for part in PARTS], dtype=np.int64)


@dataclass(frozen=True)
class Pool:
    """Everybody who can be matched now. `apart` and `locked` hold (volunteer id, seeker id) pairs; `year` is this year.

    `points` (interests,) is how much each shared interest counts, None: worked out from these people (`scoring.rarity`). A part
    of a larger pool has those of the whole, and its `head_start`, so that it is judged as it would be there.
    """

    volunteers: Side
    seekers: Side
    year: int
    apart: frozenset[tuple[int, int]] = frozenset()
    locked: frozenset[tuple[int, int]] = frozenset()
    points: Ints | None = None
    head_start: int | None = None


@dataclass(frozen=True)
class Alternative:
    """Another volunteer for a seeker; choosing it lowers the total by `regret` at most (0: just as good).

    For MOST_PEOPLE a pair fewer counts `Matching.head_start`.
    """

    volunteer: int
    score: int
    regret: int


@dataclass(frozen=True)
class Pair:
    """`parts` are whole numbers that add up to `score`; `bonus` is for waiting."""

    volunteer: int
    seeker: int
    score: int
    bonus: int
    parts: dict[str, int]
    locked: bool = False
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class Change:
    """The smallest change that would help: the `rule` to bend and how many people that opens. For REACH `amount` is the
    travel limit in km that this person would need."""

    rule: Rule
    amount: int
    opens: int


@dataclass(frozen=True)
class LeftOver:
    person: int
    is_volunteer: bool
    reason: Reason
    change: Change | None


@dataclass(frozen=True)
class Matching:
    """`total` is the sum of score + bonus of all pairs; no allowed choice has a total above `bound` (for MOST_PEOPLE: none
    with as many pairs). `prices` is the proof: what a place with each volunteer is worth (see `prove`). `head_start` is what
    one pair more counts for MOST_PEOPLE, 0 for BEST_SCORE."""

    pairs: tuple[Pair, ...]
    left_over: tuple[LeftOver, ...]
    total: int
    bound: int
    prices: Ints
    digest: str
    head_start: int
    version: str = VERSION

    @property
    def gap(self) -> int:
        return self.bound - self.total


@dataclass(frozen=True)
class Explanation:
    """What two people share, what is still to ask and what differs: codes and positions, no words."""

    score: int
    parts: dict[str, int]
    metres: int
    shared_likes: tuple[int, ...]
    shared_dislikes: tuple[int, ...]
    shared_languages: tuple[int, ...]
    shared_day_parts: int
    shared_goals: int
    shared_phases: int
    to_ask: tuple[str, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Ranked:
    person: int
    score: int
    bonus: int
    explanation: Explanation


@dataclass(frozen=True)
class Found:
    """Allowed pairs as parallel arrays: positions of volunteer and seeker, score, and value (score + bonus)."""

    volunteer: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    seeker: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    score: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    value: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def __len__(self) -> int:
        return len(self.volunteer)

    def at(self, at: Ints) -> "Found":
        return Found(self.volunteer[at], self.seeker[at], self.score[at], self.value[at])

    def then(self, more: "Found") -> "Found":
        """These pairs, and then those."""
        columns = ("volunteer", "seeker", "score", "value")
        return Found(*(np.concatenate([getattr(self, c), getattr(more, c)]) for c in columns))

    def starts(self, seekers: int) -> Ints:
        """Where each seeker's pairs start, and the end; for pairs in the order of seekers."""
        starts: Ints = np.searchsorted(self.seeker, np.arange(seekers + 1))
        return starts

    def joined(self, more: "Found") -> "Found":
        """Both, by seeker and then volunteer; this one is in that order already."""
        width = int(max(self.volunteer.max(initial=0), more.volunteer.max(initial=0))) + 1
        where = np.searchsorted(
            self.seeker * width + self.volunteer, more.seeker * width + more.volunteer
        )
        columns = ("volunteer", "seeker", "score", "value")
        return Found(*(np.insert(getattr(self, c), where, getattr(more, c)) for c in columns))
