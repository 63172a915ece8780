"""What became of the drafts of the demo's earlier searches."""

from datetime import timedelta
from itertools import islice

from config.demo.stage import Stage, agree, offer, say
from groups.models import Group
from groups.services import close_group
from matching import services as matching
from matching.models import Answer, Proposal
from matching.models.proposals import AnswerWay, RejectReason

_QUESTIONS = {
    "nl": "Kunnen we elkaar eerst in de bibliotheek zien?",
    "fr": "Pouvons-nous nous voir d’abord à la bibliothèque ?",
    "en": "Could we meet in the library first?",
}


def deal_with_old_drafts(stage: Stage, drafts: list[Proposal], *, pairs: int) -> None:
    """Most became pairs, one of which has ended; one was declined, one nobody answered, one was not offered."""
    left = iter(drafts)
    agreed = list(islice(left, pairs))
    for number, proposal in enumerate(agreed):
        agree(stage, proposal, stage.on(44 - 24 * number // pairs, 9))
    for proposal in islice(left, 1):
        offer(stage, proposal, stage.on(40, 9))
        say(stage, proposal, proposal.volunteer_id, stage.on(38, 17), yes=False)
    for proposal in islice(left, 1):
        offer(stage, proposal, stage.on(39, 10))
        matching.remind_and_expire(now=stage.on(38 - stage.programme.answer_days, 10))
    for proposal in islice(left, 1):
        matching.reject_proposal(
            proposal_id=proposal.pk,
            reason=RejectReason.KNOWN_HISTORY,
            by=stage.team,
            now=stage.on(40, 11),
        )
    for proposal in agreed[1:2]:
        group = Group.objects.get(proposal=proposal)
        close_group(group_id=group.pk, by=stage.team, now=stage.on(9, 14))


def deal_with_new_drafts(stage: Stage, drafts: list[Proposal], *, offers: int) -> None:
    """Some wait for answers: of one the volunteer said yes, on one there is a question; one draft is on hold.

    At least half are left for the next search."""
    left = iter(drafts[: len(drafts) // 2 + 1])
    offered = [
        offer(stage, proposal, stage.on(2, 9) + timedelta(minutes=7 * number))
        for number, proposal in enumerate(islice(left, offers))
    ]
    for proposal in offered[:1]:
        say(stage, proposal, proposal.volunteer_id, stage.on(1, 17), yes=True)
    for proposal in offered[1:2]:
        _ask(stage, proposal)
    for proposal in islice(left, 1):
        matching.hold_proposal(
            proposal_id=proposal.pk,
            until=(stage.now + timedelta(days=10)).date(),
            by=stage.team,
            now=stage.on(1, 10),
        )


def _ask(stage: Stage, proposal: Proposal) -> None:
    answer = Answer.objects.select_related("enrolment__person").get(
        proposal=proposal, enrolment=proposal.volunteer_id
    )
    matching.ask_question(
        answer_id=answer.pk,
        text=_QUESTIONS[answer.enrolment.person.language],
        by=None,
        way=AnswerWay.LINK,
        now=stage.ago(hours=3),
    )
