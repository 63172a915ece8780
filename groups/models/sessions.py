"""Meetings of a group. For a pair that is the first one: after that they plan for themselves."""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django_fsm import FSMField, transition
from encrypted_fields.fields import EncryptedTextField

from groups.models.groups import Group, Seat
from groups.states import COMING, CURRENT, SessionState

MOST_MOMENTS = 3


class Session(models.Model):
    """One to three `moments` at a public place; `starts_at` is the one that was taken. `proposed_by` is None for the team.

    Never changed: who proposes other moments replaces the row by a new one, so that nobody takes a moment they did not see.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="sessions")
    state = FSMField(default=SessionState.PROPOSED, choices=SessionState.choices, protected=True)
    moments = ArrayField(models.DateTimeField())
    starts_at = models.DateTimeField(null=True)
    place = EncryptedTextField()
    with_coordinator = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(
        Seat, null=True, on_delete=models.PROTECT, related_name="sessions_proposed"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=SessionState.values), name="session_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(state__in=CURRENT),
                name="one_first_meeting_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(moments__len__range=(1, MOST_MOMENTS)),
                name="a_meeting_has_one_to_three_moments",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(SessionState.PLANNED, SessionState.HELD))
                | models.Q(starts_at__isnull=False),
                name="a_planned_meeting_has_a_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["starts_at"],
                condition=models.Q(state=SessionState.PLANNED),
                name="session_coming",
            )
        ]

    def __str__(self) -> str:
        return f"session {self.pk} of group {self.group_id}"

    @transition(field=state, source=SessionState.PROPOSED, target=SessionState.PLANNED)
    def plan(self, *, starts_at: datetime) -> None:
        """One of the moments was taken."""
        self.starts_at = starts_at

    @transition(field=state, source=SessionState.PLANNED, target=SessionState.HELD)
    def hold(self) -> None:
        """Its time has come and nobody said otherwise."""

    @transition(field=state, source=list(COMING), target=SessionState.CANCELLED)
    def cancel(self) -> None:
        """Replaced by other moments, or no longer needed."""

    @transition(field=state, source=SessionState.HELD, target=SessionState.CANCELLED)
    def did_not_happen(self) -> None:
        """They did not meet after all, and plan again."""
