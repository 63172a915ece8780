"""Who answers, what is refused, and that old answers stay as they were."""

import pytest
from django.db import IntegrityError, connection

from core.errors import ChangedMeanwhile, InvalidInput, NotFoundHere
from organisations import services
from organisations.errors import AnswerMissing
from organisations.intake import Question, When, in_words
from organisations.models import Enrolment
from organisations.selectors import list_intake_answers, open_questions
from tests.clock import NOW
from tests.organisations.intake.builders import FIRST, answer, ask, choices, said_by
from tests.people import make_person
from tests.teams import make_coordinator, make_organisation, make_programme, make_user

pytestmark = pytest.mark.django_db


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
