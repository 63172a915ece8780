"""Forms of a programme's own questions: to set one, and to answer them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from core.forms import a_day, explain
from core.text import in_language
from organisations.intake import (
    LENGTHS,
    Choice,
    Kind,
    Question,
    When,
    in_words,
    judge,
    value_in_words,
)
from organisations.models.enrolments import Side
from organisations.models.themes import Theme
from organisations.selectors import Answered
from organisations.theme_forms import skippable, wish_fields, wish_of

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONG = 20_000  # what is longer is refused by the service, in words; this only bounds the work
_SIDES = [("", gettext_lazy("both")), *Side.choices]


def _name(code: str) -> str:
    """The name of the field for a question."""
    return f"answer_{code}"


_NOTHING: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class Asked:
    """A question with its field; `when` says in words when it is asked, `depends_on` names the field that decides.
    `is_answered`: there is an answer, which is not shown."""

    question: Question
    field: forms.BoundField
    when: str
    depends_on: str
    is_answered: bool


class AnswersForm(forms.Form):
    """The questions that somebody is asked, in their language. Which of them apply depends on what is answered: `judge` decides."""

    title = gettext_lazy("A few more questions")
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        questions: Sequence[Question],
        version: int,
        seen: int | None = None,
        known: Mapping[str, Any] | None = None,
        hidden: Mapping[str, Any] | None = None,
        themes: Sequence[Theme] = (),
    ) -> None:
        """`seen` is the version of the enrolment, `known` what was said before. `hidden` was too, is not shown, and stays when
        nothing else is said. `themes` to choose from, where somebody registers for a group."""
        self.questions, self.language = questions, get_language() or ""
        self.hidden = dict(hidden or {})
        initial = {_name(code): said for code, said in (known or {}).items()}
        super().__init__(data, initial=initial | {"version": version, "seen": seen})
        for question in questions:
            self.fields[_name(question.code)] = _field(question, self.language)
        self.themes, own = themes, skippable(wish_fields(themes)) if themes else {}
        self.fields |= own
        self.wish_names = list(own)
        if themes and not questions:
            self.title = gettext_lazy("Your group")

    def wish_asked(self) -> list[forms.BoundField]:
        return [self[name] for name in self.wish_names]

    def wish(self) -> dict[str, Any] | None:
        """The theme that was chosen, as the services take it."""
        return wish_of(self.cleaned_data, self.themes)

    def asked(self) -> list["Asked"]:
        by_code = {each.code: each for each in self.questions}
        return [
            Asked(
                question=each,
                field=self[_name(each.code)],
                when=_when(each.when, by_code, self.language),
                depends_on=_name(each.when.code) if each.when else "",
                is_answered=each.code in self.hidden,
            )
            for each in self.questions
        ]

    def clean(self) -> dict[str, Any]:
        typed = {each.code: self.cleaned_data.get(_name(each.code)) for each in self.questions}
        told = self.hidden | {code: said for code, said in typed.items() if said not in _NOTHING}
        self.kept, faults = judge(self.questions, told)
        for code, fault in faults.items():
            if not self.has_error(_name(code)):
                explain(self, _at(fault, _name(code)))
        return self.cleaned_data

    def said(self) -> dict[str, Any]:
        """What was answered, as the services take it."""
        return self.kept


def _at(fault: InvalidInput, field: str) -> InvalidInput:
    fault.field = field
    return fault


def _when(when: When | None, by_code: Mapping[str, Question], language: str) -> str:
    if when is None or when.code not in by_code:
        return ""
    other = by_code[when.code]
    return _("Only if you answered “%(answer)s” to “%(question)s”.") % {
        "answer": value_in_words(other, when.value, language),
        "question": other.named(language),
    }


def _field(question: Question, language: str) -> forms.Field:
    options: dict[str, Any] = {
        "label": question.named(language),
        "help_text": in_language(question.help, language),
        "required": False,  # whether it is needed depends on the other answers
    }
    choices = [(each, value_in_words(question, each, language)) for each in question.values]
    if question.kind == Kind.SHORT_TEXT:
        return forms.CharField(max_length=LONG, **options)
    if question.kind == Kind.LONG_TEXT:
        area = forms.Textarea(attrs={"rows": 4, "maxlength": LENGTHS[question.kind]})
        return forms.CharField(max_length=LONG, widget=area, **options)
    if question.kind == Kind.SEVERAL_OF:
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=boxes, **options)
    if question.kind == Kind.NUMBER:
        return forms.IntegerField(**options)
    if question.kind == Kind.DATE:
        return a_day(**options)
    if not question.is_required:
        choices = [("", _("no answer")), *choices]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)


def answer_in_words(answered: Answered) -> str:
    return in_words(answered.question, answered.said, get_language() or "")


class QuestionForm(forms.Form):
    """One question: its text in each language, its kind, and when it is asked. `earlier` are those that it may depend on."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=Kind.choices)
    side = forms.ChoiceField(label=gettext_lazy("Who is asked"), choices=_SIDES, required=False)
    when = forms.ChoiceField(label=gettext_lazy("When it is asked"), required=False)
    is_required = forms.BooleanField(label=gettext_lazy("An answer is needed"), required=False)
    is_sensitive = forms.BooleanField(
        label=gettext_lazy("Sensitive: only the team reads the answer"),
        help_text=gettext_lazy(
            "For example health or family. It is not shown again to who answered, and never to a buddy."
        ),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, earlier: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, needs in _TEXTS:
            for code, language in settings.LANGUAGES:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{label} ({language})",
                    help_text=needs if code == LANGUAGES[0] else "",
                    required=False,
                    max_length=LONG,
                    widget=forms.Textarea(attrs={"rows": 3}) if name == "choices" else None,
                )
        when = self.fields["when"]
        assert isinstance(when, forms.ChoiceField)
        when.choices = [("", _("always")), *_conditions(earlier)]
        first = [f"{name}_{code}" for name, _label, _needs in _TEXTS for code in LANGUAGES]
        self.order_fields([*first[:6], "kind", *first[6:]])

    def question(self, code: str) -> Question:
        """What was filled in, as the services take it."""
        told = self.cleaned_data
        when = When(*told["when"].split(":")) if told["when"] else None
        return Question(
            code=code,
            kind=told["kind"],
            label=self._texts("label"),
            help=self._texts("help"),
            choices=self._choices(),
            is_required=told["is_required"],
            is_sensitive=told["is_sensitive"],
            side=told["side"],
            when=when,
        )

    def _texts(self, name: str) -> dict[str, str]:
        return {code: self.cleaned_data[f"{name}_{code}"] for code in LANGUAGES}

    def _choices(self) -> tuple[Choice, ...]:
        """A line is a choice; the same line in another language is its translation."""
        columns = {
            code: [line.strip() for line in text.splitlines() if line.strip()]
            for code, text in self._texts("choices").items()
        }
        rows = max(len(column) for column in columns.values())
        return tuple(
            Choice("", {code: column[row] for code, column in columns.items() if row < len(column)})
            for row in range(rows)
        )


_TEXTS = (
    ("label", gettext_lazy("The question"), ""),
    ("help", gettext_lazy("Explanation below it"), ""),
    (
        "choices",
        gettext_lazy("Choices"),
        gettext_lazy("One on each line, in the same order in each language."),
    ),
)


def _conditions(earlier: Sequence[Question]) -> list[tuple[str, str]]:
    language = get_language() or ""
    return [
        (
            f"{other.code}:{value}",
            _("after “%(answer)s” to “%(question)s”")
            % {
                "answer": value_in_words(other, value, language),
                "question": other.named(language),
            },
        )
        for other in earlier
        for value in other.values
    ]


def filled_in(question: Question) -> dict[str, Any]:
    """What the form shows of a question."""
    known: dict[str, Any] = {
        name: getattr(question, name) for name in ("kind", "side", "is_required", "is_sensitive")
    }
    known["when"] = f"{question.when.code}:{question.when.value}" if question.when else ""
    for code in LANGUAGES:
        known[f"label_{code}"] = question.label.get(code, "")
        known[f"help_{code}"] = question.help.get(code, "")
        lines = [choice.label.get(code, "") for choice in question.choices]
        known[f"choices_{code}"] = "\n".join(lines).strip()
    return known
