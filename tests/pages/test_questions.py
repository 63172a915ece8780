"""A programme's own questions on pages: set by its lead, answered while registering, later, and by the team on paper."""

import pytest
from django.urls import reverse

from organisations.models import Enrolment
from organisations.selectors import current_intake_form, list_intake_answers, questions_of
from organisations.services import answer_intake, save_questions
from tests.clock import NOW
from tests.organisations.questions import some_questions
from tests.pages.builders import fields_of, links_of, says, visitor
from tests.pages.forms import Start, newcomer

pytestmark = pytest.mark.django_db

SECRET = "Lost a child in 2021"


@pytest.fixture
def lea(db, world):
    return visitor(world.lea)


@pytest.fixture
def asked(db, world):
    return some_questions(world.programme)


def address(world, name="questions", *more):
    return reverse(f"organisations:{name}", args=[world.programme.public_id, *more])


def today(world):
    return questions_of(current_intake_form(programme_id=world.programme.pk))


def said_by(enrolment):
    return {each.question.code: each.said for each in list_intake_answers(enrolment=enrolment)}


# The lead


def test_a_question_is_added_with_all_that_belongs_to_it(world, lea, asked):
    lea.post(
        address(world, "add_question"),
        {
            "version": "1",
            "label_nl": "Hoe oud?",
            "label_fr": "Quel âge ?",
            "help_nl": "Ongeveer.",
            "kind": "several_of",
            "choices_nl": "Klein\nGroot\n",
            "choices_fr": "Petit\nGrand",
            "side": "seeker",
            "when": "q1:yes",
            "is_required": "on",
            "is_sensitive": "on",
        },
    )

    made = today(world)[-1]
    assert (made.code, made.kind, made.side, made.is_required, made.is_sensitive) == (
        *("q8", "several_of", "seeker", True, True),
    )
    assert [choice.label for choice in made.choices] == [
        {"nl": "Klein", "fr": "Petit"},
        {"nl": "Groot", "fr": "Grand"},
    ]
    assert (made.when.code, made.when.value, made.help) == ("q1", "yes", {"nl": "Ongeveer."})


def test_a_question_is_shown_as_it_is_and_changed(world, lea, asked):
    page = lea.get(address(world, "question", "q3"))
    shown = fields_of(page)

    lea.post(address(world, "question", "q3"), shown | {"label_en": "How?"})

    assert shown["choices_en"] == ["Bus\nBicycle"]
    assert today(world)[2].named("en") == "How?"
    assert [choice.code for choice in today(world)[2].choices] == ["c1", "c2"]


def test_questions_move_up_and_down(world, lea, asked):
    lea.post(address(world, "move_question", "q7", "up"), {"version": "1"})
    lea.post(address(world, "move_question", "q5", "down"), {"version": "2"})

    assert [each.code for each in today(world)] == ["q1", "q2", "q3", "q4", "q7", "q5", "q6"]


def test_a_question_is_taken_away(world, lea, asked):
    lea.post(address(world, "move_question", "q7", "remove"), {"version": "1"})

    assert [each.code for each in today(world)][-1] == "q6"


@pytest.mark.parametrize("version", ["0", "", "x", "9" * 5000, "²"])
def test_a_move_on_a_list_that_changed_meanwhile_does_nothing(world, lea, asked, version):
    answer = lea.post(address(world, "move_question", "q7", "remove"), {"version": version})

    assert (answer.status_code, len(today(world))) == (409, 7)


def test_a_question_on_which_another_depends_stays(world, lea, asked):
    answer = lea.post(address(world, "move_question", "q1", "remove"), {"version": "1"})

    assert (answer.status_code, len(today(world))) == (400, 7)


