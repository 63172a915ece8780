"""Questions of a programme's own, and what may be said to them. Plain data: no rows, no pages.

A question asked under a condition is asked when an earlier one, which is itself asked, has a certain answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import InvalidInput
from core.text import in_language, lines, one_line
from organisations.errors import AnswerMissing, AnswerTooLong, AnswerUnusable

LENGTHS = {"short_text": 200, "long_text": 2000}
NUMBERS = range(-1_000_000, 1_000_001)
Texts = Mapping[str, str]
Said = Mapping[str, Any]


class Kind(models.TextChoices):
    SHORT_TEXT = "short_text", gettext_lazy("a few words")
    LONG_TEXT = "long_text", gettext_lazy("a longer text")
    ONE_OF = "one_of", gettext_lazy("one of a list")
    SEVERAL_OF = "several_of", gettext_lazy("several of a list")
    YES_NO = "yes_no", gettext_lazy("yes or no")
    NUMBER = "number", gettext_lazy("a number")
    DATE = "date", gettext_lazy("a day")

    @property
    def has_choices(self) -> bool:
        return self in (Kind.ONE_OF, Kind.SEVERAL_OF)


YES, NO = "yes", "no"


@dataclass(frozen=True)
class Choice:
    code: str
    label: Texts


@dataclass(frozen=True)
class When:
    """Only when the question `code` has the answer `value` (the code of a choice, or yes or no)."""

    code: str
    value: str


@dataclass(frozen=True)
class Question:
    """`side` is empty when both sides are asked. `label` and `help` are language → text."""

    code: str
    kind: str
    label: Texts
    help: Texts
    choices: tuple[Choice, ...] = ()
    is_required: bool = False
    is_sensitive: bool = False
    side: str = ""
    when: When | None = None

    @property
    def values(self) -> list[str]:
        """What another question may depend on."""
        if self.kind == Kind.YES_NO:
            return [YES, NO]
        return [choice.code for choice in self.choices]

    def plain(self) -> dict[str, Any]:
        return asdict(self)

    def asks(self, side: str) -> bool:
        return self.side in ("", side)

    def named(self, language: str) -> str:
        return in_language(self.label, language)


def question_from(said: Mapping[str, Any]) -> Question:
    """The question of a stored version."""
    when = said["when"]
    choices = tuple(Choice(each["code"], each["label"]) for each in said["choices"])
    return Question(**{**said, "choices": choices, "when": When(**when) if when else None})


def value_in_words(question: Question, value: str, language: str) -> str:
    """The label of a choice, or yes or no."""
    if question.kind == Kind.YES_NO:
        return _("yes") if value == YES else _("no")
    labels = {choice.code: in_language(choice.label, language) for choice in question.choices}
    return labels.get(value, value)


def in_words(question: Question, said: Any, language: str) -> str:
    """An answer, as people read it."""
    if question.kind == Kind.DATE:
        return date_format(date.fromisoformat(said), "DATE_FORMAT")
    if isinstance(said, list):
        return ", ".join(value_in_words(question, value, language) for value in said)
    if question.values:
        return value_in_words(question, said, language)
    return str(said)


def judge(
    questions: Iterable[Question], said: Said
) -> tuple[dict[str, Any], dict[str, InvalidInput]]:
    """What is kept of what was said (code → answer), and what is wrong with the rest (code → refusal).

    What was said to a question that is not asked under these answers is left out.
    """
    kept: dict[str, Any] = {}
    faults: dict[str, InvalidInput] = {}
    for question in questions:
        if not is_asked(question, kept):
            continue
        try:
            answer = _checked(question, said.get(question.code))
        except InvalidInput as fault:
            faults[question.code] = fault
        else:
            if answer not in (None, "", []):
                kept[question.code] = answer
            elif question.is_required:
                faults[question.code] = AnswerMissing(field=question.code)
    return kept, faults


def is_asked(question: Question, answers: Said) -> bool:
    if question.when is None:
        return True
    answer = answers.get(question.when.code)
    return question.when.value in (answer if isinstance(answer, list) else [answer])


def _checked(question: Question, said: Any) -> Any:
    """The answer as it is stored; raises InvalidInput by the code of the question."""
    if said is None or said == "":
        return None
    if question.kind in LENGTHS:
        return _text(question, said)
    if question.kind == Kind.SEVERAL_OF:
        if not isinstance(said, list) or any(each not in question.values for each in said):
            raise AnswerUnusable(field=question.code)
        return [value for value in question.values if value in said]
    if question.kind == Kind.NUMBER:
        if isinstance(said, bool) or not isinstance(said, int) or said not in NUMBERS:
            raise AnswerUnusable(field=question.code)
        return said
    if question.kind == Kind.DATE:
        return _day(question, said)
    if said not in question.values:
        raise AnswerUnusable(field=question.code)
    return said


def _text(question: Question, said: Any) -> str:
    if not isinstance(said, str):
        raise AnswerUnusable(field=question.code)
    if len(said) > LENGTHS[question.kind]:
        raise AnswerTooLong(field=question.code, limit=LENGTHS[question.kind])
    return one_line(said) if question.kind == Kind.SHORT_TEXT else lines(said)


def _day(question: Question, said: Any) -> str:
    try:
        return date.fromisoformat(said if isinstance(said, str) else said.isoformat()).isoformat()
    except (ValueError, AttributeError) as error:
        raise AnswerUnusable(field=question.code) from error
