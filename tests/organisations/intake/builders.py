"""Questions of a programme and what somebody says to them, in one line each."""

from organisations import services
from organisations.intake import Choice, Question
from organisations.selectors import list_intake_answers
from tests.clock import NOW

SECRET = "Lost a child in 2021"


def ask(text="Why?", kind="short_text", **more):
    return Question(
        **({"code": "", "kind": kind, "label": {"nl": text}, "help": {}, "choices": ()} | more)
    )


def choices(*labels):
    return tuple(Choice("", {"nl": label}) for label in labels)


def answer(enrolment, by=None, **said):
    services.answer_intake(
        enrolment_id=enrolment.pk, said=said, by=by or enrolment.person.user, now=NOW
    )


def said_by(enrolment):
    return {each.question.code: each.said for each in list_intake_answers(enrolment=enrolment)}


FIRST = ask("Children?", "yes_no")
