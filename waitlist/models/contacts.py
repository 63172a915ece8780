"""Somebody of the team spoke to a person."""

from django.conf import settings
from django.db import models
from encrypted_fields.fields import EncryptedTextField

from organisations.models import Enrolment


class Contact(models.Model):
    """Only added, never changed. The note is for the team and is encrypted; the event log says only that they spoke."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="contacts")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    note = EncryptedTextField(blank=True, null=True)

    class Meta:
        indexes = [models.Index(fields=["enrolment", "-at"], name="contact_by_enrolment")]

    def __str__(self) -> str:
        return f"talk with enrolment {self.enrolment_id}"
