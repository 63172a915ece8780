"""Pairs for tests, reached by walking the services."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Person, User
from core.models import JobSlot
from followup import services
from followup.models import CheckIn
from followup.models.check_ins import Kind
from groups import services as groups
from groups.models import Agreement, Group, Seat, Session
from groups.states import State
from matching.states import ProposalState
from tests.clock import NOW, later
from tests.matching.builders import Scene, make_scene, proposal_at

MEETING = later(days=3)  # Thursday, 10:00 in Brussels
ASKED = later(days=5, minutes=1)
REVIEW = later(weeks=8)
PLACE = "Bibliotheek De Krook"
TEXTS = {"rhythm": "Every second Saturday.", "costs": "Each for themselves."}


@dataclass
class Duo:
    """Ana and Ben, introduced by Cora."""

    scene: Scene
    group: Group

    @property
    def ana(self) -> Person:
        return self.scene.ana

    @property
    def ben(self) -> Person:
        return self.scene.ben

    @property
    def cora(self) -> User:
        return self.scene.cora

    def seat(self, person: Person) -> Seat:
        return Seat.objects.select_related("enrolment").get(
            group=self.group, enrolment__person=person
        )

    def now_is(self) -> Group:
        """The group as it is in the database now."""
        return Group.objects.select_related("programme").get(pk=self.group.pk)

    def question(self, person: Person, kind: Kind = Kind.CLICK) -> CheckIn:
        rows = CheckIn.objects.filter(seat=self.seat(person), kind=kind)
        return rows.order_by("-pk")[0]


def speaker(duo: Duo, who: Person | None, way: str = "page") -> dict[str, object]:
    """As the services ask for it: one of the two, or None for Cora."""
    if who is None:
        return {"by": duo.cora, "seat_id": None, "way": "page"}
    return {"by": who.user, "seat_id": duo.seat(who).pk, "way": way}


def introduced(scene: Scene | None = None) -> Duo:
    scene, proposal = proposal_at(ProposalState.AGREED, scene or make_scene())
    return Duo(scene, Group.objects.select_related("programme").get(pk=proposal.group_id))


def propose(duo: Duo, who: Person | None, *moments: datetime, **how: object) -> Session:
    facts: dict[str, object] = {"place": PLACE, "now": NOW, **speaker(duo, who), **how}
    return groups.propose_meeting(
        group_id=duo.group.pk,
        moments=moments or (MEETING,),
        **facts,  # type: ignore[arg-type]
    )


def take(
    duo: Duo, who: Person | None, session: Session, start: datetime = MEETING, **how: object
) -> Session:
    facts: dict[str, object] = {"now": NOW, **speaker(duo, who), **how}
    return groups.take_moment(session_id=session.pk, start=start, **facts)  # type: ignore[arg-type]


def planned(scene: Scene | None = None) -> Duo:
    duo = introduced(scene)
    take(duo, duo.ben, propose(duo, duo.ana))
    return duo


def sweep(now: datetime) -> None:
    """One turn of the sweep, also when there was one in the same minute."""
    JobSlot.objects.filter(job="followup.sweep").delete()
    services.sweep(now=now)


def asked(scene: Scene | None = None) -> Duo:
    """They met, and both were asked whether it clicks."""
    duo = introduced(scene)
    meet_and_ask(duo)
    return duo


def meet_and_ask(duo: Duo) -> None:
    take(duo, duo.ben, propose(duo, duo.ana))
    sweep(MEETING + timedelta(minutes=1))
    sweep(ASKED)


def say(
    duo: Duo,
    person: Person,
    said: str,
    *,
    kind: Kind = Kind.CLICK,
    now: datetime = ASKED,
    **how: object,
) -> CheckIn:
    facts: dict[str, object] = {"by": person.user, "way": "page", **how}
    return services.answer_check_in(
        check_in_id=duo.question(person, kind).pk,
        said=said,
        now=now,
        **facts,  # type: ignore[arg-type]
    )


def write(
    duo: Duo, who: Person | None, version: int = 0, now: datetime = ASKED, **texts: str
) -> Agreement:
    return groups.save_agreement(
        group_id=duo.group.pk,
        texts=texts or TEXTS,
        expected_version=version,
        now=now,
        **speaker(duo, who),  # type: ignore[arg-type]
    )


def sign(duo: Duo, person: Person, version: int = 1, now: datetime = ASKED, **how: object) -> None:
    facts: dict[str, object] = {"by": person.user, "way": "page", **how}
    groups.sign_agreement(
        group_id=duo.group.pk,
        seat_id=duo.seat(person).pk,
        version=version,
        now=now,
        **facts,  # type: ignore[arg-type]
    )


def sign_both(duo: Duo) -> None:
    write(duo, duo.ana)
    sign(duo, duo.ana)
    sign(duo, duo.ben)


def click_both(duo: Duo) -> None:
    say(duo, duo.ana, "yes")
    say(duo, duo.ben, "yes")


def stop(duo: Duo, who: Person | None, now: datetime = ASKED, **how: object) -> None:
    facts: dict[str, object] = {**speaker(duo, who), **how}
    services.start_closing(group_id=duo.group.pk, now=now, **facts)  # type: ignore[arg-type]


def finish(duo: Duo, now: datetime = ASKED, **how: object) -> None:
    facts: dict[str, object] = {"reason": "goal", "procedure": "yes", "by": duo.cora, **how}
    services.finish_closing(group_id=duo.group.pk, now=now, **facts)  # type: ignore[arg-type]


def duo_at(state: State, scene: Scene | None = None) -> Duo:
    """A pair that walked to `state`."""
    if state in (State.INTRODUCED, State.CLOSING, State.CLOSED):
        duo = asked(scene)
        if state != State.INTRODUCED:
            stop(duo, duo.ana)
        if state == State.CLOSED:
            finish(duo)
        return duo
    duo = asked(scene)
    click_both(duo)
    sign_both(duo)
    if state in (State.ACTIVE, State.PAUSED):
        sweep(REVIEW)
        sweep(REVIEW + timedelta(minutes=2))
        for person in (duo.ana, duo.ben):
            say(duo, person, "yes", kind=Kind.REVIEW, now=REVIEW)
    if state == State.PAUSED:
        rest(duo, duo.ana)
    return duo


def rest(
    duo: Duo, who: Person | None, starts: int = 0, until: int | None = None, now: datetime = REVIEW
) -> None:
    """A break that begins in `starts` days and ends in `until` days."""
    day = now.date()
    groups.take_break(
        group_id=duo.group.pk,
        starts_on=day + timedelta(days=starts),
        until_on=None if until is None else day + timedelta(days=until),
        now=now,
        **speaker(duo, who),  # type: ignore[arg-type]
    )
