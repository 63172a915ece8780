"""Every code has a sentence."""

import pytest
from django.utils import translation

from organisations.imports.faults import failure_words, words_of


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_a_fault_is_told_in_words():
    assert "e-mail" in words_of({"code": "email_invalid", "params": {}})


def test_the_parameters_stand_in_the_sentence():
    assert "row 12" in words_of({"code": "looks_like_row", "params": {"row": 12, "same": []}})


def test_a_code_of_tomorrow_still_has_a_sentence():
    assert words_of({"code": "of_tomorrow"}) == words_of({"code": "of_the_day_after"})


@pytest.mark.parametrize("code", ["file_broken", "worker_lost", "fault"])
def test_a_failure_is_told_in_words(code):
    assert failure_words(code, {}) != words_of({"code": "of_tomorrow"})


def test_a_failure_names_the_line():
    assert "Line 4" in failure_words("row_unreadable", {"failure": {"line": 4}})
