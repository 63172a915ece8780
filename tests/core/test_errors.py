"""Refusals: each has a stable code, words for people and a status."""

import re

import pytest
from django.db import IntegrityError
from django.template.loader import get_template
from django.utils import translation

from core.errors import (
    ChangedMeanwhile,
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFoundHere,
    refusing,
)


class Late(InvalidInput):
    code = "late"
    message = "The %(what)s left at %(time)s, 100 %% sure."


class Full(InvalidInput):
    code = "full"
    message = "The train is 100 % full."


def all_refusals(parent: type[DomainError] = DomainError) -> list[type[DomainError]]:
    found = [parent]
    for child in parent.__subclasses__():
        if not child.__module__.startswith("tests."):
            found += all_refusals(child)
    return found


refusals = pytest.mark.parametrize("refusal", all_refusals(), ids=lambda each: each.__name__)


def test_a_code_means_one_thing():
    codes = [refusal.code for refusal in all_refusals()]

    assert sorted(codes) == sorted(set(codes))


@refusals
def test_a_refusal_has_words_and_a_status_of_a_refusal(refusal):
    assert (bool(str(refusal.message)), refusal.status in (400, 403, 404, 409, 410, 413, 429)) == (
        True,
        True,
    )


def facts_of(message: object, language: str) -> list[str]:
    with translation.override(language):
        return sorted(re.findall(r"%\(\w+\)s", str(message)))


@refusals
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_refusal_says_the_same_facts_in_every_language(refusal, language):
    assert facts_of(refusal.message, language) == facts_of(refusal.message, "en")


def test_the_words_hold_the_facts():
    assert str(Late(what="train", time="9:00")) == "The train left at 9:00, 100 % sure."


def test_words_without_facts_are_taken_as_they_are():
    assert str(Full()) == "The train is 100 % full."


@pytest.mark.parametrize(
    ("refusal", "field"), [(InvalidInput(field="place"), "place"), (InvalidInput(), None)]
)
def test_a_refusal_names_the_field_it_is_about(refusal, field):
    assert refusal.field == field


def test_the_field_of_one_refusal_is_not_the_field_of_the_next():
    InvalidInput(field="place")

    assert InvalidInput().field is None


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (DomainError, 409),
        (NotFoundHere, 404),
        (NotAllowed, 403),
        (ChangedMeanwhile, 409),
        (InvalidInput, 400),
    ],
)
def test_a_refusal_has_the_status_of_its_meaning(refusal, status):
    assert refusal.status == status


def test_the_page_of_last_resort_needs_nothing_to_be_shown():
    assert "Something went wrong" in get_template("500.html").render()


def test_what_the_database_refuses_is_told_in_our_words():
    with pytest.raises(Full) as refusal, refusing({"one_seat": Late, "never_too_many": Full}):
        raise IntegrityError('violates constraint "never_too_many"')

    assert isinstance(refusal.value.__cause__, IntegrityError)


def test_what_the_database_refuses_for_another_reason_stays_as_it_is():
    with pytest.raises(IntegrityError, match="unknown"), refusing({"never_too_many": Full}):
        raise IntegrityError("unknown")
