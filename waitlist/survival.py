"""How long people wait until they are introduced, without forgetting those who still wait. Plain numbers, no Django.

The product-limit estimate of Kaplan and Meier: Nonparametric Estimation from Incomplete Observations, Journal of the American
Statistical Association 53 (1958), 457–481. Everybody counts for as long as they were seen waiting: who still waits, takes a break or
stops is censored on that day, and who came with a waiting time from an older list counts only from the day on which they were seen
here (delayed entry: Klein and Moeschberger, Survival Analysis, 2nd edition 2003, section 4.6). Leaving these out and taking the mean of
those who were introduced would tell a wait that is too short, and the more so the longer a list is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

# No band from fewer introductions than this: a single one more would move it by weeks.
LEAST_ENDINGS = 10
# No figure that rests on fewer people who still waited: it would tell about persons.
LEAST_AT_RISK = 5
_ROUNDING = 1e-9
QUARTER_WAITED = 0.75  # the share that waits longer than a quarter does


@dataclass(frozen=True)
class Wait:
    """`people` with the same course, in whole days after they began to wait: seen from `entry` until `end`, when they were
    introduced (`found`) or out of sight."""

    entry: int
    end: int
    found: bool
    people: int = 1


@dataclass(frozen=True)
class Step:
    """A day on which `found` of the `at_risk` people who waited were introduced; `still` is the share that waits longer."""

    day: int
    at_risk: int
    found: int
    still: float


@dataclass(frozen=True)
class Band:
    """Whole weeks, rounded up, within which a quarter, half and three quarters were introduced; None: not known yet. `is_rare`:
    enough were introduced to tell that they are fewer than a quarter."""

    quarter: int | None
    half: int | None
    most: int | None
    is_rare: bool = False


NO_BAND = Band(None, None, None)


def curve(waits: Iterable[Wait]) -> list[Step]:
    """The steps of the estimate, by day. Who is introduced on a day on which others go out of sight counts first."""
    known = list(waits)
    steps, still = [], 1.0
    for day in sorted({wait.end for wait in known if wait.found}):
        at_risk = sum(w.people for w in known if w.entry <= day <= w.end)
        found = sum(w.people for w in known if w.found and w.end == day)
        still *= 1 - found / at_risk
        steps.append(Step(day, at_risk, found, still))
    return steps


def band(steps: Sequence[Step]) -> Band:
    """The three quartiles, as far as enough people were introduced and enough still waited then."""
    if sum(step.found for step in steps) < LEAST_ENDINGS:
        return NO_BAND
    if steps[-1].still > QUARTER_WAITED + _ROUNDING:
        return Band(None, None, None, is_rare=True)
    quarter, half, most = (_day_until(steps, share) for share in (QUARTER_WAITED, 0.5, 0.25))
    # What comes later is not told without what comes before: who came with older lists may be few at first.
    half = half if quarter is not None else None
    most = most if half is not None else None
    known = [None if day is None else _weeks(day) for day in (quarter, half, most)]
    return Band(known[0], known[1], known[2])


def weeks_more(steps: Sequence[Step], waited_days: int) -> int | None:
    """Of those who had waited as long: within how many more weeks half were introduced; None: not known."""
    before = [step for step in steps if step.day <= waited_days]
    after = [step for step in steps if step.day > waited_days]
    if sum(step.found for step in steps) < LEAST_ENDINGS:
        return None
    if sum(step.found for step in after) < LEAST_AT_RISK:
        return None
    still = before[-1].still if before else 1.0
    day = _day_until(after, still / 2)
    return None if day is None else _weeks(day - waited_days)


def _day_until(steps: Sequence[Step], share: float) -> int | None:
    """The first day after which no more than this share still waits."""
    step = next((each for each in steps if each.still <= share + _ROUNDING), None)
    return step.day if step is not None and step.at_risk >= LEAST_AT_RISK else None


def _weeks(days: int) -> int:
    return max(1, ceil(days / 7))
