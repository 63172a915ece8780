"""The outbox: what is to be told, to whom, and what became of it."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django_fsm import FSMField, transition

from accounts.models import Person
from notifications.states import State


class Message(models.Model):
    """One message to one recipient: a person, or the login of somebody of the team.

    `context` holds ids; text and address are looked up at the moment of sending. `dedupe_key` names the happening and the
    recipient, so that telling it twice is impossible. While SENDING, `claim` and `lease_until` say who has it and for how long.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="messages")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="messages"
    )
    organisation_id = models.BigIntegerField(null=True, db_index=True)
    kind = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=120, unique=True)
    state = FSMField(default=State.QUEUED, choices=State.choices, protected=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(user__isnull=True),
                name="message_has_exactly_one_recipient",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="message_state_is_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(state=State.SENDING) & models.Q(lease_until__isnull=False))
                | (~models.Q(state=State.SENDING) & models.Q(lease_until__isnull=True)),
                name="message_being_sent_has_a_lease",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=State.SENT) & models.Q(sent_at__isnull=False))
                | (~models.Q(state=State.SENT) & models.Q(sent_at__isnull=True)),
                name="message_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state=State.QUEUED),
                name="message_waiting",
            ),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(state=State.SENDING),
                name="message_on_its_way",
            ),
            models.Index(fields=["state", "-created_at"], name="message_by_state"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} {self.kind}"

    @transition(field=state, source=State.SENDING, target=State.SENT)
    def mark_sent(self, *, at: datetime) -> None:
        self.sent_at = at
        self.claim = self.lease_until = None

    @transition(field=state, source=State.SENDING, target=State.QUEUED)
    def try_again(self, *, due_at: datetime, failure: str) -> None:
        self.due_at, self.failure = due_at, failure
        self.claim = self.lease_until = None

    @transition(field=state, source=State.SENDING, target=State.FAILED)
    def give_up(self, *, failure: str) -> None:
        self.failure = failure
        self.claim = self.lease_until = None

    @transition(field=state, source=[State.QUEUED, State.SENDING], target=State.SUPPRESSED)
    def suppress(self, *, why: str) -> None:
        self.failure = why
        self.claim = self.lease_until = None


class Attempt(models.Model):
    """One try to deliver; only added to."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    detail = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="one_row_per_try")
        ]

    def __str__(self) -> str:
        return f"try {self.number} of message {self.message_id}: {self.outcome}"
