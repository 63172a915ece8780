"""Proposals for tests, reached by walking the services."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Person, User
from matching import services
from matching.models import Answer, Proposal
from matching.states import ProposalState
from organisations.models import Enrolment, Programme
from organisations.models.enrolments import Side
from organisations.services import record_clearance
from organisations.states import State
from tests.clock import NOW, later
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme, make_user


@dataclass
class Scene:
    """A programme with Cora, a volunteer (Ben) and a seeker (Ana) who fit each other."""

    programme: Programme
    cora: User
    ana: Person
    ben: Person
    seeker: Enrolment
    volunteer: Enrolment

    def draft(self) -> Proposal:
        return services.propose_pair(
            volunteer_id=self.volunteer.pk, seeker_id=self.seeker.pk, by=self.cora, now=NOW
        )


def make_scene(*, capacity: int = 1, **settings: object) -> Scene:
    programme = make_programme(**settings)
    cora = make_coordinator(programme.organisation)
    ana = make_person("Ana", user=make_user())
    ben = make_person("Ben", user=make_user())
    return Scene(
        programme=programme,
        cora=cora,
        ana=ana,
        ben=ben,
        seeker=enrolment_at(State.ACTIVE, ana, programme, by=cora),
        volunteer=enrolment_at(
            State.ACTIVE, ben, programme, side=Side.VOLUNTEER, by=cora, capacity=capacity
        ),
    )


def another_seeker(scene: Scene, name: str = "Cem") -> Enrolment:
    return enrolment_at(
        State.ACTIVE, make_person(name, user=make_user()), scene.programme, by=scene.cora
    )


def propose(scene: Scene, seeker: Enrolment) -> Proposal:
    return services.propose_pair(
        volunteer_id=scene.volunteer.pk, seeker_id=seeker.pk, by=scene.cora, now=NOW
    )


def approve(proposal: Proposal, by: User) -> Proposal:
    return services.approve_proposal(proposal_id=proposal.pk, by=by, now=NOW)


def answer_of(proposal: Proposal, person: Person) -> Answer:
    return Answer.objects.get(proposal=proposal, enrolment__person=person)


def say(proposal: Proposal, person: Person, *, yes: bool) -> Proposal:
    return services.answer_proposal(
        answer_id=answer_of(proposal, person).pk, yes=yes, way="page", by=person.user, now=NOW
    )


def proposal_at(state: ProposalState, scene: Scene | None = None) -> tuple[Scene, Proposal]:
    """A proposal that walked to `state`."""
    scene = scene or make_scene()
    proposal = scene.draft()
    if state == ProposalState.REJECTED:
        services.reject_proposal(proposal_id=proposal.pk, reason="other", by=scene.cora, now=NOW)
    elif state == ProposalState.SUPERSEDED:
        run = services.request_run(
            programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
        )
        services.execute_run(run_id=run.pk, now=NOW)
    elif state != ProposalState.DRAFT:
        approve(proposal, scene.cora)
        _after_approval(state, scene, proposal)
    return scene, Proposal.objects.get(pk=proposal.pk)


def _after_approval(state: ProposalState, scene: Scene, proposal: Proposal) -> None:
    if state == ProposalState.AGREED:
        say(proposal, scene.ana, yes=True)
        say(proposal, scene.ben, yes=True)
    elif state == ProposalState.DECLINED:
        say(proposal, scene.ana, yes=False)
    elif state == ProposalState.EXPIRED:
        services.remind_and_expire(now=later(days=8))
    elif state == ProposalState.WITHDRAWN:
        services.withdraw_proposal(proposal_id=proposal.pk, by=scene.cora, now=NOW)


TOMORROW = date(2026, 3, 3)


def train(scene: Scene, now: datetime = NOW, **more: object) -> None:
    """A coordinator notes that she saw the volunteer's proof of training."""
    record_clearance(
        enrolment_id=scene.volunteer.pk,
        kind="training",
        seen_on=date(2026, 3, 1),
        by=scene.cora,
        now=now,
        **more,  # type: ignore[arg-type]
    )
