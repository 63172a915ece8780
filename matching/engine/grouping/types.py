"""What goes into the forming of groups and what comes out: arrays and numbers, ids instead of people.

Arrays of one kind have the same length n. 0 means "not said" wherever 0 is not itself an answer; what somebody did not say
breaks no rule. Day-parts, languages and themes are positions from 0; masks hold them as bits.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matching.engine.types import Ints

VERSION = "1"
DAY_PARTS = 62  # bits of a mask at most
STAGES = 9


class Kind(StrEnum):
    PEER = "peer"  # one theme, relations and stages that go together
    LINK = "link"  # strangers nearby: no theme, one of a household
    COURSE = "course"  # only the frames that are given


class Breach(StrEnum):
    """A rule that a group breaks."""

    THEME = "theme"
    RELATION = "relation"
    STAGE = "stage"
    LANGUAGE = "language"
    TIME = "time"
    REACH = "reach"
    ACCESS = "access"
    APART = "apart"
    ALONE = "alone"
    HOUSEHOLD = "household"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    TWICE = "twice"  # in two groups
    CLOSED = "closed"  # the place is not open then
    ROOM = "room"
    NO_FACILITATOR = "no_facilitator"
    FACILITATOR_THEME = "facilitator_theme"
    FACILITATOR_LANGUAGE = "facilitator_language"
    FACILITATOR_TIME = "facilitator_time"
    FACILITATOR_REACH = "facilitator_reach"
    FACILITATOR_APART = "facilitator_apart"
    FACILITATOR_TWICE = "facilitator_twice"
    FACILITATOR_FULL = "facilitator_full"


class Why(StrEnum):
    """Why somebody is left over: the first that leaves nothing."""

    NO_PLACES = "no_places"
    REACH = "no_place_in_reach"
    ACCESS = "no_place_with_access"
    TIME = "no_place_open_then"
    LANGUAGE = "no_common_language"
    FACILITATOR = "no_facilitator"
    TOO_FEW = "too_few_yet"
    APART = "kept_apart"  # there is room, but not beside these members
    ALL_TAKEN = "all_taken"  # rooms, facilitators and groups are full


class Tells(StrEnum):
    """What a group is about, each with a number (see `Group.reasons`)."""

    SAME_STAGE = "same_stage"  # members at the stage that most share
    SAME_RELATION = "same_relation"
    NEAR_AGE = "near_age"
    LANGUAGE = "language"  # members who speak its language
    VETERANS = "longer_on_the_road"
    WAITED_LONG = "waited_long"
    FARTHEST_M = "farthest_m"
    OFF_TARGET = "off_target"
    ASK_TIME = "to_ask_time"  # members who did not say when
    ASK_STAGE = "to_ask_stage"
    NO_BACK_UP = "no_back_up"
    NO_VETERAN = "no_veteran"


@dataclass(frozen=True)
class People:
    """n people who wait. `lat`/`lon` degrees of the cell's centre, `size_m` its side; `languages` (n, L) levels 0–3; `theme` a
    position; `stage` 1 (just happened) to 9; `relation` 1–62 (self, parent, …); `traits` and `sensitive` masks: who marked a
    trait must not be the only one who has it; `household` 0 when alone or not known; `veteran` longer on the road; `waiting` days.
    """

    ids: Ints
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    size_m: Ints
    reach_m: Ints
    languages: NDArray[np.int8]
    day_parts: Ints
    theme: Ints
    stage: Ints
    relation: Ints
    birth_year: Ints
    needs: Ints
    traits: Ints
    sensitive: Ints
    household: Ints
    veteran: NDArray[np.bool_]
    waiting: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Facilitators:
    """Who can lead: `themes` a mask (0: any), `capacity` groups at most, leading and backing up together."""

    ids: Ints
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    size_m: Ints
    reach_m: Ints
    languages: NDArray[np.int8]
    day_parts: Ints
    themes: Ints
    capacity: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Places:
    """Where groups can meet: one room each, open at `day_parts` (0: never), meeting the needs in `offers`."""

    ids: Ints
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    size_m: Ints
    day_parts: Ints
    offers: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Frame:
    """A draft or a course: its place, day-part, language and facilitator stand, and so do `members`. A frame with members is in
    every answer, one without only when enough people come. Sizes None: those of the rules."""

    id: int
    theme: int
    place: int
    day_part: int
    language: int
    facilitator: int | None = None
    back_up: int | None = None
    members: tuple[int, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True)
class GroupPool:
    """Everybody who can be grouped now. `apart` holds pairs of ids, of people or facilitators (their ids never overlap)."""

    people: People
    facilitators: Facilitators
    places: Places
    themes: int
    year: int
    frames: tuple[Frame, ...] = ()
    apart: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class GroupRules:
    """`relations`: masks of relations that go together (none: each alone). `near_m`: nobody comes farther, whatever their limit
    (0: off)."""

    kind: Kind = Kind.PEER
    minimum: int = 4
    target: int = 7
    maximum: int = 10
    language_level: int = 2
    default_reach_m: int = 10_000
    near_m: int = 0
    stage_spread: int = 1
    relations: tuple[int, ...] = ()
    facilitator_needed: bool = True

    @property
    def by_theme(self) -> bool:
        return self.kind != Kind.LINK


LINK_RULES = GroupRules(kind=Kind.LINK, minimum=5, target=6, maximum=8, near_m=5_000)


@dataclass(frozen=True)
class GroupWeights:
    """Points of cohesion. For each member up to `stage`, `relation` and `age`, half of it one step away or when not said, and up
    to `waiting` after `waiting_full_days`; for a group `veteran`, and `target` less `off_target` for each member more or fewer.
    As set, half a step of relation counts more than all of age."""

    stage: int = 40
    relation: int = 20
    age: int = 8
    waiting: int = 20
    waiting_full_days: int = 180
    veteran: int = 30
    target: int = 30
    off_target: int = 5


@dataclass(frozen=True, order=True)
class Score:
    """Compared in this order: more people, more cohesion, fewer metres."""

    people: int = 0
    cohesion: int = 0
    minus_metres: int = 0

    @property
    def travel_m(self) -> int:
        return -self.minus_metres

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.people + other.people,
            self.cohesion + other.cohesion,
            self.minus_metres + other.minus_metres,
        )

    def __sub__(self, other: "Score") -> "Score":
        return self + Score(-other.people, -other.cohesion, -other.minus_metres)


@dataclass(frozen=True)
class Group:
    """One group of an answer; ids throughout, members in the order of ids. `frame` is the id of the draft or course, if it is one.
    `reasons` say what it is about (see `Tells`)."""

    theme: int
    place: int
    day_part: int
    language: int
    facilitator: int | None
    members: tuple[int, ...]
    back_up: int | None = None
    frame: int | None = None
    score: Score = field(default_factory=Score)
    reasons: dict[Tells, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class LeftOut:
    """`found` of `needed` are there, with this person, in the nearest thing to a group (0 when there is none)."""

    person: int
    why: Why
    found: int = 0
    needed: int = 0


@dataclass(frozen=True)
class Thermometer:
    """ "3 of 5 found": who is left over and could meet here, in the order of ids; each person is in one at most."""

    theme: int
    place: int
    day_part: int
    language: int
    found: int
    needed: int
    people: tuple[int, ...]


@dataclass(frozen=True)
class Prices:
    """A proof: what a person, a group of a facilitator, and a facilitator at a day-part are worth, in whole parts of a person (or
    point); `placed` is what each person placed counts besides."""

    people: Ints
    facilitators: Ints
    at_day_part: Ints
    placed: int = 0


@dataclass(frozen=True)
class Grouping:
    """`most_people` is a number that no grouping can exceed, `most_cohesion` one that no grouping that places as many people can.
    `people_prices` and `cohesion_prices` prove them. `is_best`: every possible group was looked at and none better exists."""

    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]
    thermometers: tuple[Thermometer, ...]
    score: Score
    most_people: int
    most_cohesion: int
    people_prices: Prices
    cohesion_prices: Prices
    is_best: bool
    digest: str
    version: str = VERSION

    @property
    def gap(self) -> int:
        """How many people more another grouping might place."""
        return self.most_people - self.score.people


@dataclass(frozen=True)
class Broken:
    """A rule that group number `group` of a list breaks, and by whom (people, or facilitators for their rules)."""

    rule: Breach
    group: int
    who: tuple[int, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """What a change does: the score of all groups before and after, and what would newly be broken or be mended."""

    before: Score
    after: Score
    broken: tuple[Broken, ...]
    mended: tuple[Broken, ...]
