"""What comes out of the forming of groups: groups with their reasons, who is left over, bounds, and what a change would do."""

from dataclasses import dataclass, field
from enum import StrEnum

from matching.engine.types import Ints

VERSION = "2"


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
    """A proof: what a person, a group of a facilitator, a facilitator at a day-part, and a place at a day-part are worth, in whole
    parts of a person (or point); `placed` is what each person placed counts besides.

    `ceilings`: no groups of one cluster (who could be in one group, directly or through others; the lowest id stands for it) are
    worth more at these prices of rooms and facilitators, as far as that was found out exactly.
    """

    people: Ints
    facilitators: Ints
    at_day_part: Ints
    rooms: Ints
    placed: int = 0
    ceilings: dict[int, int] = field(default_factory=dict)


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
