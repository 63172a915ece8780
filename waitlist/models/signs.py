"""A sign of life: where things stand, and whether somebody who waits still wants us to look."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from groups.models.agreements import Way
from organisations.models import Enrolment
from waitlist.states import SignState


class Wish(models.TextChoices):
    YES = "yes", _("Yes, look further for me")
    PAUSE = "pause", _("Not now: I take a break")
    LEAVE = "leave", _("No, I stop")


class Sign(models.Model):
    """`sent_at` is when the mail was queued, `sent_on` the day of it here. ASKED as long as its mail waits, or its answer."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="signs")
    state = FSMField(default=SignState.ASKED, choices=SignState.choices, protected=True)
    sent_at = models.DateTimeField()
    sent_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    wish = models.CharField(max_length=5, choices=Wish, blank=True)
    way = models.CharField(max_length=12, choices=Way, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=SignState.values), name="sign_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(state=SignState.ASKED),
                name="one_open_sign_of_life_per_person",
            ),
            models.UniqueConstraint(fields=["enrolment", "sent_on"], name="one_sign_of_life_a_day"),
            models.CheckConstraint(
                condition=(
                    models.Q(state=SignState.RENEWED, wish=Wish.YES)
                    | models.Q(state=SignState.ENDED, wish__in=(Wish.PAUSE, Wish.LEAVE))
                )
                & models.Q(answered_at__isnull=False)
                | ~models.Q(state__in=(SignState.RENEWED, SignState.ENDED))
                & models.Q(wish="", answered_at__isnull=True),
                name="an_answered_sign_has_a_wish_and_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["enrolment", "-sent_at"], name="sign_by_enrolment"),
            models.Index(
                fields=["enrolment", "sent_at"],
                condition=models.Q(state=SignState.MISSED),
                name="sign_without_answer",
            ),
            models.Index(
                fields=["enrolment", "answered_at"],
                condition=models.Q(answered_at__isnull=False),
                name="sign_with_answer",
            ),
            models.Index(
                fields=["sent_at"], condition=models.Q(state=SignState.ASKED), name="sign_open"
            ),
        ]

    def __str__(self) -> str:
        return f"sign of life to enrolment {self.enrolment_id}"

    @transition(
        field=state,
        source=[SignState.ASKED, SignState.MISSED, SignState.RENEWED, SignState.ENDED],
        target=SignState.RENEWED,
    )
    def renew(self, *, at: datetime) -> None:
        """They still want us to look; also late, and also after a break."""
        self.wish, self.answered_at = Wish.YES, at

    @transition(
        field=state,
        source=[SignState.ASKED, SignState.MISSED, SignState.RENEWED, SignState.ENDED],
        target=SignState.ENDED,
    )
    def end(self, *, wish: str, at: datetime) -> None:
        """Not now, or not any more."""
        self.wish, self.answered_at = wish, at

    @transition(field=state, source=SignState.ASKED, target=SignState.MISSED)
    def miss(self) -> None:
        """The mail arrived, and nobody answered until the next one would come."""

    @transition(field=state, source=SignState.ASKED, target=SignState.CLOSED)
    def close(self) -> None:
        """The mail could not be sent, was overtaken, or was told by phone: no answer to it is waited for."""
