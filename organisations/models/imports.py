"""A spreadsheet that is being brought in: its rows, what each became, and what is wrong with the others."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from core.fields import SealedJSONField
from organisations.models.enrolments import Side
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
    """READING → PREVIEW → APPLYING → DONE; FAILED or CANCELLED on the way.

    While a worker has it, `claim` and `lease_until` say who and for how long; without a lease it waits for one. `side` stands
    for the rows that say none. `columns` tells how the file was read, or with what it failed. `rows_done` counts what was looked
    at while it is read, and what is ready to be stored while it is brought in.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="imports")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = FSMField(default=ImportState.READING, choices=ImportState.choices, protected=True)
    side = models.CharField(max_length=9, choices=Side, blank=True)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    file = models.BinaryField(null=True)  # until it is read; then emptied
    columns = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    only_good = models.BooleanField(default=False)
    failure = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="import_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @transition(field=state, source=ImportState.READING, target=ImportState.PREVIEW)
    def show(self, *, columns: dict[str, Any]) -> None:
        """All rows are read; the file itself is forgotten."""
        self.columns, self.file = columns, None
        self._let_go()

    @transition(field=state, source=ImportState.PREVIEW, target=ImportState.APPLYING)
    def begin(self, *, only_good: bool, rows: int) -> None:
        self.only_good, self.rows_total, self.rows_done = only_good, rows, 0
        self.attempts = 0

    @transition(field=state, source=ImportState.APPLYING, target=ImportState.DONE)
    def finish(self, *, at: datetime, rows: int) -> None:
        self.finished_at, self.rows_done = at, rows
        self._let_go()

    @transition(
        field=state,
        source=[ImportState.READING, ImportState.APPLYING],
        target=ImportState.FAILED,
    )
    def fail(self, *, code: str, facts: dict[str, Any], at: datetime) -> None:
        self.failure, self.columns, self.file, self.finished_at = code, facts, None, at
        self._let_go()

    @transition(
        field=state,
        source=[ImportState.READING, ImportState.PREVIEW, ImportState.APPLYING],
        target=ImportState.CANCELLED,
    )
    def cancel(self, *, at: datetime) -> None:
        self.file, self.finished_at = None, at
        self._let_go()

    def _let_go(self) -> None:
        self.claim = self.lease_until = None


class ImportRow(models.Model):
    """`number` is the row's number in the sheet; `digest` recognises the same row in a later file of the programme.

    `values` holds what was read, until the import ends: then it is forgotten, and the number, the state and the faults stay.
    `duplicate_of` is the id of the person that it looks like.
    """

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=RowState)
    values = SealedJSONField(default=dict)
    faults = models.JSONField(default=list)
    duplicate_of = models.BigIntegerField(null=True)
    enrolment_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_row_per_line"),
            models.UniqueConstraint(
                fields=["digest"],
                condition=models.Q(state=RowState.IMPORTED),
                name="a_row_is_brought_in_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RowState.values), name="import_row_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=RowState.IMPORTED, enrolment_id__isnull=False)
                | (~models.Q(state=RowState.IMPORTED) & models.Q(enrolment_id__isnull=True)),
                name="who_was_brought_in_has_an_enrolment",
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="import_row_by_digest")]

    def __str__(self) -> str:
        return f"row {self.number} of import {self.batch_id}"
