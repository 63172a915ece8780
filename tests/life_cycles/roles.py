"""Who somebody is to a record, and trying every move of everybody against a table that is written by hand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Subquery, Value
from django.shortcuts import resolve_url
from django.test import Client

from accounts.models import Person
from accounts.services import name_proxy
from core.errors import DomainError
from core.models import Event
from notifications.models import Message
from organisations.models import Programme
from tests.clock import NOW
from tests.teams import make_coordinator, make_lead, make_organisation, make_user

Who = Any


@dataclass(frozen=True)
class Row:
    """A move: `who` may make it, from `starts` it leads to `target`; from elsewhere it is refused with `elsewhere`, to who may not
    with `others`, and to who did not log in with `nobody`."""

    who: frozenset[str]
    starts: frozenset[str]
    target: str
    elsewhere: str
    others: str
    nobody: str

    def expected(self, role: str, state: str) -> str:
        if role == "anonymous":
            return self.nobody
        if role not in self.who:
            return self.others
        if state not in self.starts:
            return self.elsewhere
        return state if self.target == "=" else self.target


def read_table(table: str) -> dict[str, Row]:
    """move | who may | from > to | from elsewhere | for others | without a login; a `to` of = leaves the state."""
    rows = {}
    for line in filter(str.strip, table.splitlines()):
        move, who, way, elsewhere, others, nobody = (part.strip() for part in line.split("|"))
        starts, _arrow, target = way.partition(">")
        rows[move] = Row(
            frozenset(who.split()),
            frozenset(starts.split()),
            target.strip(),
            elsewhere,
            others,
            nobody,
        )
    return rows


def cast_of(programme: Programme, **people: Person) -> dict[str, Who]:
    """Everybody: the team, a coordinator of another organisation, `people` by their role, who helps the first of them, and somebody
    with a login and no more."""
    helper = make_user()
    cast = {
        "coordinator": make_coordinator(programme.organisation),
        "lead": make_lead(programme.organisation),
        "stranger": make_coordinator(make_organisation()),
        **{role: person.user for role, person in people.items()},
        "helper": helper,
        "somebody": make_user(),
    }
    name_proxy(
        person=next(iter(people.values())),
        email=helper.email,
        may=["profile", "breaks"],
        ends_on=date(2026, 12, 31),
        by=cast["lead"],
        now=NOW,
    )
    return cast


def trace_of(record: Any) -> tuple[Any, ...]:
    """The row, and how many events and messages there are, in one query."""
    counts = {
        f"n_{model._meta.db_table}": Subquery(
            model._default_manager.order_by().values(n=Value(1)).annotate(c=Count("*")).values("c")
        )
        for model in (Event, Message)
    }
    rows = type(record)._default_manager.filter(pk=record.pk).annotate(**counts)
    return tuple(rows.values_list()[0])


def tried(record: Any, step: Callable[[], object], before: tuple[Any, ...]) -> str:
    """The state that it leads to, or the code of the refusal, after which nothing may be otherwise. Everything is taken back."""
    with transaction.atomic():
        try:
            step()
            states = type(record)._default_manager.values_list("state", flat=True)
            return str(states.get(pk=record.pk))
        except DomainError as refusal:
            assert trace_of(record) == before
            return refusal.code
        finally:
            transaction.set_rollback(True)


def turned_away(record: Any, address: str, before: tuple[Any, ...]) -> str:
    """What somebody without a login gets at the address of a move."""
    answer = Client().post(address)
    assert trace_of(record) == before
    if answer.status_code == 302:
        return (
            "login" if str(answer["Location"]).startswith(resolve_url(settings.LOGIN_URL)) else "?"
        )
    return str(answer.json()["code"])


def differences(
    table: str,
    record: Any,
    steps: dict[str, tuple[str, Callable[[Any], object]]],
    cast: dict[str, Who],
    but: dict[tuple[str, ...], str] | None = None,
) -> Iterable[tuple[str, str, str, str]]:
    """(state, move, role, what became of it) wherever the table says otherwise. `steps`: move → its address and its service;
    `but` holds what who may gets in single cells, by (state, move) or (state, move, role)."""
    rows = read_table(table)
    assert set(rows) == set(steps)
    state, before = str(record.state), trace_of(record)
    for move, row in rows.items():
        address, step = steps[move]
        found = turned_away(record, address, before)
        if found != row.expected("anonymous", state):
            yield state, move, "anonymous", found
        for role, user in cast.items():
            found = tried(record, partial(step, user), before)
            wanted = row.expected(role, state)
            if role in row.who:
                single = but or {}
                wanted = single.get((state, move, role), single.get((state, move), wanted))
            if found != wanted:
                yield state, move, role, found
