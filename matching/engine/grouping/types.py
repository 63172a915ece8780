"""What goes into the forming of groups: arrays and numbers, ids instead of people. What comes out is in `answers`.

Arrays of one kind have the same length n. 0 means "not said" wherever 0 is not itself an answer; what somebody did not say
breaks no rule. Day-parts, languages and themes are positions from 0; masks hold them as bits.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matching.engine.types import Ints

DAY_PARTS = 62  # bits of a mask at most
STAGES = 9


class Kind(StrEnum):
    PEER = "peer"  # one theme, relations and stages that go together
    LINK = "link"  # strangers nearby: no theme, one of a household
    COURSE = "course"  # only the frames that are given


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
