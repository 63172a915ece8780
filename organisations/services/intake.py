"""A programme's own questions are set, in versions, and people answer them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core import events
from core.errors import ChangedMeanwhile, InvalidInput
from core.text import lines, one_line
from organisations.errors import (
    ChoicesMissing,
    ConditionImpossible,
    QuestionTextMissing,
    QuestionTextTooLong,
    TooManyQuestions,
)
from organisations.intake import Kind, Question, judge
from organisations.models import Enrolment, IntakeAnswer, IntakeForm, Programme
from organisations.models.enrolments import Side
from organisations.permissions import ensure_leads, ensure_may_change_enrolment
from organisations.selectors import current_intake_form, questions_of

MOST_QUESTIONS = 40
MOST_CHOICES = 30
TEXT_LIMIT = 300
_LANGUAGES = [code for code, _name in settings.LANGUAGES]


@transaction.atomic
def save_questions(
    *,
    programme_id: int,
    questions: Sequence[Question],
    by: User | None,
    now: datetime,
    expected_version: int,
) -> IntakeForm | None:
    """The questions of a programme from now on; version 0 is "none yet". The current version when nothing differs.

    A question without a code is new and gets one that was never used here. Raises NotAllowed, ChangedMeanwhile, and InvalidInput
    by name for a question that cannot be asked.
    """
    programme = Programme.objects.select_for_update(no_key=True).get(pk=programme_id)
    ensure_leads(by, programme.organisation_id)
    current = current_intake_form(programme_id=programme.pk)
    version = current.version if current else 0
    if version != expected_version:
        raise ChangedMeanwhile
    plain = [each.plain() for each in _checked(_with_codes(programme, questions))]
    if plain == (current.questions if current else []):
        return current
    saved = IntakeForm.objects.create(
        programme=programme, version=version + 1, questions=plain, created_at=now, created_by=by
    )
    events.record(
        "organisations.questions_changed",
        subject=saved,
        by=by,
        at=now,
        organisation_id=programme.organisation_id,
        version=saved.version,
    )
    return saved


def _with_codes(programme: Programme, questions: Sequence[Question]) -> list[Question]:
    """`q1`, `q2`, …: a code that was once used is never given to another question."""
    stored = IntakeForm.objects.filter(programme=programme).values_list("questions", flat=True)
    used = {each["code"] for form in stored for each in form}
    if any(question.code not in used for question in questions if question.code):
        raise InvalidInput(field="code")
    last = max((int(code.removeprefix("q")) for code in used), default=0)
    given = []
    for question in questions:
        last += not question.code
        code = question.code or f"q{last}"
        given.append(Question(**{**vars(question), "code": code}))
    return given


def _checked(questions: list[Question]) -> list[Question]:
    if len(questions) > MOST_QUESTIONS:
        raise TooManyQuestions(most=MOST_QUESTIONS)
    if len({each.code for each in questions}) != len(questions):
        raise InvalidInput(field="code")
    checked: list[Question] = []
    for question in questions:
        checked.append(_one(question, checked))
    return checked


def _one(question: Question, earlier: list[Question]) -> Question:
    if question.kind not in Kind.values:
        raise InvalidInput(field="kind")
    if question.side not in ("", *Side.values):
        raise InvalidInput(field="side")
    return Question(
        **{
            **vars(question),
            "label": _texts(question.label, "label", needed=True),
            "help": _texts(question.help, "help"),
            "choices": _choices(question),
            "when": _condition(question, earlier),
        }
    )


def _texts(texts: Mapping[str, str], field: str, *, needed: bool = False) -> dict[str, str]:
    if not texts.keys() <= set(_LANGUAGES):
        raise InvalidInput(field=field)
    said = {code: lines(texts[code]) for code in _LANGUAGES if lines(texts.get(code, ""))}
    if any(len(text) > TEXT_LIMIT for text in said.values()):
        raise QuestionTextTooLong(field=field, limit=TEXT_LIMIT)
    if needed and not said:
        raise QuestionTextMissing(field=field)
    return said


def _choices(question: Question) -> list[dict[str, Any]]:
    """By position: `c1`, `c2`, …"""
    if not Kind(question.kind).has_choices:
        return []
    if not 2 <= len(question.choices) <= MOST_CHOICES:
        raise ChoicesMissing(field="choices", most=MOST_CHOICES)
    return [
        {
            "code": f"c{number}",
            "label": {
                language: one_line(text)
                for language, text in _texts(choice.label, "choices", needed=True).items()
            },
        }
        for number, choice in enumerate(question.choices, start=1)
    ]


def _condition(question: Question, earlier: list[Question]) -> Any:
    """Refers to an earlier question that those who are asked this one are asked too."""
    if question.when is None:
        return None
    known = {each.code: each for each in earlier}
    other = known.get(question.when.code)
    if other is None or question.when.value not in _values(other):
        raise ConditionImpossible(field="when")
    if other.side not in ("", question.side):
        raise ConditionImpossible(field="when")
    return question.when


def _values(question: Question) -> list[str]:
    if Kind(question.kind).has_choices:
        return [f"c{number}" for number in range(1, len(question.choices) + 1)]
    return question.values


@transaction.atomic
def answer_intake(
    *,
    enrolment_id: int,
    said: Mapping[str, Any],
    by: User,
    now: datetime,
    expected_version: int | None = None,
    expected_enrolment: int | None = None,
) -> Enrolment:
    """Store what a person says to the questions of their programme; by the person or the team.

    All that is asked is judged together; a question of today that is no longer answered, or no longer asked, loses its answer. Answers
    to questions that are gone stay. Raises NotFoundHere, ChangedMeanwhile when the questions or the enrolment are others than those that were
    read, and InvalidInput by the code of the question.
    """
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
    ensure_may_change_enrolment(by, enrolment)
    if expected_enrolment is not None and expected_enrolment != enrolment.version:
        raise ChangedMeanwhile
    enrolment.version += 1
    enrolment.save(update_fields=["version"])
    store_answers(enrolment=enrolment, said=said, by=by, now=now, expected_version=expected_version)
    return enrolment


def store_answers(
    *,
    enrolment: Enrolment,
    said: Mapping[str, Any],
    by: User | None,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Like `answer_intake`, for who was allowed already. Inside the caller's transaction."""
    form = current_intake_form(programme_id=enrolment.programme_id)
    if expected_version is not None and expected_version != (form.version if form else 0):
        raise ChangedMeanwhile
    questions = questions_of(form, side=enrolment.side)
    codes = {question.code for question in questions}
    unknown = sorted(set(said) - codes)
    if unknown:
        raise InvalidInput(field=unknown[0])
    kept, faults = judge(questions, said)
    for fault in faults.values():
        raise fault
    if form is None:
        return
    enrolment.intake_answers.filter(code__in=codes).delete()
    IntakeAnswer.objects.bulk_create(
        IntakeAnswer(
            enrolment=enrolment,
            programme_id=enrolment.programme_id,
            form=form,
            code=code,
            said=value,
            at=now,
            by=by,
        )
        for code, value in kept.items()
    )
    events.record(
        "organisations.intake_answered",
        subject=enrolment,
        by=by,
        at=now,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
        version=form.version,
        answered=len(kept),
    )
