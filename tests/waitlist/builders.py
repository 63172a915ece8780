"""People who wait, and signs of life to them, reached by walking the services."""

from datetime import datetime

from core.models import JobSlot
from matching import services as matching
from notifications.models import Message
from notifications.services import deliver_due
from organisations.models import Enrolment
from organisations.states import State
from tests.clock import earlier, later
from tests.matching.builders import Scene, answer_of, make_scene
from tests.people import make_person
from tests.teams import enrolment_at
from waitlist import services
from waitlist.models import Sign
from waitlist.selectors import SIGN
from waitlist.states import SignState


def seeker_since(scene: Scene, since: datetime, name: str = "Cem", **details: object) -> Enrolment:
    """Somebody more who became ready at that moment."""
    person = make_person(name, **details)
    return enrolment_at(State.ACTIVE, person, scene.programme, by=scene.cora, now=since)


def introduce(scene: Scene, seeker: Enrolment, at: datetime) -> None:
    """Both are asked and say yes at that moment."""
    proposal = matching.propose_pair(
        volunteer_id=scene.volunteer.pk, seeker_id=seeker.pk, by=scene.cora, now=at
    )
    matching.approve_proposal(proposal_id=proposal.pk, by=scene.cora, now=at)
    for person in (seeker.person, scene.ben):
        matching.answer_proposal(
            answer_id=answer_of(proposal, person).pk, yes=True, way="link", by=None, now=at
        )


def introduced_after(scene: Scene, *days: int, since: datetime | None = None) -> list[Enrolment]:
    """For each number somebody who waited so many days and was introduced then."""
    began = since or earlier(days=300)
    seekers = []
    for number in days:
        seeker = seeker_since(scene, began, f"Dee {number}")
        introduce(scene, seeker, began + (later(days=number) - later()))
        seekers.append(seeker)
    return seekers


def history(**settings: object) -> Scene:
    """Ana waits since now; sixteen others began before and were introduced after one to sixteen weeks."""
    scene = make_scene(capacity=50, **settings)
    introduced_after(scene, *(7 * weeks for weeks in range(1, 17)))
    return scene


def sweep(now: datetime) -> None:
    """One turn of the sweep, also when there was one in the same minutes."""
    JobSlot.objects.filter(job="waitlist.sweep").delete()
    services.sweep(now=now)


def deliver(now: datetime) -> None:
    """Everything that is due goes out, as the worker would do it."""
    deliver_due(now=now)


def live(*weeks: float) -> None:
    """Sweep and deliver at each of these moments."""
    for number in weeks:
        sweep(later(weeks=number))
        deliver(later(weeks=number))


def signs(enrolment: Enrolment) -> list[Sign]:
    return list(Sign.objects.filter(enrolment=enrolment).order_by("sent_at"))


def sign_mails(enrolment: Enrolment) -> list[Message]:
    return list(Message.objects.filter(kind=SIGN, person=enrolment.person).order_by("pk"))


def waiting_scene(**settings: object) -> Scene:
    """Ana and Ben wait; what registering told people is long over."""
    scene = make_scene(**settings)
    Message.objects.all().delete()
    return scene


def sign_at(state: SignState, scene: Scene | None = None) -> tuple[Scene, Sign]:
    """A sign of life to Ana that walked to `state`."""
    scene = scene or waiting_scene()
    sweep(later(weeks=4))
    sign = signs(scene.seeker)[0]
    if state == SignState.CLOSED:  # the worker comes when it is too late
        Message.objects.filter(person=scene.ana).update(expires_at=later(weeks=4))
    deliver(later(weeks=4))
    if state == SignState.RENEWED:
        answer(scene, sign, "yes")
    elif state == SignState.ENDED:
        answer(scene, sign, "pause")
    elif state in (SignState.MISSED, SignState.CLOSED):
        sweep(later(weeks=8))
    return scene, Sign.objects.get(pk=sign.pk)


def answer(scene: Scene, sign: Sign, said: str, **how: object) -> Sign:
    facts: dict[str, object] = {
        "by": scene.ana.user,
        "way": "page",
        "now": later(weeks=4, days=1),
        **how,
    }
    return services.answer_sign(sign_id=sign.pk, said=said, **facts)  # type: ignore[arg-type]


def talk(scene: Scene, weeks: float) -> None:
    """Cora notes after so many weeks that she spoke to the seeker."""
    services.note_contact(enrolment_id=scene.seeker.pk, by=scene.cora, now=later(weeks=weeks))
