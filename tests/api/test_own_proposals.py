"""What the two people read of a proposal, and what they say."""

import pytest

from accounts.services import change_disclosures
from groups.models import Group
from matching.models import Answer
from matching.states import ProposalState
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.matching.builders import answer_of, approve, make_scene, proposal_at, say
from tests.people import make_person
from tests.teams import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene()


def offered(scene):
    return proposal_at(ProposalState.OFFERED, scene)[1]


def test_somebody_reads_what_they_are_asked(scene):
    proposal = offered(scene)

    told = Caller(scene.ana.user).get("proposals").json()["results"]

    assert [(row["id"], row["is_open"]) for row in told] == [(str(proposal.public_id), True)]


def test_reasons_come_in_words(scene):
    proposal = offered(scene)

    told = Caller(scene.ana.user).get("proposal", proposal.public_id).json()

    assert "You both like: walking and having a coffee or tea." in told["reasons"]


def test_reasons_follow_the_language(scene):
    proposal = offered(scene)

    english, french = (
        Caller(scene.ana.user, language=language).get("proposal", proposal.public_id).json()
        for language in ("en", "fr")
    )

    assert english["shown"]["your area"] == "in the area of Gent"
    assert "Gand" in str(french["shown"])


def test_nobody_reads_a_name_before_both_said_yes(scene):
    proposal = offered(scene)
    say(proposal, scene.ben, yes=True)

    answer = Caller(scene.ana.user).get("proposal", proposal.public_id)

    assert "Ben" not in answer.content.decode()


def test_both_read_a_name_after_both_said_yes(scene):
    _scene, proposal = proposal_at(ProposalState.AGREED, scene)

    told = Caller(scene.ana.user).get("proposal", proposal.public_id).json()

    assert told["name"] == "Ben"


def test_what_one_hides_is_neither_shown_nor_a_reason(scene):
    proposal = offered(scene)
    change_disclosures(person=scene.ben, choices={"interests": "never"}, by=None, now=NOW)

    answer = Caller(scene.ana.user).get("proposal", proposal.public_id)

    assert "walking" not in answer.content.decode().lower()


def test_scores_and_inner_numbers_stay_inside(scene):
    proposal = offered(scene)

    told = Caller(scene.ana.user).get("proposal", proposal.public_id).json()

    assert not {"score", "facts", "parts", "volunteer", "seeker"} & told.keys()


def test_a_draft_is_not_told(scene):
    draft = scene.draft()

    assert refusal(Caller(scene.ana.user).get("proposal", draft.public_id)) == (404, "not_found")


def test_who_is_asked_second_finds_nothing_yet():
    scene, proposal = proposal_at(ProposalState.OFFERED, make_scene(asks_volunteer_first=True))

    assert refusal(Caller(scene.ana.user).get("proposal", proposal.public_id)) == (404, "not_found")


def test_a_yes_is_kept_with_how_it_came(scene):
    proposal = offered(scene)

    Caller(scene.ana.user).post("answer", proposal.public_id, yes=True)

    answer = answer_of(proposal, scene.ana)
    assert (answer.state, answer.way) == ("yes", "api")


def test_the_last_yes_forms_the_group(scene):
    proposal = offered(scene)
    say(proposal, scene.ben, yes=True)

    told = Caller(scene.ana.user).post("answer", proposal.public_id, yes=True).json()

    assert (told["state"], Group.objects.count()) == ("agreed", 1)


def test_a_no_ends_it(scene):
    proposal = offered(scene)

    told = Caller(scene.ana.user).post("answer", proposal.public_id, yes=False).json()

    assert (told["state"], told["my_answer"]) == ("declined", "no")


def test_answering_twice_is_refused(scene):
    proposal = offered(scene)
    caller = Caller(scene.ana.user)
    caller.post("answer", proposal.public_id, yes=True)

    assert refusal(caller.post("answer", proposal.public_id, yes=False)) == (
        409,
        "already_answered",
    )


def test_answering_what_was_taken_back_is_refused(scene):
    _scene, proposal = proposal_at(ProposalState.WITHDRAWN, scene)

    answer = Caller(scene.ana.user).post("answer", proposal.public_id, yes=True)

    assert refusal(answer) == (409, "proposal_closed")


@pytest.mark.parametrize("body", [{}, {"yes": "no"}, {"yes": 1}, {"yes": None}, {"no": True}])
def test_only_true_and_false_are_answers(scene, body):
    proposal = offered(scene)

    answer = Caller(scene.ana.user).post("answer", proposal.public_id, **body)

    assert refusal(answer) == (400, "invalid")


def test_a_question_reaches_the_team(scene):
    proposal = offered(scene)

    told = Caller(scene.ana.user).post("question", proposal.public_id, text="A dog?").json()

    assert (told["question"], answer_of(proposal, scene.ana).question) == ("A dog?", "A dog?")


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 1001])
def test_a_question_without_text_or_end_is_refused(scene, text):
    proposal = offered(scene)

    answer = Caller(scene.ana.user).post("question", proposal.public_id, text=text)

    assert refusal(answer) == (400, "question_unusable")


def test_a_question_after_the_end_is_refused(scene):
    _scene, proposal = proposal_at(ProposalState.DECLINED, scene)

    answer = Caller(scene.ana.user).post("question", proposal.public_id, text="Why?")

    assert refusal(answer) == (409, "proposal_closed")


def test_a_stranger_cannot_answer(scene):
    proposal = offered(scene)
    zoe = make_person("Zoe", user=make_user())

    answer = Caller(zoe.user).post("answer", proposal.public_id, yes=True)

    assert refusal(answer) == (404, "not_found")
    assert not Answer.objects.exclude(state="asked").exists()


def test_the_team_cannot_answer_as_the_person(scene):
    proposal = offered(scene)

    answer = Caller(scene.cora).post("answer", proposal.public_id, yes=True)

    assert refusal(answer) == (404, "not_found")


def test_somebody_without_proposals_has_an_empty_list(scene):
    approve(scene.draft(), scene.cora)

    told = Caller(make_user()).get("proposals").json()

    assert told["results"] == []
