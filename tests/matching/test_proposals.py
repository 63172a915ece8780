"""From a draft to a pair: what each step does, and what it refuses without changing anything."""

import pytest

from accounts.services import change_languages, withdraw_consent
from core.errors import InvalidInput, NotFoundHere
from groups.errors import SeatTaken
from groups.models import Group, Seat
from groups.selectors import count_live_seats
from matching import services
from matching.errors import (
    AlreadyAnswered,
    AlreadyProposed,
    DeadlinePassed,
    KeptApart,
    NoLongerFits,
    NotAskedYet,
    OwnProposal,
    PersonNotReady,
    ProposalClosed,
)
from matching.models import Answer, Proposal
from matching.states import AnswerState, ProposalState
from notifications.models import Message
from organisations import services as organisations
from organisations.errors import NotCleared
from tests.clock import NOW, later
from tests.matching.builders import (
    TOMORROW,
    another_seeker,
    answer_of,
    approve,
    make_scene,
    proposal_at,
    propose,
    say,
)
from tests.teams import make_coordinator, make_organisation

pytestmark = pytest.mark.django_db


def rows():
    """Everything a refused step could have changed."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Proposal, Answer, Seat, Group, Message)
    ]


def refused(error, step):
    before = rows()
    with pytest.raises(error):
        step()
    assert rows() == before


def told(kind):
    return Message.objects.filter(kind=f"matching.{kind}").count()


def test_approving_asks_both():
    proposal_at(ProposalState.OFFERED)

    assert told("proposal_offered") == 2


def test_approving_keeps_a_seat_of_each():
    scene, _proposal = proposal_at(ProposalState.OFFERED)

    assert count_live_seats(enrolment_id=scene.volunteer.pk) == 1


def test_approving_twice_is_refused():
    scene, proposal = proposal_at(ProposalState.OFFERED)

    refused(ProposalClosed, lambda: approve(proposal, scene.cora))


def test_approving_in_another_organisation_is_refused():
    _scene, proposal = proposal_at(ProposalState.DRAFT)
    zoe = make_coordinator(make_organisation())

    refused(NotFoundHere, lambda: approve(proposal, zoe))


def test_a_volunteer_over_capacity_is_refused():
    scene = make_scene(capacity=1)
    first, second = scene.draft(), propose(scene, another_seeker(scene))
    approve(first, scene.cora)

    refused(SeatTaken, lambda: approve(second, scene.cora))


def test_a_volunteer_with_two_places_gets_two():
    scene = make_scene(capacity=2)
    first, second = scene.draft(), propose(scene, another_seeker(scene))

    approve(first, scene.cora)
    approve(second, scene.cora)

    assert count_live_seats(enrolment_id=scene.volunteer.pk) == 2


@pytest.mark.parametrize("who", ["seeker", "volunteer"])
def test_somebody_paused_between_draft_and_approval_is_refused(who):
    scene, proposal = proposal_at(ProposalState.DRAFT)
    organisations.pause_enrolment(enrolment_id=getattr(scene, who).pk, by=scene.cora, now=NOW)

    refused(PersonNotReady, lambda: approve(proposal, scene.cora))


def test_somebody_who_took_consent_back_is_refused():
    scene, proposal = proposal_at(ProposalState.DRAFT)
    withdraw_consent(person=scene.ana, purpose="service", by=scene.ana.user, now=NOW)

    refused(PersonNotReady, lambda: approve(proposal, scene.cora))


def test_a_volunteer_whose_file_is_not_complete_is_refused():
    scene, proposal = proposal_at(ProposalState.DRAFT)
    scene.programme.required_clearances = ["training"]
    scene.programme.save()

    refused(NotCleared, lambda: approve(proposal, scene.cora))


def test_people_kept_apart_are_refused():
    scene, proposal = proposal_at(ProposalState.DRAFT)
    services.exclude_people(
        organisation_id=scene.programme.organisation_id,
        one_id=scene.ana.pk,
        other_id=scene.ben.pk,
        by=scene.cora,
        now=NOW,
    )

    refused(KeptApart, lambda: approve(proposal, scene.cora))


def test_people_who_no_longer_fit_are_refused():
    scene, proposal = proposal_at(ProposalState.DRAFT)
    change_languages(person_id=scene.ana.pk, levels={"fr": 3}, by=None, now=NOW)

    refused(NoLongerFits, lambda: approve(proposal, scene.cora))


def test_nobody_approves_their_own_proposal():
    scene, proposal = proposal_at(ProposalState.DRAFT)
    organisations.give_role(
        user=scene.ben.user,
        organisation=scene.programme.organisation,
        name="coordinator",
        by=None,
        now=NOW,
    )

    refused(OwnProposal, lambda: approve(proposal, scene.ben.user))


def test_the_last_yes_forms_the_group():
    _scene, proposal = proposal_at(ProposalState.AGREED)

    assert proposal.group.seats.count() == 2


def test_both_are_introduced():
    proposal_at(ProposalState.AGREED)

    assert told("introduced") == 2


def test_one_yes_is_not_enough():
    scene, proposal = proposal_at(ProposalState.OFFERED)

    assert say(proposal, scene.ana, yes=True).state == ProposalState.OFFERED


def test_a_no_frees_the_seats():
    scene, _proposal = proposal_at(ProposalState.DECLINED)

    assert count_live_seats(enrolment_id=scene.volunteer.pk) == 0


def test_the_other_is_told_in_neutral_words():
    proposal_at(ProposalState.DECLINED)

    assert told("proposal_closed") == 1


def test_answering_after_a_no_is_refused():
    scene, proposal = proposal_at(ProposalState.DECLINED)

    refused(ProposalClosed, lambda: say(proposal, scene.ben, yes=True))


def test_answering_twice_is_refused():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    say(proposal, scene.ana, yes=True)

    refused(AlreadyAnswered, lambda: say(proposal, scene.ana, yes=False))


def test_answering_after_the_deadline_is_refused():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    answer = answer_of(proposal, scene.ana)

    refused(
        DeadlinePassed,
        lambda: services.answer_proposal(
            answer_id=answer.pk, yes=True, way="page", by=scene.ana.user, now=later(days=7)
        ),
    )


def test_answering_for_somebody_else_is_refused():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    answer = answer_of(proposal, scene.ana)

    refused(
        NotFoundHere,
        lambda: services.answer_proposal(
            answer_id=answer.pk, yes=True, way="page", by=scene.ben.user, now=NOW
        ),
    )


def test_a_coordinator_notes_an_answer_given_by_phone():
    scene, proposal = proposal_at(ProposalState.OFFERED)

    services.answer_proposal(
        answer_id=answer_of(proposal, scene.ana).pk,
        yes=True,
        way="coordinator",
        by=scene.cora,
        now=NOW,
    )

    assert answer_of(proposal, scene.ana).state == AnswerState.YES


def test_a_yes_with_somebody_paused_is_refused():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    organisations.pause_enrolment(enrolment_id=scene.volunteer.pk, by=scene.cora, now=NOW)

    refused(PersonNotReady, lambda: say(proposal, scene.ana, yes=True))


def test_the_volunteer_is_asked_first_where_the_programme_says_so():
    scene = make_scene(asks_volunteer_first=True)
    _scene, proposal = proposal_at(ProposalState.OFFERED, scene)

    refused(NotAskedYet, lambda: say(proposal, scene.ana, yes=True))


def test_the_seeker_is_asked_after_the_volunteers_yes():
    scene = make_scene(asks_volunteer_first=True)
    _scene, proposal = proposal_at(ProposalState.OFFERED, scene)

    say(proposal, scene.ben, yes=True)

    assert answer_of(proposal, scene.ana).state == AnswerState.ASKED


def test_an_offer_without_answer_expires_and_frees_its_seats():
    scene, proposal = proposal_at(ProposalState.EXPIRED)

    assert (proposal.state, count_live_seats(enrolment_id=scene.seeker.pk)) == ("expired", 0)


def test_one_reminder_is_sent():
    proposal_at(ProposalState.OFFERED)

    services.remind_and_expire(now=later(days=3))
    services.remind_and_expire(now=later(days=4))

    assert told("proposal_reminder") == 2


def test_an_offer_to_somebody_who_left_is_taken_back():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    organisations.leave_programme(enrolment_id=scene.seeker.pk, by=scene.ana.user, now=NOW)

    services.remind_and_expire(now=later(hours=1))

    proposal = Proposal.objects.get(pk=proposal.pk)
    assert proposal.state == ProposalState.WITHDRAWN


def test_a_draft_on_hold_survives_a_new_search():
    scene, proposal = proposal_at(ProposalState.DRAFT)
    services.hold_proposal(proposal_id=proposal.pk, until=TOMORROW, by=scene.cora, now=NOW)

    proposal_run = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )
    services.execute_run(run_id=proposal_run.pk, now=NOW)

    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.DRAFT


def test_a_hold_until_yesterday_is_refused():
    scene, proposal = proposal_at(ProposalState.DRAFT)

    refused(
        InvalidInput,
        lambda: services.hold_proposal(
            proposal_id=proposal.pk, until=TOMORROW.replace(day=1), by=scene.cora, now=NOW
        ),
    )


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_rejection_needs_a_known_reason(reason):
    scene, proposal = proposal_at(ProposalState.DRAFT)

    refused(
        InvalidInput,
        lambda: services.reject_proposal(
            proposal_id=proposal.pk, reason=reason, by=scene.cora, now=NOW
        ),
    )


def test_a_pair_that_said_no_is_not_proposed_again():
    scene, _proposal = proposal_at(ProposalState.DECLINED)

    refused(NoLongerFits, scene.draft)


def test_the_same_draft_twice_is_refused():
    scene, _proposal = proposal_at(ProposalState.DRAFT)

    refused(AlreadyProposed, scene.draft)


def test_a_question_reaches_the_team():
    scene, proposal = proposal_at(ProposalState.OFFERED)

    services.ask_question(
        answer_id=answer_of(proposal, scene.ana).pk,
        text="Is there a lift?",
        by=scene.ana.user,
        way="page",
        now=NOW,
    )

    assert told("team_question") == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_an_empty_or_endless_question_is_refused(text):
    scene, proposal = proposal_at(ProposalState.OFFERED)
    answer = answer_of(proposal, scene.ana)

    refused(
        InvalidInput,
        lambda: services.ask_question(
            answer_id=answer.pk, text=text, by=scene.ana.user, way="page", now=NOW
        ),
    )


MOVES = {
    "approve": lambda scene, p: approve(p, scene.cora),
    "hold": lambda scene, p: services.hold_proposal(
        proposal_id=p.pk, until=TOMORROW, by=scene.cora, now=NOW
    ),
    "reject": lambda scene, p: services.reject_proposal(
        proposal_id=p.pk, reason="other", by=scene.cora, now=NOW
    ),
    "withdraw": lambda scene, p: services.withdraw_proposal(
        proposal_id=p.pk, by=scene.cora, now=NOW
    ),
}
ALLOWED = {
    ("approve", ProposalState.DRAFT),
    ("hold", ProposalState.DRAFT),
    ("reject", ProposalState.DRAFT),
    ("withdraw", ProposalState.OFFERED),
}


@pytest.mark.parametrize("state", ProposalState)
@pytest.mark.parametrize("move", MOVES)
def test_a_proposal_moves_only_where_its_life_cycle_goes(state, move):
    scene, proposal = proposal_at(state)

    if (move, state) in ALLOWED:
        MOVES[move](scene, proposal)
    else:
        refused(ProposalClosed, lambda: MOVES[move](scene, proposal))
