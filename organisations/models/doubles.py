"""What a team said about files that look like files of one person."""

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Person
from organisations.models.organisations import Organisation


class TwoPeople(models.Model):
    """These two files are of two people: this organisation is not asked again whether they are one. Taken back, the row is gone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="two_people", db_index=False
    )
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "first", "second"], name="two_people_are_said_once"
            ),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")),
                name="two_people_name_the_lower_id_first",
            ),
        ]

    def __str__(self) -> str:
        return f"two people {self.first_id} and {self.second_id}"
