"""What one of the two reads about a proposal: what the other chose to show, and reasons that both chose to show."""

import pytest

from accounts.services import change_disclosures, change_place, change_profile
from matching.cards import card_for
from matching.models import Proposal
from matching.states import ProposalState
from tests.clock import NOW, later
from tests.matching.builders import answer_of, approve, make_scene, proposal_at, say

pytestmark = pytest.mark.django_db


def card(scene, proposal, reader=None, language="en"):
    proposal = Proposal.objects.get(pk=proposal.pk)
    return card_for(answer_of(proposal, reader or scene.ana), language)


def show(person, **choices):
    change_disclosures(person=person, choices=choices, by=person.user, now=NOW)


def test_nobody_reads_a_name_before_both_said_yes():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    say(proposal, scene.ana, yes=True)

    told = card(scene, proposal)

    assert told.name == ""
    assert "Ben" not in str(told)


def test_both_read_the_name_once_they_said_yes():
    scene, proposal = proposal_at(ProposalState.AGREED)

    assert card(scene, proposal).name == "Ben"
    assert card(scene, proposal, scene.ben).name == "Ana"


def test_a_name_that_is_never_shown_is_not_read_even_then():
    scene, proposal = proposal_at(ProposalState.AGREED)
    show(scene.ben, name="never")

    assert "Ben" not in str(card(scene, proposal))


def test_an_address_is_not_read_without_its_owners_choice():
    scene, proposal = proposal_at(ProposalState.AGREED)

    assert scene.ben.user.email not in str(card(scene, proposal))


def test_an_address_that_is_given_free_is_read_after_both_said_yes():
    scene, proposal = proposal_at(ProposalState.AGREED)
    show(scene.ben, email="introduction")

    assert scene.ben.user.email in card(scene, proposal).shown.values()


def test_an_address_that_is_given_free_is_not_read_before():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    show(scene.ben, email="introduction")

    assert scene.ben.user.email not in str(card(scene, proposal))


def test_what_somebody_shows_with_a_proposal_is_read_with_it():
    scene, proposal = proposal_at(ProposalState.OFFERED)

    assert card(scene, proposal).shown["interests"].startswith("Walking")


def test_what_somebody_never_shows_is_not_read():
    scene, proposal = proposal_at(ProposalState.AGREED)
    show(scene.ben, interests="never")

    assert "interests" not in card(scene, proposal).shown


REASONS = [
    ("interests", "like"),
    ("languages", "speak"),
    ("day_parts", "are free"),
    ("area", "same area"),
]


def reasons_with(words, scene, proposal, reader):
    return [reason for reason in card(scene, proposal, reader).reasons if words in reason]


@pytest.mark.parametrize(("part", "words"), REASONS)
def test_what_both_show_is_a_reason(part, words):
    scene, proposal = proposal_at(ProposalState.OFFERED)
    show(scene.ana, **{part: "proposal"})

    assert reasons_with(words, scene, proposal, scene.ana)
    assert reasons_with(words, scene, proposal, scene.ben)


@pytest.mark.parametrize("hider", ["ana", "ben"])
@pytest.mark.parametrize(("part", "words"), REASONS)
def test_what_one_of_them_does_not_show_is_no_reason_for_either(part, words, hider):
    scene, proposal = proposal_at(ProposalState.OFFERED)
    show(getattr(scene, hider), **{part: "introduction"})

    assert not reasons_with(words, scene, proposal, scene.ana)
    assert not reasons_with(words, scene, proposal, scene.ben)


def two_carers():
    scene = make_scene()
    for person in (scene.ana, scene.ben):
        change_profile(person_id=person.pk, by=None, now=NOW, life_phases=["carer"])
    return scene, approve(scene.draft(), scene.cora)


def test_the_same_life_is_no_reason_unless_both_chose_so():
    scene, proposal = two_carers()
    show(scene.ana, life_phases="proposal")

    assert not reasons_with("caring", scene, proposal, scene.ana)


def test_the_same_life_is_a_reason_where_both_chose_so():
    scene, proposal = two_carers()
    show(scene.ana, life_phases="proposal")
    show(scene.ben, life_phases="proposal")

    assert reasons_with("caring", scene, proposal, scene.ana)


def test_who_does_not_live_near_reads_nothing_about_where():
    scene = make_scene()
    change_place(person=scene.ben, typed="9900", by=scene.ben.user, now=NOW)
    for person in (scene.ana, scene.ben):
        change_profile(person_id=person.pk, by=None, now=NOW, travel_km=40)
    proposal = approve(scene.draft(), scene.cora)

    assert not reasons_with("area", scene, proposal, scene.ana)


@pytest.mark.parametrize(("reader", "looks_for_me"), [("ben", True), ("ana", False)])
def test_a_volunteer_reads_that_somebody_looks_for_them(reader, looks_for_me):
    scene, proposal = proposal_at(ProposalState.OFFERED)

    assert card(scene, proposal, getattr(scene, reader)).looks_for_me == looks_for_me


def test_a_card_is_open_while_its_reader_can_answer():
    scene, proposal = proposal_at(ProposalState.OFFERED)

    told = card(scene, proposal)

    assert told.is_open
    assert told.deadline_at == later(days=7)


def test_a_card_is_closed_for_who_answered():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    say(proposal, scene.ana, yes=True)

    assert not card(scene, proposal).is_open
    assert card(scene, proposal, scene.ben).is_open


@pytest.mark.parametrize("state", [ProposalState.WITHDRAWN, ProposalState.EXPIRED])
def test_a_card_is_closed_when_the_offer_is_over(state):
    scene, proposal = proposal_at(state)

    assert not card(scene, proposal).is_open


def test_a_card_never_tells_what_the_other_answered():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    before = card(scene, proposal)

    say(proposal, scene.ben, yes=True)

    assert card(scene, proposal) == before
