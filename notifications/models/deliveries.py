"""By which ways a message goes out, and what became of each."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django_fsm import FSMField, transition

from notifications.models.choices import Device
from notifications.models.letters import LetterBatch
from notifications.models.messages import Message
from notifications.states import FAILED, WAITING, DeliveryState

_SENDING = models.Q(state=DeliveryState.SENDING)
_ARRIVED = models.Q(state__in=(DeliveryState.SENT, DeliveryState.DELIVERED))


class Delivery(models.Model):
    """One message by one channel, for push to one device.

    While SENDING, `claim` and `lease_until` say who has it and for how long. `attempts` counts the tries that count: a provider
    that is away costs none. `seen_to_at`: somebody of the team saw to one that failed. `batch`: a letter that is printed with others.
    One that is GATHERED has a `sent_at` once a summary was queued that tells it.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=12)
    device = models.ForeignKey(Device, null=True, on_delete=models.CASCADE, related_name="+")
    state = FSMField(default=DeliveryState.CREATED, choices=DeliveryState.choices, protected=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True)
    seen_to_at = models.DateTimeField(null=True)
    batch = models.ForeignKey(
        LetterBatch, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel", "device"],
                nulls_distinct=False,
                name="one_delivery_per_message_and_way",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=DeliveryState.values), name="delivery_state_is_known"
            ),
            models.CheckConstraint(
                condition=(_SENDING & models.Q(lease_until__isnull=False))
                | (~_SENDING & models.Q(lease_until__isnull=True)),
                name="delivery_being_sent_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~_ARRIVED | models.Q(sent_at__isnull=False),
                name="delivery_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "due_at"],
                condition=models.Q(state__in=WAITING),
                name="delivery_waiting",
            ),
            models.Index(fields=["lease_until"], condition=_SENDING, name="delivery_on_its_way"),
            models.Index(
                fields=["message"],
                condition=models.Q(state=DeliveryState.GATHERED, sent_at__isnull=True),
                name="delivery_to_sum_up",
            ),
            models.Index(
                fields=["-created_at"],
                condition=models.Q(state__in=FAILED, seen_to_at__isnull=True),
                name="delivery_to_see_to",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk} by {self.channel}"

    @transition(
        field=state,
        source=[DeliveryState.SENDING, DeliveryState.CREATED, DeliveryState.TEMPORARY],
        target=DeliveryState.SENT,
    )
    def mark_sent(self, *, at: datetime) -> None:
        """From CREATED only what people hand over themselves; from TEMPORARY when it is heard later that an earlier try arrived."""
        self.sent_at = at
        self._let_go()

    @transition(field=state, source=DeliveryState.SENT, target=DeliveryState.DELIVERED)
    def mark_delivered(self) -> None:
        pass

    @transition(field=state, source=DeliveryState.SENDING, target=DeliveryState.TEMPORARY)
    def try_again(self, *, due_at: datetime, failure: str) -> None:
        self.due_at, self.failure = due_at, failure
        self._let_go()

    @transition(
        field=state,
        source=[DeliveryState.SENDING, DeliveryState.TEMPORARY, DeliveryState.SENT],
        target=DeliveryState.PERMANENT,
    )
    def refuse(self, *, failure: str) -> None:
        """From SENT, or while it is tried once more, when it came back later."""
        self.failure = failure
        self._let_go()

    @transition(
        field=state,
        source=[
            DeliveryState.CREATED,
            DeliveryState.SENDING,
            DeliveryState.TEMPORARY,
            DeliveryState.SENT,
        ],
        target=DeliveryState.TECHNICAL,
    )
    def give_up(self, *, failure: str) -> None:
        """From CREATED a letter that cannot be written."""
        self.failure = failure
        self._let_go()

    @transition(
        field=state,
        source=[DeliveryState.CREATED, DeliveryState.SENDING],
        target=DeliveryState.CANCELLED,
    )
    def cancel(self, *, failure: str) -> None:
        self.failure = failure
        self._let_go()

    def _let_go(self) -> None:
        self.claim = self.lease_until = None


class Attempt(models.Model):
    """One try to deliver; only added to."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    detail = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="one_row_per_try")
        ]
        indexes = [models.Index(fields=["at"], name="attempt_by_day")]

    def __str__(self) -> str:
        return f"try {self.number} of delivery {self.delivery_id}: {self.outcome}"


class ChannelRest(models.Model):
    """A channel whose provider takes nothing now: until when it rests, and the how manieth time in a row."""

    channel = models.CharField(max_length=12, primary_key=True)
    until = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.channel} rests until {self.until}"


class DeadAddress(models.Model):
    """An address that takes nothing more, kept as a keyed hash: who reads this table learns no address."""

    channel = models.CharField(max_length=12)
    hash = models.CharField(max_length=64)
    since = models.DateTimeField()
    why = models.CharField(max_length=40)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "hash"],
                condition=models.Q(lifted_at__isnull=True),
                name="one_dead_address_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"dead address {self.pk} of {self.channel}"
