"""A programme's own questions: what may be asked, what may be said, who reads it, and that old answers stay as they were."""

import json
import logging
from datetime import date

import pytest
from django.db import IntegrityError, connection

from accounts.exports import export_of
from core.errors import ChangedMeanwhile, InvalidInput, NotAllowed, NotFoundHere
from core.models import Event
from organisations import services
from organisations.errors import (
    AnswerMissing,
    AnswerTooLong,
    AnswerUnusable,
    ChoicesMissing,
    ConditionImpossible,
    QuestionTextMissing,
    QuestionTextTooLong,
    TooManyQuestions,
)
from organisations.intake import Choice, Kind, Question, When, in_words, judge
from organisations.models import Enrolment, IntakeForm, Role
from organisations.selectors import (
    current_intake_form,
    list_intake_answers,
    open_questions,
    questions_of,
)
from organisations.states import State
from tests.clock import NOW
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation, make_programme, make_user

pytestmark = pytest.mark.django_db
SECRET = "Lost a child in 2021"


def ask(text="Why?", kind="short_text", **more):
    return Question(
        **({"code": "", "kind": kind, "label": {"nl": text}, "help": {}, "choices": ()} | more)
    )


def choices(*labels):
    return tuple(Choice("", {"nl": label}) for label in labels)


@pytest.fixture
def programme():
    return make_programme()


@pytest.fixture
def cora(programme):
    return make_coordinator(programme.organisation)


@pytest.fixture
def lea(programme):
    lea = make_user()
    services.give_role(
        user=lea, organisation=programme.organisation, name=Role.Name.LEAD, by=None, now=NOW
    )
    return lea


@pytest.fixture
def ana(programme, cora):
    return enrolment_at(State.APPLIED, make_person("Ana", user=make_user()), programme, by=cora)


@pytest.fixture
def setting(programme, lea):
    """`setting(question, …)` makes these the questions of today."""

    def save(*questions, by=lea, version=None):
        form = current_intake_form(programme_id=programme.pk)
        services.save_questions(
            programme_id=programme.pk,
            questions=questions,
            by=by,
            now=NOW,
            expected_version=(form.version if form else 0) if version is None else version,
        )
        return questions_of(current_intake_form(programme_id=programme.pk))

    return save


def answer(enrolment, by=None, **said):
    services.answer_intake(
        enrolment_id=enrolment.pk, said=said, by=by or enrolment.person.user, now=NOW
    )


def said_by(enrolment):
    return {each.question.code: each.said for each in list_intake_answers(enrolment=enrolment)}


# Setting questions


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


FIRST = ask("Children?", "yes_no")


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


# Answering

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


def test_a_person_and_the_team_answer(setting, ana, cora):
    setting(ask("One"), ask("Two"))

    answer(ana, q1="a")
    answer(ana, by=cora, q1="b", q2="c")

    assert said_by(ana) == {"q1": "b", "q2": "c"}


def test_a_question_that_is_left_out_loses_its_answer(setting, ana):
    setting(ask("One"), ask("Two"))
    answer(ana, q1="a", q2="b")

    answer(ana, q2="b")

    assert said_by(ana) == {"q2": "b"}


@pytest.mark.parametrize("who", ["another person", "a coordinator of another organisation"])
def test_others_answer_nothing(setting, ana, who):
    setting(ask("One"))
    if who == "another person":
        other = make_person("Zoe", user=make_user()).user
    else:
        other = make_coordinator(make_organisation())

    with pytest.raises(NotFoundHere):
        answer(ana, by=other, q1="a")


def test_a_refusal_stores_nothing(setting, ana):
    setting(ask("One"), ask("Two", is_required=True))
    before = Enrolment.objects.get(pk=ana.pk).version

    with pytest.raises(AnswerMissing) as refusal:
        answer(ana, q1="a")

    assert refusal.value.field == "q2"
    assert (said_by(ana), Enrolment.objects.get(pk=ana.pk).version) == ({}, before)


def test_where_nothing_is_asked_nothing_is_stored(ana):
    answer(ana)

    assert said_by(ana) == {}


@pytest.mark.parametrize("said", [{"q9": "a"}, {"q2": "a"}])
def test_an_answer_to_what_is_not_asked_is_refused(setting, ana, said):
    setting(ask("One"), ask("Two", side="volunteer"))

    with pytest.raises(InvalidInput):
        answer(ana, **said)


def test_answers_to_other_questions_than_were_read_are_refused(setting, ana):
    (one,) = setting(ask("Do you smoke?", "yes_no"))
    setting(Question(**{**vars(one), "label": {"nl": "May one smoke?"}}))

    with pytest.raises(ChangedMeanwhile):
        services.answer_intake(
            enrolment_id=ana.pk, said={"q1": "yes"}, by=ana.person.user, now=NOW, expected_version=1
        )


def test_two_who_answer_at_once_do_not_overwrite_each_other(setting, ana, cora):
    setting(ask("One"))
    seen = Enrolment.objects.get(pk=ana.pk).version
    answer(ana, q1="a")

    with pytest.raises(ChangedMeanwhile):
        services.answer_intake(
            enrolment_id=ana.pk, said={"q1": "b"}, by=cora, now=NOW, expected_enrolment=seen
        )


