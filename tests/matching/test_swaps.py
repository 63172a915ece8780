"""Another partner for one of the two of a draft: its cost is told before, and it is done in one piece or not at all."""

from itertools import product

import pytest
from django.db import transaction

from core.errors import ChangedMeanwhile, DomainError, InvalidInput, NotFoundHere
from core.models import Event
from matching import services
from matching.errors import OwnProposal, ProposalClosed
from matching.models import Proposal
from matching.services import swaps
from matching.states import ProposalState
from organisations.models import Role
from organisations.models.enrolments import Side
from organisations.services import give_role, pause_enrolment
from organisations.states import State
from tests.clock import NOW
from tests.matching.builders import TOMORROW, another_seeker, approve, make_scene, proposal_at
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """Ana and Ben are on the board; Fatou is a volunteer too and likes other things."""
    scene = make_scene()
    scene.fatou = a_volunteer(scene, "Fatou", likes=("birds",))
    scene.first = scene.draft()
    return scene


def a_volunteer(scene, name, **details):
    wishes = {"capacity": details.pop("capacity", 1)}
    person = make_person(name, **details)
    return enrolment_at(
        State.ACTIVE, person, scene.programme, side=Side.VOLUNTEER, by=scene.cora, **wishes
    )


def a_draft(scene, volunteer, seeker):
    return services.propose_pair(
        volunteer_id=volunteer.pk, seeker_id=seeker.pk, by=scene.cora, now=NOW
    )


def preview(scene, keep="seeker", proposal=None):
    proposal = Proposal.objects.select_related(
        "programme", "volunteer__person", "seeker__person"
    ).get(pk=(proposal or scene.first).pk)
    return services.preview_swap(proposal=proposal, keep=keep, by=scene.cora, now=NOW)


def option_of(scene, other, **how):
    return next(o for o in preview(scene, **how).options if o.candidate.enrolment == other)


def swap(scene, other, *, keep="seeker", seen=None, by=None, proposal=None):
    if seen is None:
        seen = option_of(scene, other, keep=keep, proposal=proposal).seen
    return services.swap_partner(
        proposal_id=(proposal or scene.first).pk,
        keep=keep,
        other_id=other.pk,
        seen=seen,
        by=by or scene.cora,
        now=NOW,
    )


def board(scene):
    return {
        (p.seeker.person.name_to_use, p.volunteer.person.name_to_use)
        for p in Proposal.objects.filter(state=ProposalState.DRAFT)
    }


def test_the_cost_is_what_the_fit_loses(scene):
    option = option_of(scene, scene.fatou)

    assert option.cost == scene.first.score - option.candidate.score > 0


def test_a_partner_with_a_free_place_takes_nobody_away(scene):
    option = option_of(scene, scene.fatou)

    assert (option.falls_away, option.left, option.back) == (None, None, None)


def test_a_swap_makes_the_new_draft_and_closes_the_old_one(scene):
    done = swap(scene, scene.fatou)

    old = Proposal.objects.get(pk=scene.first.pk)
    assert (board(scene), done.back) == ({("Ana", "Fatou")}, None)
    assert (old.state, old.reject_reason, old.closed_at) == ("superseded", "better_one", NOW)


def test_the_old_pair_may_be_proposed_again(scene):
    swap(scene, scene.fatou)

    a_draft(scene, scene.volunteer, scene.seeker)

    assert board(scene) == {("Ana", "Fatou"), ("Ana", "Ben")}


def test_who_has_no_other_place_gives_up_a_draft_and_those_who_are_left_get_one(scene):
    cem = another_seeker(scene, "Cem")
    theirs = a_draft(scene, scene.fatou, cem)
    option = option_of(scene, scene.fatou)

    done = swap(scene, scene.fatou)

    assert (option.falls_away, option.left) == (theirs, cem)
    assert board(scene) == {("Ana", "Fatou"), ("Cem", "Ben")}
    assert option.cost == scene.first.score + theirs.score - done.new.score - done.back.score


def test_those_who_are_left_and_do_not_fit_get_nothing(scene):
    cem = enrolment_at(
        State.ACTIVE,
        make_person("Cem", languages={"fr": 3}),
        scene.programme,
        by=scene.cora,
    )
    both = a_volunteer(scene, "Both", languages={"fr": 3, "nl": 3})
    theirs = a_draft(scene, both, cem)

    option = option_of(scene, both)
    done = swap(scene, both)

    assert (option.back, option.cost) == (None, scene.first.score + theirs.score - done.new.score)
    assert (done.back, board(scene)) == (None, {("Ana", "Both")})


def test_of_several_drafts_the_worst_falls_away(scene):
    two = a_volunteer(scene, "Two", capacity=2)
    good = a_draft(scene, two, another_seeker(scene, "Good"))
    other = enrolment_at(
        State.ACTIVE, make_person("Less", likes=("birds",)), scene.programme, by=scene.cora
    )
    less = a_draft(scene, two, other)
    assert good.score > less.score

    assert option_of(scene, two).falls_away == less


def test_a_draft_that_was_put_aside_holds_no_place(scene):
    theirs = a_draft(scene, scene.fatou, another_seeker(scene, "Cem"))
    services.hold_proposal(proposal_id=theirs.pk, until=TOMORROW, by=scene.cora, now=NOW)

    assert option_of(scene, scene.fatou).falls_away is None


def test_a_better_partner_brings_something(scene):
    services.hold_proposal(proposal_id=scene.first.pk, until=TOMORROW, by=scene.cora, now=NOW)
    worse = a_draft(scene, scene.fatou, another_seeker(scene, "Cem"))

    option = option_of(scene, scene.volunteer, proposal=worse)

    assert option.gain == option.candidate.score - worse.score > 0
    assert option_of(scene, scene.fatou).gain == 0


