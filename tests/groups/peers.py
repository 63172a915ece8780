"""Groups of peers for tests, reached by walking the services."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from accounts.models import PostalPlace, User
from core.models import JobSlot
from groups import services
from groups.models import Gathering, Group, Seat
from groups.models.groups import Kind
from organisations.models import Enrolment, MeetingPlace, Programme, Theme
from organisations.models.enrolments import Side
from organisations.states import State as EnrolmentState
from tests.clock import NOW
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme, make_user

DAY = date(2026, 3, 12)  # a Thursday, ten days after NOW
EVENING = time(19, 0)
STARTS = datetime.fromisoformat("2026-03-12T19:00:00+01:00")
AFTER = datetime.fromisoformat("2026-03-12T21:30:00+01:00")


@dataclass
class Circle:
    """A group about caring for a partner: Mia and others, led by Finn; Bea is the back-up. Cora is the coordinator."""

    programme: Programme
    theme: Theme
    place: MeetingPlace
    cora: User
    finn: Enrolment
    bea: Enrolment
    members: list[Enrolment]
    group: Group = field(init=False)

    @property
    def mia(self) -> Enrolment:
        return self.members[0]

    def seat(self, who: Enrolment) -> Seat:
        """Where somebody is now, or was last."""
        seats = Seat.objects.filter(enrolment=who, group__isnull=False)
        return seats.select_related("enrolment__person__user", "group").order_by("-pk")[0]

    def now_is(self) -> Group:
        return Group.objects.select_related("programme", "peer").get(pk=self.group.pk)


def make_theme(programme: Programme, **facts: Any) -> Theme:
    usual = {
        "kind": "peer",
        "name_nl": "Mantelzorg",
        "name_en": "Caring",
        "least_members": 3,
        "wished_members": 4,
        "most_members": 5,
    }
    return Theme.objects.create(programme=programme, created_at=NOW, **(usual | facts))


def make_place(
    programme: Programme, name: str = "De Kring", postcode: str = "9000"
) -> MeetingPlace:
    postal = PostalPlace.objects.filter(postcode=postcode).order_by("pk")[0]
    return MeetingPlace.objects.create(
        organisation=programme.organisation,
        name=name,
        address="Kouter 1",
        postal=postal,
        cell=postal.cell,
        created_at=NOW,
    )


def somebody(programme: Programme, name: str, side: str = Side.SEEKER, **facts: Any) -> Enrolment:
    """Ready in a programme, with a login."""
    person = make_person(name, user=make_user())
    by = facts.pop("by", None) or make_coordinator(programme.organisation)
    return enrolment_at(EnrolmentState.ACTIVE, person, programme, side=side, by=by, **facts)


def hold(who: Enrolment, now: datetime = NOW) -> Seat:
    return services.hold_seat(enrolment_id=who.pk, now=now)


def make_circle(
    *, members: int = 3, backup: bool = True, programme: Programme | None = None, **theme: Any
) -> Circle:
    """Before the group is formed."""
    programme = programme or make_programme(name=theme.pop("name", "Kring"))
    cora = make_coordinator(programme.organisation)
    names = ("Mia", "Noor", "Omar", "Pia", "Quin", "Rosa")
    return Circle(
        programme=programme,
        theme=make_theme(programme, **theme),
        place=make_place(programme, f"De Kring {programme.themes.count() or ''}".strip()),
        cora=cora,
        finn=somebody(programme, "Finn", Side.VOLUNTEER, capacity=3, by=cora),
        bea=somebody(programme, "Bea", Side.VOLUNTEER, capacity=3, by=cora),
        members=[somebody(programme, name, by=cora) for name in names[:members]],
    )


def form(circle: Circle, *, backup: bool = True, **how: Any) -> Circle:
    leads = [circle.finn, circle.bea] if backup else [circle.finn]
    facts: dict[str, Any] = {
        "kind": Kind.PEER,
        "programme_id": circle.programme.pk,
        "theme_id": circle.theme.pk,
        "place_id": circle.place.pk,
        "day_part": "thu_evening",
        "language": "nl",
        "by": circle.cora,
        "now": NOW,
    }
    for name, people in (("seats", circle.members), ("leads", leads)):
        if name not in how:
            facts[name] = [hold(each) for each in people]
    circle.group = services.form_peer_group(**(facts | how))
    return circle


def formed(**how: Any) -> Circle:
    return form(make_circle(**how))


def again(circle: Circle, *names: str, postcode: str = "9000", **how: Any) -> Circle:
    """Another group of the same theme, with other people and its own room; Finn and Bea lead it too unless somebody else is named."""
    twin = Circle(
        programme=circle.programme,
        theme=circle.theme,
        place=make_place(circle.programme, f"Zaal {names[0]}", postcode),
        cora=circle.cora,
        finn=how.pop("finn", circle.finn),
        bea=how.pop("bea", circle.bea),
        members=[somebody(circle.programme, name, by=circle.cora) for name in names],
    )
    return form(twin, **how)


def speaker(circle: Circle, who: Enrolment | None) -> dict[str, Any]:
    """As services ask for it: one of the group, or None for Cora."""
    if who is None:
        return {"by": circle.cora}
    return {"by": who.person.user, "seat_id": circle.seat(who).pk}


def plan(circle: Circle, who: Enrolment | None = None, **how: Any) -> list[Gathering]:
    facts: dict[str, Any] = {
        "day": DAY,
        "begins": EVENING,
        "minutes": 120,
        "place_id": circle.place.pk,
        "now": NOW,
        **speaker(circle, who),
    }
    if "call_link" in how:
        facts["place_id"] = None
    return services.plan_gatherings(group_id=circle.group.pk, **(facts | how))


def say(
    gathering: Gathering, circle: Circle, who: Enrolment, *, comes: bool = True, **how: Any
) -> Any:
    return services.say_coming(
        gathering_id=gathering.pk, comes=comes, **({"now": NOW} | speaker(circle, who) | how)
    )


def note(
    gathering: Gathering, circle: Circle, who: Enrolment, was_there: bool = True, **how: Any
) -> Any:
    facts = {"about_id": circle.seat(who).pk, "now": AFTER} | speaker(circle, circle.finn) | how
    return services.note_attendance(gathering_id=gathering.pk, was_there=was_there, **facts)


def leave(circle: Circle, who: Enrolment, **how: Any) -> Seat:
    facts = {"by": who.person.user, "now": NOW} | how
    return services.leave_group(group_id=circle.group.pk, about_id=circle.seat(who).pk, **facts)


def join(circle: Circle, who: Enrolment, **how: Any) -> Group:
    return services.join_group(
        group_id=circle.group.pk, seat=hold(who), **({"by": circle.cora, "now": NOW} | how)
    )


def sweep_gatherings(now: datetime) -> None:
    JobSlot.objects.filter(job="groups.sweep_gatherings").delete()
    services.sweep_gatherings(now=now)


def sweep(now: datetime) -> None:
    """One turn of both sweeps, also when there was one just now."""
    JobSlot.objects.filter(job__startswith="groups.").delete()
    sweep_gatherings(now)
    services.sweep_places(now=now)


def held(circle: Circle, day: date = DAY) -> Gathering:
    """Planned for that day, and over."""
    gathering = plan(circle, day=day)[0]
    sweep_gatherings(gathering.ends_at)
    return Gathering.objects.get(pk=gathering.pk)
