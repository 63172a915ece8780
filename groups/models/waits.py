"""Who waits for a place in a group that is full, and who left one."""

import uuid
from datetime import datetime

from django.db import models
from django_fsm import FSMField, transition
from encrypted_fields.fields import EncryptedTextField

from groups.models.groups import Group, Seat
from groups.states import IN_LINE, WaitState
from organisations.models import Enrolment


class Wait(models.Model):
    """First come, first served; a coordinator may let somebody go first (`goes_first`). While OFFERED a `seat` of the person is held
    and one place of the group is kept, until `answer_by`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="waits")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="waits")
    state = FSMField(default=WaitState.WAITING, choices=WaitState.choices, protected=True)
    since = models.DateTimeField()
    goes_first = models.BooleanField(default=False)
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="waits")
    answer_by = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=WaitState.values), name="wait_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["group", "enrolment"],
                condition=models.Q(state__in=IN_LINE),
                name="one_waits_once_for_a_group",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=WaitState.OFFERED)
                | models.Q(seat__isnull=False, answer_by__isnull=False),
                name="an_offered_place_has_a_seat_and_a_deadline",
            ),
        ]
        indexes = [
            models.Index(fields=["group", "state", "-goes_first", "since"], name="wait_in_line")
        ]

    def __str__(self) -> str:
        return f"wait {self.pk} for group {self.group_id}"

    @transition(field=state, source=WaitState.WAITING, target=WaitState.OFFERED)
    def offer(self, *, seat: Seat, answer_by: datetime) -> None:
        """A place came free."""
        self.seat, self.answer_by = seat, answer_by

    @transition(field=state, source=WaitState.OFFERED, target=WaitState.JOINED)
    def join(self) -> None:
        """They took it."""

    @transition(field=state, source=list(IN_LINE), target=WaitState.GONE)
    def go(self) -> None:
        """They do not want it, did not answer in time, or the group ended."""


class Leaving(models.Model):
    """That somebody left a group of their own accord, and why, if they wanted to say. Only the team reads it."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="leaving")
    left_at = models.DateTimeField()
    why = EncryptedTextField(blank=True, null=True)

    def __str__(self) -> str:
        return f"leaving of seat {self.seat_id}"
