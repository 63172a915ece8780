"""What people answered to the questions of their programmes, for their own copy of their data."""

from typing import Any

from accounts.models import Person
from organisations.intake import in_words
from organisations.models import IntakeAnswer
from organisations.selectors import question_of


def answers_of(person: Person) -> list[dict[str, Any]]:
    """Also what is sensitive: it is theirs. In their own language, with each question as it was."""
    rows = IntakeAnswer.objects.filter(enrolment__person=person)
    told = [
        (row, question_of(row))
        for row in rows.select_related("enrolment__programme", "form").order_by("enrolment", "pk")
    ]
    return [
        {
            "programme": row.enrolment.programme.name,
            "question": question.named(person.language),
            "answer": in_words(question, row.said, person.language),
            "at": row.at.isoformat(),
        }
        for row, question in told
    ]
