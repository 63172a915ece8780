"""What is known about somebody's waiting, for that person. Notes of talks are the team's own."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accounts.exports import register_export
from accounts.models import Person
from waitlist.models import Contact, Sign


def _waiting(person: Person) -> dict[str, Any]:
    own = {"enrolment__person": OuterRef("pk")}
    signs = Sign.objects.filter(**own).order_by("pk")
    talks = Contact.objects.filter(**own).order_by("pk")
    asked = JSONObject(at="sent_at", said="wish", answered_at="answered_at")
    told = (
        Person.objects.filter(pk=person.pk)
        .values(
            asked=ArraySubquery(signs.values(told=asked)),
            spoken_at=ArraySubquery(talks.values("at")),
        )
        .get()
    )
    return dict(told)


def register() -> None:
    register_export("waiting", _waiting)
