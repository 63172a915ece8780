"""A spreadsheet that is being brought in: its rows, what each became, and what is wrong with the others."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from encrypted_fields.fields import EncryptedJSONField

from organisations.models.organisations import Organisation, Programme


class ImportState(models.TextChoices):
    READING = "reading", _("being read")
    PREVIEW = "preview", _("ready to look at")
    APPLYING = "applying", _("being brought in")
    DONE = "done", _("brought in")
    FAILED = "failed", _("could not be read")
    CANCELLED = "cancelled", _("stopped")


class RowState(models.TextChoices):
    GOOD = "good", _("ready")
    FAULTY = "faulty", _("something is not right")
    KNOWN = "known", _("already brought in before")
    DOUBTFUL = "doubtful", _("looks like somebody we know")
    IMPORTED = "imported", _("brought in")
    SKIPPED = "skipped", _("left out")


class Import(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="imports"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = FSMField(default=ImportState.READING, choices=ImportState.choices, protected=True)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    file = models.BinaryField(null=True)  # until it is read; then emptied
    columns = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    only_good = models.BooleanField(default=False)
    failure = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportRow(models.Model):
    """`number` is the row's number in the sheet; `digest` recognises the same row in a later file."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=RowState)
    values = EncryptedJSONField(default=dict)
    faults = models.JSONField(default=list)
    duplicate_of = models.BigIntegerField(null=True)
    enrolment_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_row_per_line"),
        ]
        indexes = [models.Index(fields=["digest"], name="import_row_by_digest")]

    def __str__(self) -> str:
        return f"row {self.number} of import {self.batch_id}"
