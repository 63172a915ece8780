"""Two files of one person became one: under which ids this person was known before."""

from django.conf import settings
from django.db import models

from accounts.models.people import Person


class FormerId(models.Model):
    """An id that belongs to `person` since a merge. The event log keeps the old one: it is never changed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_ids")
    old_id = models.BigIntegerField(unique=True)
    old_public_id = models.UUIDField(unique=True)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"person {self.person_id} was also {self.old_id}"
