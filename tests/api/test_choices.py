"""A choice of cards by programs: the team offers it, who looks reads and chooses."""

import pytest

from matching.models import Proposal
from matching.states import ChoiceState
from tests.api.callers import Caller, refusal
from tests.matching.choices import choice_at, some_cards

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards():
    return choice_at(ChoiceState.OPEN)


def ana(cards):
    return Caller(cards.scene.ana.user)


def cora(cards):
    return Caller(cards.scene.cora)


def test_who_looks_reads_the_cards(cards):
    told = ana(cards).get("choice", cards.choice.public_id).json()

    assert (told["state"], told["is_open"], len(told["cards"])) == ("open", True, 3)
    assert {card["name"] for card in told["cards"]} == {""}
    assert told["cards"][0]["reasons"]
    assert "score" not in str(told)


def test_the_list_holds_what_is_over_without_cards(cards):
    cards.refuse()

    (told,) = ana(cards).get("choices").json()["results"]

    assert (told["state"], told["cards"]) == ("refused", [])


def test_one_is_chosen(cards):
    card = str(cards.drafts[2].public_id)

    told = ana(cards).post("choice_choose", cards.choice.public_id, card=card).json()

    assert told["state"] == "made"
    assert Proposal.objects.get(pk=cards.drafts[2].pk).state == "offered"


def test_none_is_fine_too(cards):
    assert ana(cards).post("choice_none", cards.choice.public_id).json()["state"] == "refused"


def test_a_question_is_asked(cards):
    told = ana(cards).post("choice_question", cards.choice.public_id, text="Why?").json()

    assert told["question"] == "Why?"


def test_what_is_over_is_refused_by_name(cards):
    cards.withdraw()

    answer = ana(cards).post("choice_none", cards.choice.public_id)

    assert refusal(answer) == (409, "choice_closed")


def test_a_card_of_somebody_else_is_not_there(cards):
    other = str(some_cards(2).drafts[0].public_id)

    answer = ana(cards).post("choice_choose", cards.choice.public_id, card=other)

    assert refusal(answer) == (404, "not_found")


def test_the_team_offers_a_choice():
    cards = some_cards()

    answer = cora(cards).post("team_choices", proposals=[str(d.public_id) for d in cards.drafts])

    told = answer.json()
    assert (answer.status_code, told["state"]) == (201, "open")
    assert [card["number"] for card in told["cards"]] == [1, 2, 3]


@pytest.mark.parametrize(("number", "code"), [(1, "choice_impossible"), (0, "choice_impossible")])
def test_too_few_are_refused_by_name(number, code):
    cards = some_cards()
    ids = [str(draft.public_id) for draft in cards.drafts[:number]]

    assert refusal(cora(cards).post("team_choices", proposals=ids)) == (400, code)


def test_the_team_notes_what_it_was_told(cards):
    card = str(cards.drafts[0].public_id)

    told = cora(cards).post("team_choice_told", cards.choice.public_id, card=card).json()

    assert [each["is_chosen"] for each in told["cards"]].count(True) == 1


def test_the_team_notes_that_it_is_none_of_them(cards):
    told = cora(cards).post("team_choice_told", cards.choice.public_id, card=None).json()

    assert told["state"] == "refused"


def test_the_team_takes_it_back(cards):
    told = cora(cards).post("team_choice_withdraw", cards.choice.public_id).json()

    assert told["state"] == "withdrawn"
    assert cora(cards).get("team_choice", cards.choice.public_id).json() == told


def test_the_list_of_the_team_costs_no_query_a_row(cards, django_assert_max_num_queries):
    caller = cora(cards)
    caller.get("catalogues")

    with django_assert_max_num_queries(7):
        assert len(caller.get("team_choices").json()["results"]) == 1
