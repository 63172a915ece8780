"""Each failure has one reason in words, and the list can be narrowed to it."""

import pytest

from notifications.models import Delivery
from notifications.reasons import (
    ALL,
    OUTCOMES,
    condition_of,
    outcome_in_words,
    reason_of,
    why_shut,
)
from tests.notifications.builders import delivery_at

FAILURES = {
    "5.1.1": "address",
    "5.1.10": "address",
    "5.1.8": "not_taken",
    "5.2.1": "address",
    "5.2.2": "full",
    "smtp_552": "full",
    "5.7.1": "refused",
    "smtp_554": "refused",
    "smtp_550": "not_taken",
    "bounced": "not_taken",
    "5.0.0": "not_taken",
    "http_404": "not_taken",
    "4.4.7": "too_long",
    "smtp_451": "too_long",
    "http_503": "too_long",
    "TimeoutError": "cut",
    "SMTPServerDisconnected": "cut",
    "ConnectionRefusedError": "away",
    "gaierror": "away",
    "worker_lost": "lost",
    "KeyError": "other",
    "": "other",
}


@pytest.mark.parametrize(("failure", "code"), FAILURES.items())
def test_a_failure_has_a_reason(failure, code):
    assert reason_of(failure).code == code


def test_every_reason_stands_for_some_failure():
    assert {each.code for each in ALL} == set(FAILURES.values())


@pytest.mark.django_db
@pytest.mark.parametrize("code", [each.code for each in ALL])
def test_the_list_is_narrowed_to_what_the_words_say(code):
    for failure in FAILURES:
        Delivery.objects.filter(pk=delivery_at("permanent").pk).update(failure=failure)

    found = Delivery.objects.filter(condition_of(code)).values_list("failure", flat=True)

    assert set(found) == {failure for failure, reason in FAILURES.items() if reason == code}


def test_a_reason_that_is_not_there_is_not_guessed():
    with pytest.raises(StopIteration):
        condition_of("nonsense")


@pytest.mark.usefixtures("in_english")
def test_an_outcome_that_nobody_knows_is_told_as_it_is():
    assert (outcome_in_words("sent"), outcome_in_words("odd")) == (OUTCOMES["sent"], "odd")


@pytest.mark.usefixtures("in_english")
def test_why_an_address_is_shut_is_told_in_words():
    gone = "This address does not exist, or not any more."

    told = [why_shut(why) for why in ("complaint", "5.1.1", "smtp_550")]

    assert told == ["They called our mail unwanted.", gone, gone]
