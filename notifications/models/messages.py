"""The outbox: what is to be told, and to whom."""

import uuid

from django.conf import settings
from django.db import models
from django_fsm import FSMField, transition

from accounts.models import Person
from notifications.states import MessageState


class Message(models.Model):
    """One happening told to one recipient: a person, or the login of somebody of the team.

    `context` holds ids; text and address are looked up at the moment of sending. `dedupe_key` names the happening and the
    recipient, so that telling it twice is impossible. By which ways it goes out is decided when it is due: see `Delivery`.
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
    state = FSMField(default=MessageState.QUEUED, choices=MessageState.choices, protected=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=40, blank=True)  # it was suppressed
    read_at = models.DateTimeField(null=True)  # opened on the page of one's own messages

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(user__isnull=True),
                name="message_has_exactly_one_recipient",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=MessageState.values), name="message_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=MessageState.SUPPRESSED) ^ models.Q(why=""),
                name="message_suppressed_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state=MessageState.QUEUED),
                name="message_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} {self.kind}"

    @transition(field=state, source=MessageState.QUEUED, target=MessageState.PLANNED)
    def plan(self) -> None:
        pass

    @transition(field=state, source=MessageState.QUEUED, target=MessageState.SUPPRESSED)
    def suppress(self, *, why: str) -> None:
        self.why = why
