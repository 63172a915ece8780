"""What people answered to the questions of their programmes, for their own copy of their data."""

from typing import Any

from accounts.models import Person
from organisations.intake import in_words
from organisations.models import Enrolment
from organisations.selectors import list_intake_answers


def answers_of(person: Person) -> list[dict[str, Any]]:
    """Also what is sensitive: it is theirs. In their own language, with each question as it was."""
    enrolments = Enrolment.objects.filter(person=person).select_related("programme").order_by("pk")
    return [
        {
            "programme": enrolment.programme.name,
            "question": answered.question.named(person.language),
            "answer": in_words(answered.question, answered.said, person.language),
            "at": answered.at.isoformat(),
        }
        for enrolment in enrolments
        for answered in list_intake_answers(enrolment=enrolment)
    ]
