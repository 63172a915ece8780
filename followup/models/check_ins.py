"""One question to one person about their pair. The answer is for the team; the other never reads it."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition
from encrypted_fields.fields import EncryptedTextField

from followup.states import OPEN, CheckInState
from groups.models import Seat, Session
from groups.models.agreements import Way


class Kind(models.TextChoices):
    CLICK = "click", _("Did it click?")
    REVIEW = "review", _("Do you go on together?")
    NEXT = "next", _("Shall we look further for you?")


class Said(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNSURE = "unsure", _("not sure")


NOTE_LIMIT = 1000


def _may_still_be_said(check_in: Any) -> bool:
    """Nothing was said yet, or only "not sure"."""
    return check_in.said in ("", Said.UNSURE)


class CheckIn(models.Model):
    """`due_at` is when it is asked, `deadline_at` until when an answer is waited for. `session` is the meeting a click is about."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="check_ins")
    kind = models.CharField(max_length=6, choices=Kind)
    session = models.ForeignKey(
        Session, null=True, on_delete=models.PROTECT, related_name="check_ins"
    )
    state = FSMField(default=CheckInState.PLANNED, choices=CheckInState.choices, protected=True)
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=6, choices=Said, blank=True)
    note = EncryptedTextField(blank=True, null=True)
    way = models.CharField(max_length=12, choices=Way, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=CheckInState.values), name="check_in_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=CheckInState.ANSWERED,
                    said__in=Said.values,
                    answered_at__isnull=False,
                )
                | (~models.Q(state=CheckInState.ANSWERED) & models.Q(said="")),
                name="an_answered_question_has_a_word_and_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CheckInState.ASKED)
                | models.Q(asked_at__isnull=False, deadline_at__isnull=False),
                name="an_asked_question_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.CLICK, session__isnull=False)
                | (~models.Q(kind=Kind.CLICK) & models.Q(session__isnull=True)),
                name="a_click_is_about_a_meeting",
            ),
            models.UniqueConstraint(
                fields=["seat", "kind"],
                condition=models.Q(state__in=OPEN),
                name="one_open_question_of_a_kind_per_person",
            ),
            models.UniqueConstraint(
                fields=["seat", "session"],
                condition=models.Q(session__isnull=False),
                name="one_click_per_person_and_meeting",
            ),
            models.UniqueConstraint(
                fields=["seat", "kind", "due_at"],
                condition=models.Q(session__isnull=True),
                name="one_question_per_person_and_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state=CheckInState.PLANNED),
                name="check_in_to_ask",
            ),
            models.Index(
                fields=["deadline_at"],
                condition=models.Q(state=CheckInState.ASKED),
                name="check_in_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of seat {self.seat_id}"

    @transition(field=state, source=CheckInState.PLANNED, target=CheckInState.ASKED)
    def ask(self, *, at: datetime, deadline_at: datetime) -> None:
        """The person is asked."""
        self.asked_at, self.deadline_at = at, deadline_at

    @transition(
        field=state,
        source=list(CheckInState),
        target=CheckInState.ANSWERED,
        conditions=[_may_still_be_said],
    )
    def answer(self, *, said: str, at: datetime) -> None:
        """Also before it is asked or after its time, told to the team; and again after "not sure"."""
        self.said, self.answered_at = said, at

    @transition(field=state, source=list(OPEN), target=CheckInState.MISSED)
    def miss(self) -> None:
        """Nobody answered in time, or it does not matter any more."""
