"""What merging two files would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from core.errors import DomainError, NotFoundHere
from organisations.errors import (
    BothGoOn,
    BothHaveLogin,
    MergeImpossibleHere,
    SaidToBeTwo,
    SamePersonAlready,
)
from organisations.merging import PARTS, busy_among
from organisations.models import Enrolment, TwoPeople, Wish
from organisations.permissions import Actor
from organisations.selectors import list_enrolments
from organisations.states import LIVE, State
from organisations.two_people import in_order

_RANK = {State.APPLIED: 0, State.INTAKE: 1, State.PAUSED: 2, State.ACTIVE: 2}
LABELS: dict[str, Promise] = {
    "name_to_use": _("Name to use"),
    "family_name": _("Family name"),
    "birth_year": _("Year of birth"),
    "gender": _("Gender"),
    "language": _("We write in"),
    "email": _("E-mail address"),
    "phone": _("Phone number"),
    "reach_by": _("How to reach"),
    "place": _("Place"),
}


@dataclass(frozen=True)
class Value:
    """One value in both files; `differs` when there is something to choose."""

    name: str
    label: str
    kept: str
    other: str

    @property
    def differs(self) -> bool:
        return bool(self.kept and self.other) and self.kept != self.other


@dataclass(frozen=True)
class Double:
    """Both files are in the same programme on the same side: `stays` goes on, `ends` stops."""

    stays: Enrolment
    ends: Enrolment

    @property
    def wish(self) -> Wish | None:
        """What they wait for from then on: what was said where it goes on, or else where it stops."""
        return _wish_of(self.stays) or _wish_of(self.ends)

    @property
    def other_wish(self) -> Wish | None:
        """What was said where it stops, when it is about something else: it is not kept."""
        mine, theirs = _wish_of(self.stays), _wish_of(self.ends)
        return theirs if mine and theirs and mine.theme_id != theirs.theme_id else None

    @property
    def wished_since(self) -> datetime | None:
        """The older of both days."""
        wishes = (_wish_of(self.stays), _wish_of(self.ends))
        return min((wish.since for wish in wishes if wish), default=None)


def _wish_of(enrolment: Enrolment) -> Wish | None:
    return getattr(enrolment, "wish", None)


@dataclass(frozen=True)
class MergePreview:
    """What merging would do. With `refusals` it is not done."""

    kept: Person
    other: Person
    values: list[Value]
    doubles: list[Double]
    moving: list[Enrolment]
    messages: int
    refusals: list[DomainError]


def preview_merge(*, kept: Enrolment, other: Enrolment) -> MergePreview:
    """What would stay, move, end or stand in the way, for two enrolments that `by` may read. Changes nothing."""
    mine, theirs = kept.person, other.person
    doubles, refusals = find_doubles(mine, theirs)
    return MergePreview(
        kept=mine,
        other=theirs,
        values=[
            Value(name, str(label), _shown(mine, name), _shown(theirs, name))
            for name, label in LABELS.items()
        ],
        doubles=doubles,
        moving=list(theirs.enrolments.select_related("programme").order_by("pk")),
        messages=theirs.messages.count(),
        refusals=[*refusals_of(mine, theirs), *refusals],
    )


def _shown(person: Person, name: str) -> str:
    if name == "place":
        return person.place.typed if hasattr(person, "place") else ""
    if name == "email":
        return person.contact_email
    shown: Any = getattr(person, f"get_{name}_display", None)
    return str((shown() if shown and getattr(person, name) else getattr(person, name)) or "")


def refusals_of(kept: Person, other: Person) -> Iterable[DomainError]:
    """What stands in the way of merging these two, besides their registrations (`find_doubles`)."""
    if kept.pk == other.pk:
        yield SamePersonAlready()
        return
    if kept.user_id is not None and other.user_id is not None:
        yield BothHaveLogin()
    within = Enrolment.objects.filter(person__in=[kept.pk, other.pk])
    if within.values("organisation_id").distinct().count() > 1:
        yield MergeImpossibleHere()
    if TwoPeople.objects.filter(**in_order(kept.pk, other.pk)).exists():
        yield SaidToBeTwo()
    for part in PARTS:
        yield from part.refuse(kept, other)


def find_doubles(kept: Person, other: Person) -> tuple[list[Double], list[DomainError]]:
    """For each programme and side in which both files are: which registration goes on. The one in which something is going on, else
    the one further on the way, else that of the file that stays."""
    if kept.pk == other.pk:
        return [], []
    mine = {
        (each.programme_id, each.side): each
        for each in kept.enrolments.filter(state__in=LIVE).select_related(
            "programme", "wish__theme"
        )
    }
    both = [
        (mine[each.programme_id, each.side], each)
        for each in other.enrolments.filter(state__in=LIVE).select_related(
            "programme", "wish__theme"
        )
        if (each.programme_id, each.side) in mine
    ]
    ids = [each.pk for pair in both for each in pair]
    busy = busy_among(ids)
    doubles: list[Double] = []
    refusals: list[DomainError] = []
    for one, two in both:
        if one.pk in busy and two.pk in busy:
            refusals.append(BothGoOn(programme=one.programme.name))
        ahead = (two.pk in busy, _RANK[State(two.state)]) > (
            one.pk in busy,
            _RANK[State(one.state)],
        )
        doubles.append(Double(two, one) if ahead else Double(one, two))
    return doubles, refusals


def get_two(*, kept: UUID, other: UUID, by: Actor) -> tuple[Enrolment, Enrolment]:
    """Both enrolments. Raises NotFoundHere, also when one is of another organisation."""
    rows = {
        each.public_id: each for each in list_enrolments(by=by).filter(public_id__in=[kept, other])
    }
    if kept not in rows or other not in rows:
        raise NotFoundHere
    return rows[kept], rows[other]