def test_the_volunteer_can_stay_and_get_another_seeker(scene):
    cem = another_seeker(scene, "Cem")

    swap(scene, cem, keep="volunteer")

    assert board(scene) == {("Cem", "Ben")}


def test_who_fits_the_freed_person_is_told(scene):
    cem = another_seeker(scene, "Cem")

    assert preview(scene).freed_fits.enrolment == cem
    a_draft(scene, scene.fatou, cem)
    assert preview(scene).freed_fits is None


def test_nobody_fits_a_freed_person_who_pauses(scene):
    pause_enrolment(enrolment_id=scene.volunteer.pk, by=scene.cora, now=NOW)

    found = preview(scene)

    assert (found.freed_fits, len(found.options)) == (None, 1)


def test_who_is_on_the_board_with_the_same_person_is_no_option(scene):
    a_draft(scene, scene.fatou, scene.seeker)

    assert preview(scene).options == []


def test_what_became_otherwise_since_it_was_read_is_not_done(scene):
    seen = option_of(scene, scene.fatou).seen
    a_draft(scene, scene.fatou, another_seeker(scene, "Cem"))

    with pytest.raises(ChangedMeanwhile):
        swap(scene, scene.fatou, seen=seen)

    assert board(scene) == {("Ana", "Ben"), ("Cem", "Fatou")}


def test_a_draft_that_nobody_locked_does_not_fall_away(scene, monkeypatch):
    """One that was put back on the board after the locks were taken."""
    a_draft(scene, scene.fatou, another_seeker(scene, "Cem"))
    seen = option_of(scene, scene.fatou).seen
    monkeypatch.setattr(swaps, "_lock", lambda first, _other: {first.pk})

    with pytest.raises(ChangedMeanwhile):
        swap(scene, scene.fatou, seen=seen)

    assert board(scene) == {("Ana", "Ben"), ("Cem", "Fatou")}


def test_who_does_not_fit_is_not_swapped_in(scene):
    deaf = a_volunteer(scene, "Dua", languages={"tr": 3})

    with pytest.raises(ChangedMeanwhile):
        swap(scene, deaf, seen="1::0")


def test_a_draft_that_was_dealt_with_is_not_swapped(scene):
    seen = option_of(scene, scene.fatou).seen
    approve(scene.first, scene.cora)

    with pytest.raises(ProposalClosed):
        swap(scene, scene.fatou, seen=seen)


@pytest.mark.parametrize("keep", ["", "both"])
def test_somebody_must_stay(scene, keep):
    with pytest.raises(InvalidInput) as refusal:
        swap(scene, scene.fatou, keep=keep, seen="")

    assert refusal.value.field == "keep"


def test_a_swap_stands_in_the_log(scene):
    option = option_of(scene, scene.fatou)

    done = swap(scene, scene.fatou)

    event = Event.objects.get(kind="matching.proposal_swapped")
    assert (event.by, event.data) == (scene.cora, {"new": done.new.pk, "cost": option.cost})


def test_a_preview_changes_nothing(scene):
    before = list(Proposal.objects.order_by("pk").values())

    preview(scene)

    assert list(Proposal.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("state", ProposalState)
def test_only_the_team_swaps_and_only_a_draft(state):
    scene, proposal = proposal_at(state, make_scene(capacity=3))
    fatou = a_volunteer(scene, "Fatou")
    users = {
        "seeker": scene.ana.user,
        "volunteer": scene.ben.user,
        "coordinator": scene.cora,
        "stranger": make_coordinator(make_organisation()),
        "nobody": None,
    }
    seen = ""
    if state == ProposalState.DRAFT:
        seen = option_of(scene, fatou, proposal=proposal).seen

    allowed = {who for who, user in users.items() if _is_allowed(proposal, fatou, seen, user)}

    assert allowed == ({"coordinator"} if state == ProposalState.DRAFT else set())


def _is_allowed(proposal, other, seen, by):
    with transaction.atomic():
        try:
            services.swap_partner(
                proposal_id=proposal.pk,
                keep="seeker",
                other_id=other.pk,
                seen=seen,
                by=by,
                now=NOW,
            )
        except DomainError:
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_a_preview_is_for_the_team_alone(scene):
    for user, keep in product((scene.ana.user, make_coordinator(make_organisation())), Side.values):
        with pytest.raises(NotFoundHere):
            services.preview_swap(proposal=scene.first, keep=keep, by=user, now=NOW)


# Proposed and asked at once


def test_a_pair_is_proposed_and_asked_in_one_piece(scene):
    dee = another_seeker(scene, "Dee")

    proposal = services.offer_pair(
        volunteer_id=scene.fatou.pk, seeker_id=dee.pk, by=scene.cora, now=NOW
    )

    assert (proposal.state, proposal.answers.count()) == ("offered", 2)


def test_when_two_cannot_be_asked_no_draft_of_them_stays(scene):
    """Dee is in the team herself: she may draft, and not ask herself."""
    dee = another_seeker(scene, "Dee")
    give_role(
        user=dee.person.user,
        organisation=scene.programme.organisation,
        name=Role.Name.COORDINATOR,
        by=None,
        now=NOW,
    )

    with pytest.raises(OwnProposal):
        services.offer_pair(
            volunteer_id=scene.fatou.pk, seeker_id=dee.pk, by=dee.person.user, now=NOW
        )

    assert not Proposal.objects.filter(seeker=dee).exists()
