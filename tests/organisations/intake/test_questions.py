"""A programme's own questions: what may be asked, and by whom."""

import pytest

from core.errors import ChangedMeanwhile, InvalidInput, NotAllowed
from core.models import Event
from organisations.errors import (
    ChoicesMissing,
    ConditionImpossible,
    QuestionTextMissing,
    QuestionTextTooLong,
    TooManyQuestions,
)
from organisations.intake import Question, When
from organisations.models import IntakeForm
from tests.organisations.intake.builders import FIRST, ask, choices

pytestmark = pytest.mark.django_db


def test_questions_get_codes_in_their_order(setting):
    assert [each.code for each in setting(ask("One"), ask("Two"))] == ["q1", "q2"]


def test_a_code_is_never_used_for_another_question(setting):
    one, _two = setting(ask("One"), ask("Two"))
    setting(one)

    assert [each.code for each in setting(one, ask("Three"))] == ["q1", "q3"]


def test_a_change_is_a_version_and_the_older_one_stays(programme, setting):
    (one,) = setting(ask("Old"))

    setting(Question(**{**vars(one), "label": {"nl": "New"}}))

    forms = IntakeForm.objects.filter(programme=programme).order_by("version")
    assert [(f.version, f.questions[0]["label"]["nl"]) for f in forms] == [(1, "Old"), (2, "New")]


def test_saving_what_is_already_so_makes_no_version(setting):
    one, two = setting(ask("One"), ask("Two", "one_of", choices=choices("a", "b")))

    setting(one, two)

    assert IntakeForm.objects.count() == 1


def test_no_questions_where_there_were_none_make_no_version(setting):
    assert setting() == []
    assert not IntakeForm.objects.exists()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(setting):
    setting(ask("One"))

    with pytest.raises(ChangedMeanwhile):
        setting(ask("Two"), version=0)


def test_who_changed_the_questions_is_noted_without_their_words(setting, lea):
    setting(ask("Sad?"))

    event = Event.objects.get(kind="organisations.questions_changed")
    assert (event.by, event.data) == (lea, {"version": 1})


def test_only_the_lead_sets_questions(setting, cora):
    with pytest.raises(NotAllowed):
        setting(ask("One"), by=cora)


@pytest.mark.parametrize(
    ("questions", "refusal", "field"),
    [
        ([ask("")], QuestionTextMissing, "label"),
        ([ask("x" * 301)], QuestionTextTooLong, "label"),
        ([ask("Why?", help={"fr": "x" * 301})], QuestionTextTooLong, "help"),
        ([ask(label={"de": "Warum?"})], InvalidInput, "label"),
        ([ask("Why?", "poem")], InvalidInput, "kind"),
        ([ask("Why?", side="friend")], InvalidInput, "side"),
        ([ask("Why?", "one_of", choices=choices("one"))], ChoicesMissing, "choices"),
        ([ask("Why?", "one_of", choices=choices("one", ""))], QuestionTextMissing, "choices"),
        ([ask("Why?", "several_of", choices=choices(*"x" * 31))], ChoicesMissing, "choices"),
        ([ask("Why?", code="q9")], InvalidInput, "code"),
        ([FIRST, ask("Ages?", when=When("q1", "perhaps"))], ConditionImpossible, "when"),
        ([ask("Ages?", when=When("q1", "yes")), FIRST], ConditionImpossible, "when"),
        ([ask("Text"), ask("Ages?", when=When("q1", "yes"))], ConditionImpossible, "when"),
        ([ask(str(n)) for n in range(41)], TooManyQuestions, None),
    ],
)
def test_an_impossible_question_is_refused_by_name(setting, questions, refusal, field):
    with pytest.raises(refusal) as told:
        setting(*questions)

    assert told.value.field == field
    assert not IntakeForm.objects.exists()


def test_a_condition_asks_of_people_who_are_asked_both(setting):
    volunteers = ask("Car?", "yes_no", side="volunteer")

    with pytest.raises(ConditionImpossible):
        setting(volunteers, ask("Which?", when=When("q1", "yes")))

    assert len(setting(volunteers, ask("Which?", side="volunteer", when=When("q1", "yes")))) == 2


def test_a_question_on_which_another_depends_is_not_taken_away(setting):
    _first, second = setting(FIRST, ask("Ages?", when=When("q1", "yes")))

    with pytest.raises(ConditionImpossible):
        setting(second)


def test_the_same_question_stands_once(setting):
    (one,) = setting(ask("One"))

    with pytest.raises(InvalidInput):
        setting(one, one)
