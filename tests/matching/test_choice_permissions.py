"""Who speaks about a choice of cards, and when."""

from itertools import product

import pytest

from core.errors import NotFoundHere
from matching import services
from matching.errors import (
    QuestionUnusable,
)
from matching.states import ChoiceState
from notifications.models import Message
from tests.clock import NOW
from tests.matching.choices import (
    choice_at,
    some_cards,
)
from tests.matching.test_states import everybody, is_allowed
from tests.teams import make_coordinator, make_organisation

pytestmark = pytest.mark.django_db


# A question


def test_a_question_goes_to_the_team():
    cards = choice_at(ChoiceState.OPEN)

    services.ask_about_choice(
        choice_id=cards.choice.pk, text=" Is there\n a lift? ", way="link", by=None, now=NOW
    )

    assert cards.now_is().question == "Is there\na lift?"
    assert Message.objects.filter(kind="matching.choice_team", user=cards.scene.cora).exists()


@pytest.mark.parametrize("text", ["", "  ", "x" * 1001])
def test_an_empty_or_very_long_question_is_refused(text):
    cards = choice_at(ChoiceState.OPEN)

    with pytest.raises(QuestionUnusable):
        services.ask_about_choice(
            choice_id=cards.choice.pk, text=text, way="link", by=None, now=NOW
        )


# Who may, and when


MOVES = {
    "choose": lambda cards, way, by: cards.choose(way=way, by=by),
    "refuse": lambda cards, way, by: cards.refuse(way=way, by=by),
    "ask": lambda cards, way, by: services.ask_about_choice(
        choice_id=cards.choice.pk, text="Why?", way=way, by=by, now=NOW
    ),
}
MAY = {
    ("page", "seeker"),
    ("api", "seeker"),
    ("coordinator", "coordinator"),
    *(("link", who) for who in ("seeker", "volunteer", "coordinator", "stranger", "nobody")),
}


@pytest.mark.parametrize("state", ChoiceState)
def test_only_the_person_or_their_team_speaks_and_only_while_it_is_open(state):
    cards = choice_at(state)
    people = everybody(cards.scene)

    allowed = {
        (move, way, who)
        for move, way, who in product(MOVES, ("page", "api", "link", "coordinator"), people)
        if is_allowed(MOVES[move], cards, way, people[who])
    }

    assert cards.now_is().state == state
    assert allowed == (
        {(move, *pair) for move in MOVES for pair in MAY} if state == ChoiceState.OPEN else set()
    )


@pytest.mark.parametrize("state", ChoiceState)
def test_only_the_team_takes_it_back_and_only_while_it_is_open(state):
    cards = choice_at(state)
    people = everybody(cards.scene)

    allowed = {
        who
        for who in ("seeker", "volunteer", "coordinator", "stranger")
        if is_allowed(lambda w: cards.withdraw(by=people[w]), who)
    }

    assert allowed == ({"coordinator"} if state == ChoiceState.OPEN else set())


@pytest.mark.parametrize("who", ["seeker", "volunteer", "stranger", "nobody"])
def test_only_the_team_offers_a_choice(who):
    cards = some_cards()

    with pytest.raises(NotFoundHere):
        services.offer_choice(
            proposal_ids=[each.pk for each in cards.drafts],
            by=everybody(cards.scene)[who],
            now=NOW,
        )


def test_drafts_of_another_organisation_are_not_there():
    cards, zoe = some_cards(), make_coordinator(make_organisation())

    with pytest.raises(NotFoundHere):
        services.offer_choice(proposal_ids=[each.pk for each in cards.drafts], by=zoe, now=NOW)
