"""Somebody of the team looked at a person who waits: a promise kept, with what came of it."""

from django.conf import settings
from django.db import models
from encrypted_fields.fields import EncryptedTextField

from organisations.models import Enrolment


class Look(models.Model):
    """Only added, never changed: who must be looked at is derived from the newest one (`selectors.list_to_look_at`).

    The note is for the team and is encrypted; the event log says only that there was a look.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    note = EncryptedTextField(blank=True, null=True)

    class Meta:
        indexes = [models.Index(fields=["enrolment", "-at"], name="look_by_enrolment")]

    def __str__(self) -> str:
        return f"look at enrolment {self.enrolment_id}"
