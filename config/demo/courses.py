"""How far somebody of the demo got in a programme, and on which days it happened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from organisations import services
from organisations.models import Enrolment
from organisations.states import State

LONGEST_WAIT_DAYS = 300
LONGEST_FIRST_WAIT_DAYS = 20  # nobody waits for a first talk much longer
_CHANCES = {
    State.ACTIVE: 72,
    State.INTAKE: 9,
    State.APPLIED: 8,
    State.PAUSED: 5,
    State.LEFT: 4,
    State.DECLINED: 2,
}
Move = Callable[..., Enrolment]
_WAYS: dict[State, tuple[Move, ...]] = {
    State.APPLIED: (),
    State.INTAKE: (services.start_intake,),
    State.ACTIVE: (services.activate_enrolment,),
    State.PAUSED: (services.activate_enrolment, services.pause_enrolment),
    State.LEFT: (services.activate_enrolment, services.leave_programme),
    State.DECLINED: (services.decline_enrolment,),
}


@dataclass(frozen=True)
class Course:
    """The moves of an enrolment after applying, each with its moment, in order."""

    applied_at: datetime
    moves: tuple[tuple[Move, datetime], ...]
    is_file_complete: bool = True

    @property
    def last_at(self) -> datetime:
        return self.moves[-1][1] if self.moves else self.applied_at


def draw_states(rng: Random, count: int) -> list[State]:
    """As many states, each at least once when there is room."""
    some = rng.choices(list(_CHANCES), list(_CHANCES.values()), k=max(0, count - len(_CHANCES)))
    states = [*_CHANCES, *some][:count]
    rng.shuffle(states)
    return states


def draw_course(rng: Random, state: State, now: datetime) -> Course:
    """A way to `state` that ends before `now`; who is ready waits since 1 day up to ten months."""
    is_new = state in (State.APPLIED, State.INTAKE)
    longest = LONGEST_FIRST_WAIT_DAYS if is_new else LONGEST_WAIT_DAYS
    days = 1 + int((longest - 1) * rng.random() ** 1.6)
    moves = []
    for move in reversed(_with_a_talk(rng, state)):
        moves.append((move, _at_work(rng, now, days)))
        days += rng.randint(3, 12)
    return Course(_at_work(rng, now, days), tuple(reversed(moves)), rng.random() < 0.9)


def _with_a_talk(rng: Random, state: State) -> tuple[Move, ...]:
    """Some had a first talk on another day, others all at once."""
    way = _WAYS[state]
    if state == State.ACTIVE and rng.random() < 0.3:
        return services.start_intake, *way
    return way


def _at_work(rng: Random, now: datetime, days: int) -> datetime:
    """A moment between 8 and 17 hours UTC, that many days before `now`."""
    day = (now - timedelta(days=days)).replace(microsecond=0)
    return day.replace(hour=rng.randint(8, 16), minute=rng.randint(0, 59), second=0)