@pytest.mark.parametrize("code", ["q99", "x"])
def test_a_question_that_is_not_there_is_not_found(world, lea, asked, code):
    assert lea.get(address(world, "question", code)).status_code == 404


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(world, lea, asked):
    sent = {"version": "0", "label_nl": "Nog een?", "kind": "yes_no"}

    page = lea.post(address(world, "add_question"), sent)

    assert (page.status_code, len(today(world))) == (422, 7)
    assert says(page, "Somebody else changed this just now.")
    assert fields_of(page)["label_nl"] == ["Nog een?"]

    lea.post(address(world, "add_question"), sent | {"version": fields_of(page)["version"]})

    assert len(today(world)) == 8


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"label_nl": ""}, "Write it in at least one language."),
        ({"label_fr": "x" * 301}, "Write at most 300 characters."),
        ({"kind": "one_of", "choices_nl": "Bus"}, "Give at least 2 and at most 30 choices"),
        ({"kind": "poem"}, "Select a valid choice."),
        ({"when": "q1:perhaps"}, "Select a valid choice."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(world, lea, asked, typed, told):
    sent = {"version": "1", "label_nl": "Nog een?", "kind": "yes_no"} | typed

    page = lea.post(address(world, "add_question"), sent)

    assert (page.status_code, len(today(world))) == (422, 7)
    assert says(page, told)


def test_the_list_says_what_is_not_translated(world, lea, asked):
    assert says(lea.get(address(world)), "not translated: fr")


# Registering


@pytest.fixture
def start(db, world, asked):
    return Start(visitor(), world.programme)


def last(start, **said):
    return start.browser.post(start.address(6), {"version": "1"} | said)


def newest():
    return Enrolment.objects.latest("pk")


def test_the_programmes_own_questions_come_last(start):
    answer = start.answer_before(5).answer(5)

    assert answer.url == start.address(6)
    assert says(start.ask(6), "Children?")
    assert says(start.ask(5), "Go on")


def test_what_is_answered_is_stored_with_the_registration(start):
    start.finish()

    answer = last(start, answer_q1="yes", answer_q2="2", answer_q7=SECRET)

    assert answer.url == reverse("organisations:welcome")
    assert said_by(newest()) == {"q1": "yes", "q2": 2, "q7": SECRET}


def test_a_fault_keeps_what_was_typed_and_registers_nobody(start):
    before = Enrolment.objects.count()
    start.finish()

    page = last(start, answer_q1="yes", answer_q2="", answer_q7=SECRET)

    assert (page.status_code, Enrolment.objects.count()) == (422, before)
    assert says(page, "Please answer this question.")
    assert fields_of(page)["answer_q7"] == [SECRET]


def test_sensitive_answers_never_wait_in_the_session(start):
    start.finish()

    last(start, answer_q1="yes", answer_q7=SECRET)

    assert "Lost" not in str(dict(start.browser.session))


def test_nobody_skips_to_the_last_question(start):
    assert start.ask(6).status_code == 404
    assert start.answer_before(5).ask(6).url == start.address(5)


def test_questions_that_are_gone_meanwhile_lead_back_to_the_one_before(start, world):
    start.finish()
    save_questions(
        programme_id=world.programme.pk, questions=[], by=None, now=NOW, expected_version=1
    )

    assert last(start, answer_q1="no").url == start.address(5)


def test_without_own_questions_there_are_five(db, world):
    start = Start(visitor(), world.programme)

    answer = start.finish()

    assert answer.url == reverse("organisations:welcome")
    assert start.answer_before(5).ask(6).url == start.address(5)


@pytest.mark.parametrize("number", [0, 7, 99])
def test_there_are_no_other_questions(start, number):
    assert start.browser.get(start.address(number)).status_code == 404


def test_a_question_says_when_it_applies(start):
    start.finish()

    assert says(start.ask(6), "Only if you answered “yes” to “Children?”.")


def test_questions_are_asked_in_the_language_of_the_reader(db, world, asked):
    start = Start(visitor(language="fr"), world.programme)
    start.finish()

    assert says(start.ask(6), "Avez-vous des enfants")
    assert says(start.ask(6), "Wat moeten we weten?")  # not translated: better than nothing


# Later, by the person


@pytest.fixture
def own(world):
    return reverse("organisations:own_answers", args=[world.seeker.public_id])


def answered(world, by=None, **said):
    answer_intake(enrolment_id=world.seeker.pk, said=said, by=by or world.ana.user, now=NOW)


def test_home_leads_to_open_questions(ana, asked, own):
    assert own in links_of(ana.get(reverse("organisations:home")))


def test_without_questions_there_is_nothing_to_answer(ana, own):
    assert own not in links_of(ana.get(reverse("organisations:home")))
    assert ana.get(own).status_code == 404


def test_what_was_answered_stands_in_the_form_but_not_what_is_sensitive(ana, world, asked, own):
    answered(world, q1="yes", q2=3, q3="c2", q7=SECRET)

    page = ana.get(own)

    assert fields_of(page)["answer_q2"] == ["3"]
    assert not says(page, SECRET)
    assert says(page, "You answered already; it is not shown here.")


def test_a_sensitive_answer_stays_when_nothing_else_is_said(ana, world, asked, own):
    answered(world, q1="no", q7=SECRET)

    ana.post(own, fields_of(ana.get(own)) | {"answer_q1": "yes", "answer_q2": "1"})

    assert said_by(world.seeker) == {"q1": "yes", "q2": 1, "q7": SECRET}


def test_answers_that_the_team_changed_meanwhile_are_not_overwritten(ana, world, asked, own):
    sent = fields_of(ana.get(own)) | {"answer_q1": "no"}
    answered(world, by=world.cora, q1="yes", q2=2)

    page = ana.post(own, sent)

    assert (page.status_code, said_by(world.seeker)) == (422, {"q1": "yes", "q2": 2})
    assert says(page, "Somebody else changed this just now.")

    ana.post(own, sent | {name: fields_of(page)[name] for name in ("version", "seen")})

    assert said_by(world.seeker) == {"q1": "no"}


# The team


def test_the_file_shows_answers_also_those_that_are_sensitive(cora, world, asked):
    answered(world, q1="yes", q2=3, q7=SECRET)

    page = cora.get(reverse("organisations:person", args=[world.seeker.public_id]))

    assert says(page, "Children? yes")
    assert says(page, SECRET)
    assert says(page, "What should we know? sensitive")


def test_the_file_shows_an_old_answer_with_the_question_as_it_was(cora, world, asked):
    answered(world, q6="2026-04-01")
    others = [each for each in asked if each.code != "q6"]
    save_questions(
        programme_id=world.programme.pk, questions=others, by=None, now=NOW, expected_version=1
    )

    page = cora.get(reverse("organisations:person", args=[world.seeker.public_id]))

    assert says(page, "From when? asked so before")


def test_the_team_fills_in_what_came_on_paper(cora, world, asked):
    paper = reverse("organisations:answers", args=[world.emma.public_id])

    cora.post(paper, fields_of(cora.get(paper)) | {"answer_q1": "no", "answer_q7": "Deaf"})

    assert said_by(world.emma) == {"q1": "no", "q7": "Deaf"}
    assert fields_of(cora.get(paper))["answer_q7"] == ["Deaf"]


def test_who_is_typed_in_is_asked_next(cora, world, asked):
    answer = cora.post(
        reverse("organisations:add_person"),
        newcomer(world.programme, name_to_use="Gus", phone="0470 65 43 99"),
    )

    assert answer.url == reverse("organisations:answers", args=[newest().public_id])


def test_a_buddy_reads_no_answers(world, asked):
    answered(world, q1="yes", q2=3, q7=SECRET)
    ben = visitor(world.ben.user)

    shown = ben.get(reverse("matching:own_proposal", args=[world.offered.public_id]))

    assert not says(shown, SECRET)
    assert not says(shown, "Children?")


def test_the_file_costs_few_queries_with_answers(cora, world, asked, django_assert_max_num_queries):
    answered(world, q1="yes", q2=3, q3="c1", q4="9", q5=["c1"], q6="2026-04-01", q7=SECRET)
    file = reverse("organisations:person", args=[world.seeker.public_id])
    cora.get(file)

    with django_assert_max_num_queries(40):
        cora.get(file)
