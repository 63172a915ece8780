"""What is known about somebody's waiting, for that person. Notes of talks are the team's own."""

from typing import Any

from accounts.exports import register_export
from accounts.models import Person
from waitlist.models import Contact, Sign


def _waiting(person: Person) -> dict[str, Any]:
    signs = Sign.objects.filter(enrolment__person=person).order_by("pk")
    talks = Contact.objects.filter(enrolment__person=person).order_by("pk")
    return {
        "asked": [
            {
                "at": sign.sent_at.isoformat(),
                "said": sign.wish,
                "answered_at": sign.answered_at and sign.answered_at.isoformat(),
            }
            for sign in signs
        ],
        "spoken_at": [talk.at.isoformat() for talk in talks],
    }


def register() -> None:
    register_export("waiting", _waiting)
