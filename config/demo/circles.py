"""Gent: a group of people who care for their partner, which Hilde leads. It met three times and goes on every two weeks."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from accounts import services as accounts
from accounts.models import Person
from config.demo import logins
from config.demo.stage import Stage
from groups import services as groups
from groups.models import Gathering, Group, Seat
from groups.models.groups import Kind, SeatRole
from organisations import services as organisations
from organisations.models import Enrolment, Programme
from organisations.models.enrolments import Side
from organisations.support import ModelOfSupport

_SINCE_DAYS, _MET_TIMES, _TIMES = 50, 3, 12
_NAMES = ("Rita", "Jan", "Samira", "Wim", "Lieve")
_PLACES = ("9000", "9030", "9040", "9050", "9000")
_RULES = "Wat hier gezegd wordt, blijft hier.\nIedereen mag zwijgen.\nWe geven geen raad zonder dat iemand erom vraagt."


def meet_in_a_circle(stage: Stage) -> None:
    """All of it walks the services, with the dates on which it would have happened."""
    programme = organisations.create_programme(
        organisation=stage.programme.organisation,
        name="Samen sterker in Gent",
        by=None,
        now=stage.ago(days=90),
        model_of_support=ModelOfSupport.PEER,
    )
    group = _formed(stage, programme)
    _write(stage, group)
    _meet(stage, group)


def _formed(stage: Stage, programme: Programme) -> Group:
    who: dict[str, Any] = {"by": stage.team, "now": stage.ago(days=80)}
    theme = organisations.add_theme(
        programme_id=programme.pk,
        name_nl="Zorgen voor je partner",
        name_fr="Prendre soin de son partenaire",
        name_en="Caring for your partner",
        least_members=4,
        wished_members=6,
        most_members=8,
        **who,
    )
    place = organisations.add_meeting_place(
        organisation=programme.organisation,
        name="Buurthuis De Linde",
        address="Lindelei 12",
        where="9000 Gent",
        **who,
    )
    hilde = _ready(stage, programme, "Hilde", Side.VOLUNTEER, login=logins.FACILITATOR)
    tom = _ready(stage, programme, "Tom", Side.VOLUNTEER)
    mia = _ready(stage, programme, "Mia", Side.SEEKER, login=logins.PEER)
    others = [
        _ready(stage, programme, name, Side.SEEKER, place=place_of)
        for name, place_of in zip(_NAMES, _PLACES, strict=True)
    ]
    for each in (mia, *others):
        organisations.save_wish(
            enrolment_id=each.pk,
            theme_id=theme.pk,
            relation="partner",
            stage=3,
            by=stage.team,
            now=stage.ago(days=75),
        )
    then = stage.on(_SINCE_DAYS, 9)
    return groups.form_peer_group(
        kind=Kind.PEER,
        programme_id=programme.pk,
        theme_id=theme.pk,
        place_id=place.pk,
        day_part="thu_evening",
        language="nl",
        seats=[groups.hold_seat(enrolment_id=each.pk, now=then) for each in (mia, *others)],
        leads=[groups.hold_seat(enrolment_id=each.pk, now=then) for each in (hilde, tom)],
        by=stage.team,
        now=then,
    )


def _ready(
    stage: Stage,
    programme: Programme,
    name: str,
    side: str,
    *,
    place: str = "9000",
    login: str = "",
) -> Enrolment:
    """Somebody who is taken in; with a login when there is one of theirs."""
    then = stage.ago(days=75)
    person = _person(stage, name, place, login)
    enrolment = organisations.apply(
        person=person, programme_id=programme.pk, side=side, by=stage.team, now=then
    )
    return organisations.activate_enrolment(enrolment_id=enrolment.pk, by=stage.team, now=then)


def _person(stage: Stage, name: str, place: str, login: str) -> Person:
    then = stage.ago(days=75)
    user = logins.create_login(login) if login else None
    person = accounts.register_person(
        name_to_use=name,
        user=user,
        email="" if user else f"{name.lower()}.kring@example.org",
        by=user or stage.team,
        now=then,
        consent=True,
    )
    accounts.change_place(person=person, typed=place, by=stage.team, now=then)
    return person


def _lead(group: Group) -> dict[str, Any]:
    seat = Seat.objects.select_related("enrolment__person__user").get(
        group=group, role=SeatRole.LEAD
    )
    return {"by": seat.enrolment.person.user, "seat_id": seat.pk}


def _write(stage: Stage, group: Group) -> None:
    groups.change_group_texts(
        group_id=group.pk,
        texts={"rules": _RULES, "materials": "Gids voor mantelzorgers van de stad Gent."},
        expected_version=1,
        now=stage.ago(days=_SINCE_DAYS - 1),
        **_lead(group),
    )


def _meet(stage: Stage, group: Group) -> None:
    """A series of a Thursday evening every two weeks, so that three are over and the next is a few days ahead."""
    about = timezone.localdate(stage.now) - timedelta(days=14 * _MET_TIMES - 7)
    first = about + timedelta(days=(3 - about.weekday()) % 7)
    gatherings = groups.plan_gatherings(
        group_id=group.pk,
        day=first,
        begins=time(19),
        minutes=120,
        rhythm="two_weeks",
        times=_TIMES,
        place_id=group.peer.place_id,
        now=stage.on(_SINCE_DAYS - 2, 9),
        **_lead(group),
    )
    seats = list(Seat.objects.filter(group=group, role=SeatRole.MEMBER).order_by("pk"))
    for number, gathering in enumerate(gatherings[:_MET_TIMES]):
        _note(group, gathering, seats, absent=number)
    for seat in seats[:3]:
        groups.say_coming(
            gathering_id=gatherings[_MET_TIMES].pk,
            comes=seat is not seats[2],
            by=stage.team,
            seat_id=seat.pk,
            way="coordinator",
            now=stage.ago(days=2),
        )


def _note(group: Group, gathering: Gathering, seats: list[Seat], *, absent: int) -> None:
    """Everybody was there but one, another each time."""
    for number, seat in enumerate(seats):
        groups.note_attendance(
            gathering_id=gathering.pk,
            about_id=seat.pk,
            was_there=number != absent,
            now=gathering.ends_at,
            **_lead(group),
        )
