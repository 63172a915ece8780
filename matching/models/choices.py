"""Somebody who looks chooses one of a few anonymous cards."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django_fsm import FSMField, transition

from groups.models import Seat
from matching.models.proposals import AnswerWay, Proposal
from matching.states import ChoiceState
from organisations.models import Enrolment, Programme, ProgrammeVersion
from organisations.models.organisations import CARDS_LIMIT


class Choice(models.Model):
    """Drafts shown at once to one person, whose seat is kept free meanwhile, and so are those of the volunteers (`Card`). Nobody else
    knows of it: only the chosen one becomes an offer. It follows the settings under which it began."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="choices")
    programme_version = models.ForeignKey(
        ProgrammeVersion, on_delete=models.PROTECT, related_name="+"
    )
    seeker = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="choices")
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="choice")
    state = FSMField(default=ChoiceState.OPEN, choices=ChoiceState.choices, protected=True)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    deadline_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=12, choices=AnswerWay, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    question = models.TextField(blank=True, max_length=1000)
    question_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ChoiceState.values), name="choice_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["seeker"],
                condition=models.Q(state=ChoiceState.OPEN),
                name="one_open_choice_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ChoiceState.OPEN, closed_at__isnull=True)
                | (~models.Q(state=ChoiceState.OPEN) & models.Q(closed_at__isnull=False)),
                name="a_choice_that_is_over_has_an_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline_at"],
                condition=models.Q(state=ChoiceState.OPEN),
                name="choice_deadline",
            )
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"

    def give_time(self, *, at: datetime) -> None:
        """As many days as for a proposal, with one reminder unless it is off."""
        told = self.programme_version.settings
        self.offered_at, self.deadline_at = at, at + timedelta(days=told["answer_days"])
        after = told["reminder_days"]
        self.remind_at = at + timedelta(days=after) if after else None

    @transition(field=state, source=ChoiceState.OPEN, target=ChoiceState.MADE)
    def make(self, *, at: datetime) -> None:
        """One card was chosen."""
        self.closed_at = at

    @transition(field=state, source=ChoiceState.OPEN, target=ChoiceState.REFUSED)
    def refuse(self, *, at: datetime) -> None:
        """None of them, without a reason."""
        self.closed_at = at

    @transition(field=state, source=ChoiceState.OPEN, target=ChoiceState.EXPIRED)
    def expire(self, *, at: datetime) -> None:
        self.closed_at = at

    @transition(field=state, source=ChoiceState.OPEN, target=ChoiceState.WITHDRAWN)
    def withdraw(self, *, at: datetime) -> None:
        self.closed_at = at


class Card(models.Model):
    """One of the cards of a choice, with the volunteer's seat that is kept free meanwhile."""

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="cards")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="cards")
    number = models.PositiveSmallIntegerField()
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="card")
    is_chosen = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["choice", "proposal"], name="one_card_per_proposal"),
            models.UniqueConstraint(fields=["choice", "number"], name="one_card_per_number"),
            models.CheckConstraint(
                condition=models.Q(number__range=(1, CARDS_LIMIT)),
                name="cards_are_numbered_1_to_3",
            ),
            models.UniqueConstraint(
                fields=["choice"],
                condition=models.Q(is_chosen=True),
                name="one_chosen_card_per_choice",
            ),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"card {self.number} of choice {self.choice_id}"