def test_an_old_answer_stays_readable_with_the_question_as_it_was(setting, ana):
    (one,) = setting(ask("Old words", "one_of", choices=choices("Bus", "Fiets")))
    answer(ana, q1="c2")

    setting(Question(**{**vars(one), "kind": "number", "label": {"nl": "New"}, "choices": ()}))

    (told,) = list_intake_answers(enrolment=ana)
    assert (told.question.named("nl"), in_words(told.question, told.said, "nl")) == (
        "Old words",
        "Fiets",
    )
    assert (told.version, told.is_old) == (1, True)


def test_an_answer_to_a_question_that_is_gone_stays(setting, ana):
    one, two = setting(ask("One"), ask("Two"))
    answer(ana, q1="a", q2="b")
    setting(two)

    answer(ana, q2="c")

    told = {
        each.question.code: (each.said, each.is_old) for each in list_intake_answers(enrolment=ana)
    }
    assert told == {"q2": ("c", False), "q1": ("a", True)}
    assert one.code == "q1"


def test_an_answer_to_a_question_that_is_as_it_was_is_not_old(setting, ana):
    (one,) = setting(ask("One"))
    answer(ana, q1="a")
    setting(one, ask("Two"))

    assert [each.is_old for each in list_intake_answers(enrolment=ana)] == [False]


# Privacy


def test_answers_are_sealed_in_the_database(setting, ana):
    setting(ask("Why?", is_sensitive=True))
    answer(ana, q1=SECRET)

    with connection.cursor() as cursor:
        cursor.execute("SELECT said::text FROM organisations_intakeanswer")
        stored = cursor.fetchone()[0]

    assert "Lost" not in stored


def test_answers_are_in_no_log_and_no_event(setting, ana, caplog):
    caplog.set_level(logging.DEBUG)
    setting(ask("Why?", is_sensitive=True))

    answer(ana, q1=SECRET)

    events = json.dumps(list(Event.objects.values_list("kind", "data")), default=str)
    assert "Lost" not in events + caplog.text
    assert Event.objects.get(kind="organisations.intake_answered").data == {
        "version": 1,
        "answered": 1,
    }


def test_somebody_finds_their_own_answers_in_their_own_data(setting, ana):
    setting(ask("Why?", is_sensitive=True))
    answer(ana, q1=SECRET)
    other = make_person("Ben")

    assert [each["answer"] for each in export_of(ana.person)["questions"]] == [SECRET]
    assert export_of(other)["questions"] == []


def test_the_engine_reads_no_answers(setting, ana):
    from matching import queries

    texts = [
        value
        for name, value in vars(queries).items()
        if isinstance(value, str) and not name.startswith("__")
    ]

    assert not any("intake" in text for text in texts)


# Who still has something to answer


def test_who_has_an_open_question(setting, ana):
    setting(FIRST, ask("Ages?", when=When("q1", "yes")), ask("Car?", side="volunteer"))
    nothing_said = open_questions(enrolments=[ana])
    answer(ana, q1="yes")
    half = open_questions(enrolments=[ana])

    answer(ana, q1="no")

    assert (nothing_said, half, open_questions(enrolments=[ana])) == ({ana.pk}, {ana.pk}, set())


def test_without_questions_nothing_is_open(ana):
    assert open_questions(enrolments=[ana]) == set()


def test_a_newcomer_answers_while_registering(programme, setting):
    setting(ask("Why?", is_required=True))
    newcomer = {
        "programme_id": programme.pk,
        "side": "seeker",
        "place": "9000",
        "name_to_use": "Dee",
        "email": "dee@example.org",
        "by": None,
        "now": NOW,
    }

    with pytest.raises(AnswerMissing):
        services.register_newcomer(answers={}, **newcomer)

    dee = services.register_newcomer(answers={"q1": "Alone"}, **newcomer)
    assert said_by(dee) == {"q1": "Alone"}


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (
            "UPDATE organisations_intakeanswer SET programme_id = %(other)s",
            "answer_of_an_enrolment_of_its_programme",
        ),
        (
            "UPDATE organisations_intakeform SET programme_id = %(other)s",
            "answer_to_a_form_of_its_programme",
        ),
        (
            "INSERT INTO organisations_intakeanswer (enrolment_id, programme_id, form_id, code, said,"
            " at) SELECT enrolment_id, programme_id, form_id, code, said, at"
            " FROM organisations_intakeanswer",
            "one_answer_per_question",
        ),
        (
            "INSERT INTO organisations_intakeform (programme_id, version, questions, created_at)"
            " SELECT programme_id, version, questions, created_at FROM organisations_intakeform",
            "one_intake_form_per_version",
        ),
    ],
)
def test_the_database_refuses(setting, ana, statement, constraint):
    setting(ask("One"))
    answer(ana, q1="a")

    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement, {"other": make_programme().pk})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert refusal.value.__cause__.diag.constraint_name == constraint
