"""What somebody may say to each kind of question, and when a question is asked."""

from datetime import date

import pytest

from organisations.errors import AnswerMissing, AnswerTooLong, AnswerUnusable
from organisations.intake import Choice, Kind, When, in_words, judge
from tests.organisations.intake.builders import ask

LIST = (Choice("c1", {"nl": "Bus", "fr": "Bus"}), Choice("c2", {"nl": "Fiets"}))


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("short_text", "  a \n b ", "a b"),
        ("long_text", " a \r\n b ", "a\nb"),
        ("one_of", "c2", "c2"),
        ("several_of", ["c2", "c1"], ["c1", "c2"]),
        ("yes_no", "no", "no"),
        ("number", 0, 0),
        ("number", -12, -12),
        ("date", "2026-02-28", "2026-02-28"),
        ("date", date(2026, 2, 28), "2026-02-28"),
    ],
)
def test_an_answer_is_kept(kind, said, kept):
    question = ask("?", kind, code="q1", choices=LIST if Kind(kind).has_choices else ())

    assert judge([question], {"q1": said}) == ({"q1": kept}, {})


@pytest.mark.parametrize(
    ("kind", "said", "fault"),
    [
        ("short_text", "x" * 201, AnswerTooLong),
        ("short_text", 5, AnswerUnusable),
        ("long_text", "x" * 2001, AnswerTooLong),
        ("long_text", ["a"], AnswerUnusable),
        ("one_of", "c3", AnswerUnusable),
        ("one_of", ["c1"], AnswerUnusable),
        ("one_of", {"a": 1}, AnswerUnusable),
        ("several_of", "c1", AnswerUnusable),
        ("several_of", ["c1", "c3"], AnswerUnusable),
        ("yes_no", True, AnswerUnusable),
        ("number", "5", AnswerUnusable),
        ("number", True, AnswerUnusable),
        ("number", 1.5, AnswerUnusable),
        ("number", 10**9, AnswerUnusable),
        ("date", "2026-02-30", AnswerUnusable),
        ("date", 20260228, AnswerUnusable),
    ],
)
def test_an_answer_that_cannot_be_is_refused(kind, said, fault):
    question = ask("?", kind, code="q1", choices=LIST if Kind(kind).has_choices else ())

    kept, faults = judge([question], {"q1": said})

    assert (kept, {code: type(each) for code, each in faults.items()}) == ({}, {"q1": fault})


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("said", [None, "", "  ", []])
def test_nothing_said_is_no_answer_and_a_fault_only_where_it_is_needed(kind, said):
    if (said == [] and kind != "several_of") or (said == "  " and "text" not in kind):
        return
    more = {"code": "q1", "choices": LIST}

    assert judge([ask("?", kind, **more)], {"q1": said}) == ({}, {})
    _kept, faults = judge([ask("?", kind, is_required=True, **more)], {"q1": said})
    assert type(faults["q1"]) is AnswerMissing


CHAIN = [
    ask("Children?", "yes_no", code="q1"),
    ask("How many?", "number", code="q2", is_required=True, when=When("q1", "yes")),
    ask("By?", "several_of", code="q3", choices=LIST),
    ask("Which line?", code="q4", is_required=True, when=When("q3", "c1")),
]


@pytest.mark.parametrize(
    ("said", "kept", "faults"),
    [
        ({}, {}, set()),
        ({"q1": "no", "q2": 3}, {"q1": "no"}, set()),
        ({"q1": "yes"}, {"q1": "yes"}, {"q2"}),
        ({"q1": "yes", "q2": 3}, {"q1": "yes", "q2": 3}, set()),
        ({"q3": ["c1", "c2"]}, {"q3": ["c1", "c2"]}, {"q4"}),
        ({"q3": ["c2"], "q4": "9"}, {"q3": ["c2"]}, set()),
    ],
)
def test_what_is_not_asked_is_neither_needed_nor_kept(said, kept, faults):
    told, wrong = judge(CHAIN, said)

    assert (told, set(wrong)) == (kept, faults)


@pytest.mark.parametrize(
    ("kind", "said", "words"),
    [
        ("short_text", "a", "a"),
        ("one_of", "c2", "Fiets"),
        ("several_of", ["c1", "c2"], "Bus, Fiets"),
        ("number", 3, "3"),
        ("date", "2026-02-28", "28 februari 2026"),
        ("yes_no", "yes", "ja"),
    ],
)
def test_an_answer_in_words(settings, kind, said, words):
    from django.utils import translation

    choices = LIST if Kind(kind).has_choices else ()
    with translation.override("nl"):
        assert in_words(ask("?", kind, choices=choices), said, "nl") == words
