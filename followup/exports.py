"""What followup knows about somebody, for that person: their own answers, never those of the other."""

from typing import Any

from accounts.exports import register_export
from accounts.models import Person
from followup.models import CheckIn


def _answers(person: Person) -> list[dict[str, Any]]:
    rows = CheckIn.objects.filter(seat__enrolment__person=person, asked_at__isnull=False)
    return [
        {
            "question": row.kind,
            "asked_at": row.asked_at and row.asked_at.isoformat(),
            "said": row.said,
            "note": row.note or "",
            "answered_at": row.answered_at and row.answered_at.isoformat(),
        }
        for row in rows.order_by("pk")
    ]


def register() -> None:
    register_export("answers", _answers)
