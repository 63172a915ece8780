"""Links in mails: good for one answer, dead when changed, unknown or old."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import signing
from django.urls import resolve

from matching import services
from matching.errors import DeadlinePassed, LinkInvalid
from matching.links import answer_link, read_answer_token
from matching.models import Answer
from matching.states import AnswerState, ProposalState
from tests.clock import NOW, later
from tests.matching.builders import answer_of, proposal_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    return answer_of(proposal, scene.ana)


def token_of(answer):
    path = answer_link(answer).removeprefix(settings.SITE_URL)
    return resolve(path).kwargs["token"]


def test_a_link_leads_to_its_answer(answer):
    assert read_answer_token(token_of(answer)) == answer


def test_a_link_answers_without_a_login(answer):
    found = read_answer_token(token_of(answer))

    services.answer_proposal(answer_id=found.pk, yes=True, way="link", by=None, now=NOW)

    said = Answer.objects.get(pk=answer.pk)
    assert (said.state, said.way, said.recorded_by) == (AnswerState.YES, "link", None)


@pytest.mark.parametrize("at", [0, 5, -1])
def test_a_changed_link_is_refused(answer, at):
    letters = list(token_of(answer))
    letters[at] = "A" if letters[at] != "A" else "B"

    with pytest.raises(LinkInvalid):
        read_answer_token("".join(letters))


@pytest.mark.parametrize("token", ["", "x", "1:2:3", "é", "x" * 5000])
def test_what_was_never_a_link_is_refused(token):
    with pytest.raises(LinkInvalid):
        read_answer_token(token)


def test_a_token_signed_for_something_else_is_refused(answer):
    with pytest.raises(LinkInvalid):
        read_answer_token(signing.dumps(answer.pk, salt="accounts.something"))


def test_a_link_of_an_answer_that_is_gone_is_refused(answer):
    token = token_of(answer)
    answer.delete()

    with pytest.raises(LinkInvalid):
        read_answer_token(token)


def test_a_link_lives_as_long_as_a_programme_may_wait(answer):
    with time_machine.travel(NOW, tick=False):
        token = token_of(answer)

    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        assert read_answer_token(token) == answer


def test_a_link_is_dead_after_sixty_days(answer):
    with time_machine.travel(NOW, tick=False):
        token = token_of(answer)

    with (
        time_machine.travel(NOW + timedelta(days=60, seconds=1), tick=False),
        pytest.raises(LinkInvalid),
    ):
        read_answer_token(token)


def test_a_living_link_answers_nothing_after_the_deadline(answer):
    found = read_answer_token(token_of(answer))

    with pytest.raises(DeadlinePassed):
        services.answer_proposal(
            answer_id=found.pk, yes=True, way="link", by=None, now=later(days=7)
        )


def test_each_person_has_another_link(answer):
    other = answer.proposal.answers.exclude(pk=answer.pk).get()

    assert answer_link(answer) != answer_link(other)
