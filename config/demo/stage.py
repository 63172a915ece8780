"""One organisation of the demo while it is built: its programme, its coordinator, and what they do with proposals."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from config.demo.logins import create_login
from config.demo.scenes import Scene
from matching import services as matching
from matching.models import Answer, MatchRun, Proposal
from matching.models.proposals import AnswerWay
from matching.models.runs import Objective
from matching.states import ProposalState, RunState
from organisations import services as organisations
from organisations.models import Enrolment, Programme, Role

FOUNDED_DAYS = 420


@dataclass(frozen=True)
class Stage:
    scene: Scene
    programme: Programme
    team: User
    now: datetime

    def ago(self, **amount: float) -> datetime:
        return self.now - timedelta(**amount)

    def on(self, days: int, hour: int) -> datetime:
        """That hour (UTC) of the day that lies `days` back."""
        return self.ago(days=days).replace(hour=hour, minute=0, second=0, microsecond=0)


def open_stage(scene: Scene, now: datetime) -> Stage:
    """The organisation, its programme and a coordinator with a login, since more than a year."""
    founded = now - timedelta(days=FOUNDED_DAYS)
    organisation = organisations.create_organisation(
        name=scene.organisation, email=scene.email, by=None, now=founded
    )
    programme = organisations.create_programme(
        organisation=organisation, name=scene.programme, by=None, now=founded, **scene.settings
    )
    team = create_login(scene.coordinator)
    organisations.give_role(
        user=team, organisation=organisation, name=Role.Name.COORDINATOR, by=None, now=founded
    )
    return Stage(scene, programme, team, now)


def search(stage: Stage, at: datetime) -> list[Proposal]:
    """Run the matching here and now; gives the drafts, best first."""
    run = matching.request_run(
        programme_id=stage.programme.pk, objective=Objective.MOST_PEOPLE, by=stage.team, now=at
    )
    matching.execute_run(run_id=run.pk, now=at)
    run = MatchRun.objects.get(pk=run.pk)
    if run.state != RunState.FINISHED:
        raise RuntimeError(f"the demo's search ended as {run.state}: {run.failure}")
    drafts = Proposal.objects.filter(run=run, state=ProposalState.DRAFT)
    return list(drafts.order_by("-score", "pk"))


def propose(stage: Stage, volunteer: Enrolment, seeker: Enrolment, at: datetime) -> Proposal:
    """Two people whom the coordinator brings together by hand, offered an hour later."""
    proposal = matching.propose_pair(
        volunteer_id=volunteer.pk, seeker_id=seeker.pk, by=stage.team, now=at
    )
    return offer(stage, proposal, at + timedelta(hours=1))


def offer(stage: Stage, proposal: Proposal, at: datetime) -> Proposal:
    return matching.approve_proposal(proposal_id=proposal.pk, by=stage.team, now=at)


def say(stage: Stage, proposal: Proposal, enrolment_id: int, at: datetime, *, yes: bool) -> None:
    """Somebody answers: on the page, by the link in the mail, or by telling the coordinator."""
    answer = Answer.objects.select_related("enrolment__person").get(
        proposal=proposal, enrolment_id=enrolment_id
    )
    person = answer.enrolment.person
    way, by = AnswerWay.LINK, None
    if person.user_id:
        way, by = AnswerWay.PAGE, person.user
    elif not person.email:
        way, by = AnswerWay.COORDINATOR, stage.team
    matching.answer_proposal(answer_id=answer.pk, yes=yes, way=way, by=by, now=at)


def agree(stage: Stage, proposal: Proposal, at: datetime) -> None:
    """Offered at `at`; the volunteer says yes a day later, the other two days after that."""
    offer(stage, proposal, at)
    say(stage, proposal, proposal.volunteer_id, at + timedelta(days=1), yes=True)
    say(stage, proposal, proposal.seeker_id, at + timedelta(days=3), yes=True)
