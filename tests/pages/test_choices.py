"""A choice of cards on the pages: the team lets somebody choose, and they do, on the page or by the link."""

import pytest
from django.urls import reverse

from accounts.models import Person
from matching.choice_links import choice_link
from matching.errors import CardGone, ChoiceImpossible
from matching.models import Choice, Proposal
from matching.services import reject_proposal
from tests.clock import NOW
from tests.matching.choices import another_choice
from tests.pages.builders import everything, links_of, says, visitor, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(world):
    world.choice = another_choice(world)
    world.cards = [card.proposal for card in world.choice.cards.select_related("proposal")]
    return world


@pytest.fixture
def english(world):
    Person.objects.filter(pk=world.ana.pk).update(language="en")


def page_of(world):
    return reverse("matching:own_choice", args=[world.choice.public_id])


def link(world):
    return "/" + choice_link(world.choice).split("/", 3)[3]


def state(world):
    return Choice.objects.get(pk=world.choice.pk).state


def test_the_own_page_leads_to_the_cards(ana, world):
    page = ana.get(reverse("organisations:home"))

    assert says(page, "We found 2 people who may fit you. You can choose one.")
    assert page_of(world) in links_of(page)


def test_the_cards_say_why_and_name_nobody(ana, world):
    page = ana.get(page_of(world))

    for words in ("Card 1", "Card 2", "Why you two", "You both like", "What the other tells"):
        assert says(page, words)
    assert not says(page, "Eva")
    assert "%" not in words_of(page)


def test_one_is_chosen(ana, world):
    page = ana.post(page_of(world), {"card": str(world.cards[1].public_id)}, follow=True)

    assert says(page, "You have chosen. Now we ask the other.")
    assert Proposal.objects.get(pk=world.cards[1].pk).state == "offered"


def test_none_is_fine_too(ana, world):
    page = ana.post(page_of(world), {"card": "none"}, follow=True)

    assert says(page, "You chose none of them. That is fine.")


def test_a_question_goes_to_the_team(ana, cora, world):
    page = ana.post(page_of(world), {"question": "Is there a lift?"}, follow=True)

    assert says(page, "You asked: Is there a lift?")
    assert says(cora.get(reverse("organisations:desk")), "Is there a lift?")


def test_a_question_that_is_too_long_is_kept_and_refused(ana, world):
    page = ana.post(page_of(world), {"question": "x" * 1001})

    assert (page.status_code, "x" * 1001 in page.content.decode()) == (400, True)


@pytest.mark.parametrize("card", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_card_that_is_none_of_these_changes_nothing(ana, world, card):
    page = ana.post(page_of(world), {"card": card})

    assert (page.status_code in (400, 404), state(world)) == (True, "open")


def test_a_card_that_is_gone_is_said_and_the_other_is_still_there(ana, world):
    reject_proposal(proposal_id=world.cards[0].pk, reason="other", by=world.cora, now=NOW)

    page = ana.post(page_of(world), {"card": str(world.cards[0].public_id)})

    assert (page.status_code, says(page, CardGone())) == (409, True)
    assert says(page, "We found 1 person who may fit you.")


# By the link


def test_opening_the_link_changes_nothing(world):
    before = everything()

    page = visitor().get(link(world))

    assert (page.status_code, everything()) == (200, before)


@pytest.mark.usefixtures("english")
def test_the_link_shows_reasons_and_nothing_that_others_tell(world):
    page = visitor().get(link(world))

    assert says(page, "Why you two")
    assert not says(page, "What the other tells")


@pytest.mark.usefixtures("english")
def test_the_link_chooses(world):
    page = visitor().post(link(world), {"card": str(world.cards[0].public_id)}, follow=True)

    assert says(page, "You have chosen.")
    assert state(world) == "made"


def test_a_broken_link_says_so():
    assert visitor().get("/choose/broken/").status_code == 410


# The team


@pytest.fixture
def file(world):
    return reverse("organisations:person", args=[world.choice.seeker.public_id])


def test_the_file_shows_who_chooses_until_when(cora, file):
    page = cora.get(file)

    assert says(page, "A choice of cards")
    assert says(page, "Card 1: ")


def test_what_was_told_by_phone_is_noted(cora, world):
    cora.post(
        reverse("matching:told_choice", args=[world.choice.public_id]),
        {"card": str(world.cards[0].public_id)},
    )

    assert state(world) == "made"


def test_the_cards_are_taken_back(cora, world):
    address = reverse("matching:withdraw_choice", args=[world.choice.public_id])

    page = cora.post(address, follow=True)
    again = cora.post(address, follow=True)

    assert says(page, "They stand on the board again.")
    assert says(again, "This choice is over already.")


def test_the_team_ticks_drafts_and_lets_somebody_choose(cora, world, file):
    cora.post(reverse("matching:withdraw_choice", args=[world.choice.public_id]))
    offered = says(cora.get(file), "Let this person choose from 2 to 2 anonymous cards.")

    page = cora.post(
        reverse("matching:offer_choice", args=[world.choice.seeker.public_id]),
        {"proposal": [str(each.public_id) for each in world.cards]},
        follow=True,
    )

    assert offered
    assert says(page, "They get a mail with the cards now.")


def test_too_few_are_refused_in_words(cora, world):
    cora.post(reverse("matching:withdraw_choice", args=[world.choice.public_id]))

    page = cora.post(
        reverse("matching:offer_choice", args=[world.choice.seeker.public_id]),
        {"proposal": [str(world.cards[0].public_id)]},
        follow=True,
    )

    assert says(page, ChoiceImpossible(most=2))


def test_where_there_is_no_choice_the_file_offers_none(cora, world):
    page = cora.get(reverse("organisations:person", args=[world.cem.public_id]))

    assert not says(page, "A choice of cards")
