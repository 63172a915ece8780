"""A programme's own questions for tests: one of each kind, two of them under a condition, one sensitive."""

from organisations.intake import Choice, Kind, Question, When
from organisations.models import Programme
from organisations.selectors import current_intake_form, questions_of
from organisations.services import save_questions
from tests.clock import NOW

_TEXTS = {
    Kind.YES_NO: {"nl": "Heb je kinderen?", "fr": "Avez-vous des enfants ?", "en": "Children?"},
    Kind.NUMBER: {"nl": "Hoeveel?", "fr": "Combien ?", "en": "How many?"},
    Kind.ONE_OF: {"nl": "Hoe kom je?", "fr": "Comment venez-vous ?", "en": "How do you come?"},
    Kind.SHORT_TEXT: {"nl": "Welke lijn?", "en": "Which line?"},
    Kind.SEVERAL_OF: {"nl": "Waar kan het?", "en": "Where can it be?"},
    Kind.DATE: {"nl": "Vanaf wanneer?", "en": "From when?"},
    Kind.LONG_TEXT: {"nl": "Wat moeten we weten?", "en": "What should we know?"},
}
_CHOICES = (
    Choice("", {"nl": "Bus", "en": "Bus"}),
    Choice("", {"nl": "Fiets", "en": "Bicycle"}),
)
_WHEN = {Kind.NUMBER: When("q1", "yes"), Kind.SHORT_TEXT: When("q3", "c1")}


def some_questions(programme: Programme) -> list[Question]:
    """q1 yes or no, q2 a number (needed) after yes, q3 one of, q4 words after a bus, q5 several of, q6 a day, q7 sensitive text."""
    save_questions(
        programme_id=programme.pk,
        questions=[
            Question(
                code="",
                kind=kind,
                label=label,
                help={"nl": "Ter voorbereiding."} if kind == Kind.DATE else {},
                choices=_CHOICES if kind.has_choices else (),
                is_required=kind == Kind.NUMBER,
                is_sensitive=kind == Kind.LONG_TEXT,
                when=_WHEN.get(kind),
            )
            for kind, label in _TEXTS.items()
        ],
        by=None,
        now=NOW,
        expected_version=0,
    )
    return questions_of(current_intake_form(programme_id=programme.pk))
