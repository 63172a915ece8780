"""A programme in towns too far apart to meet, and its searches cut into a region for each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from accounts.models import User
from matching import services
from matching.models import LeftOver, MatchRun, Proposal, RunPart, RunPool
from matching.services import parts
from organisations.models import Programme
from organisations.models.enrolments import Side
from organisations.states import State
from tests.clock import NOW
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme

TOWNS = ("9000", "8000", "4000", "6700")  # Gent, Brugge, Liège, Arlon
LIKES = ("walking", "coffee", "birds", "sea", "cards", "chess", "cats", "trains")


@dataclass
class Country:
    programme: Programme
    cora: User


def make_country(towns: tuple[str, ...] = TOWNS, seekers: int = 2) -> Country:
    """In each town a volunteer with one free place and `seekers` people who wait; no two like the same."""
    programme = make_programme()
    country = Country(programme, make_coordinator(programme.organisation))
    for number, town in enumerate(towns):
        add_town(country, town, seekers, odd=number % 2)
    return country


def add_town(country: Country, town: str, seekers: int, odd: int = 0) -> None:
    _enrol(country, town, LIKES[:3], Side.VOLUNTEER)
    for each in range(seekers):
        _enrol(country, town, LIKES[each : each + 2 + odd], Side.SEEKER)


def _enrol(country: Country, town: str, likes: tuple[str, ...], side: str) -> None:
    person = make_person(place=town, likes=likes)
    enrolment_at(State.ACTIVE, person, country.programme, side=side, by=country.cora)


def request(country: Country, **more: Any) -> MatchRun:
    return services.request_run(
        programme_id=country.programme.pk,
        objective="most_people",
        **{"by": country.cora, "now": NOW, **more},
    )


def spread(country: Country, now: datetime = NOW) -> MatchRun:
    """A search that waits for its parts."""
    run = request(country, now=now)
    services.execute_run(run_id=run.pk, now=now)
    return MatchRun.objects.get(pk=run.pk)


def parts_of(run: MatchRun) -> list[RunPart]:
    return list(run.parts.order_by("number"))


def do_part(part: RunPart, now: datetime = NOW) -> None:
    """As the task does: the part, and the rest of the search when it was the last."""
    run_id = services.execute_part(part_id=part.pk, now=now)
    if run_id is not None:
        services.execute_run(run_id=run_id, now=now)


def finished(country: Country, now: datetime = NOW) -> MatchRun:
    """A search, in as many parts as it takes."""
    run = spread(country, now)
    for part in parts_of(run):
        do_part(part, now)
    return MatchRun.objects.get(pk=run.pk)


def answer_of(run: MatchRun) -> dict[str, Any]:
    """Everything that a search found, without what differs from row to row."""
    pairs = Proposal.objects.filter(run=run).order_by("seeker")
    left = LeftOver.objects.filter(run=run).order_by("enrolment")
    facts = (
        "volunteers",
        "seekers",
        "pairs",
        "total",
        "bound",
        "gap",
        "digest",
        "points",
        "advice",
    )
    return {
        "run": [getattr(run, name) for name in facts],
        "pairs": list(
            pairs.values_list(
                "volunteer", "seeker", "score", "bonus", "parts", "facts", "alternatives"
            )
        ),
        "left": list(left.values_list("enrolment", "reason", "change", "amount", "opens")),
    }


def again(run: MatchRun) -> MatchRun:
    return MatchRun.objects.get(pk=run.pk)


def nothing_is_kept() -> bool:
    return not RunPart.objects.exists() and not RunPool.objects.exists()


def at_percent(monkeypatch: pytest.MonkeyPatch, percent: int, act: Callable[[], object]) -> None:
    """Do something in the middle of a part, after its sign of life at `percent`."""
    renew = parts._renew

    def renew_and_act(part: int, token: UUID, done: int) -> None:
        renew(part, token, done)
        if done == percent:
            act()

    monkeypatch.setattr(parts, "_renew", renew_and_act)
