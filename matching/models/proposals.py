"""A proposed pair, and what its two people say."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.models import Person
from groups.models import Group, Seat
from matching.models.rules import RuleSet
from matching.models.runs import MatchRun
from matching.states import OPEN, AnswerState, ProposalState
from organisations.models import Enrolment, Organisation, Programme, ProgrammeVersion


class RejectReason(models.TextChoices):
    TOO_DIFFERENT = "too_different", _("They seem too different")
    NOT_NOW = "not_now", _("Not the right moment")
    KNOWN_HISTORY = "known_history", _("I know something that does not show here")
    BETTER_ONE = "better_one", _("I have a better idea")
    SAFETY = "safety", _("I have a worry about safety")
    OTHER = "other", _("Another reason")


# Drafts on hold come after the others.
HELD = models.Case(
    models.When(on_hold_until=None, then=models.Value(0)),
    default=models.Value(1),
    output_field=models.IntegerField(),
)


class Proposal(models.Model):
    """`score` is 0–1000, the sum of `parts`; `bonus` is for waiting and shown apart. `facts` are what the reasons in words are
    made from. A draft may be put on hold until a day, or locked: a search then leaves it and plans around it. From the moment
    its people are asked it follows the settings of `programme_version`, whatever the programme changes later. Never deleted: it
    is the memory of who was asked with whom.

    Searches write them by the hundred thousand, so what costs time a row is left out where something else holds it: the keys of
    both sides are checked together with the programme (migration 0002), and the board's index begins with the programme."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="proposals", db_index=False
    )
    run = models.ForeignKey(
        MatchRun, null=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    rule_set = models.ForeignKey(
        RuleSet, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    programme_version = models.ForeignKey(
        ProgrammeVersion, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    volunteer = models.ForeignKey(
        Enrolment,
        on_delete=models.CASCADE,
        related_name="proposals_as_volunteer",
        db_constraint=False,
    )
    seeker = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="proposals_as_seeker", db_constraint=False
    )
    state = FSMField(default=ProposalState.DRAFT, choices=ProposalState.choices, protected=True)
    score = models.PositiveSmallIntegerField()
    bonus = models.PositiveSmallIntegerField(default=0)
    parts = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    alternatives = models.JSONField(default=list)
    created_at = models.DateTimeField()
    on_hold_until = models.DateField(null=True, blank=True)
    is_locked = models.BooleanField(default=False, db_default=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    offered_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reject_reason = models.CharField(max_length=14, choices=RejectReason, blank=True)
    group = models.OneToOneField(
        Group, null=True, on_delete=models.PROTECT, related_name="proposal"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "seeker"],
                condition=models.Q(state__in=OPEN),
                name="one_open_proposal_per_pair",
            ),
            models.CheckConstraint(
                condition=~models.Q(volunteer=models.F("seeker")),
                name="nobody_is_proposed_to_themselves",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ProposalState.values),
                name="proposal_state_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(score__range=(0, 1000)), name="score_is_0_to_1000"
            ),
            models.CheckConstraint(
                condition=(models.Q(state=ProposalState.AGREED) & models.Q(group__isnull=False))
                | (~models.Q(state=ProposalState.AGREED) & models.Q(group__isnull=True)),
                name="agreed_means_a_group",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ProposalState.OFFERED)
                | models.Q(deadline_at__isnull=False),
                name="an_offer_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ProposalState.REJECTED) | ~models.Q(reject_reason=""),
                name="a_rejection_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                "programme", "state", HELD, models.F("score").desc(), "id", name="proposal_in_order"
            ),
            models.Index(
                fields=["programme", "state", "created_at"],
                include=["volunteer", "seeker", "offered_at", "closed_at"],
                condition=models.Q(
                    state__in=(ProposalState.DRAFT, ProposalState.OFFERED, ProposalState.AGREED)
                )
                | models.Q(offered_at__isnull=False),
                name="proposal_that_counts_as_look",
            ),
            models.Index(
                fields=["deadline_at"],
                condition=models.Q(state=ProposalState.OFFERED),
                name="proposal_deadline",
            ),
            models.Index(
                fields=["remind_at"],
                condition=models.Q(state=ProposalState.OFFERED, reminded_at=None),
                name="proposal_reminder",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    @transition(field=state, source=ProposalState.DRAFT, target=ProposalState.OFFERED)
    def offer(self, *, at: datetime, under: ProgrammeVersion) -> None:
        """The two people are asked, under these settings."""
        self.programme_version, self.offered_at, self.on_hold_until = under, at, None
        self.give_time(at=at)

    def give_time(self, *, at: datetime) -> None:
        """Whoever is asked at this moment has the days of the settings to answer, with one reminder unless it is off."""
        days, remind_after = self.settings["answer_days"], self.settings["reminder_days"]
        self.deadline_at, self.reminded_at = at + timedelta(days=days), None
        self.remind_at = at + timedelta(days=remind_after) if remind_after else None

    @property
    def settings(self) -> dict[str, Any]:
        """What it follows: the version under which its people are asked; before that, and for offers older than versions, today's."""
        version = self.programme_version
        return self.programme.settings() if version is None else version.settings

    @transition(field=state, source=ProposalState.OFFERED, target=ProposalState.AGREED)
    def agree(self, *, group: Group, at: datetime) -> None:
        self.group, self.closed_at = group, at

    @transition(field=state, source=ProposalState.DRAFT, target=ProposalState.REJECTED)
    def reject(self, *, reason: str, at: datetime) -> None:
        self.reject_reason, self.closed_at = reason, at

    @transition(field=state, source=ProposalState.DRAFT, target=ProposalState.DECLINED)
    def refuse_card(self, *, at: datetime) -> None:
        """Who was shown it among other cards wants none of them."""
        self.closed_at, self.on_hold_until = at, None

    @transition(field=state, source=ProposalState.DRAFT, target=ProposalState.SUPERSEDED)
    def replace(self, *, reason: str, at: datetime) -> None:
        """Another draft takes its place; the same two may be proposed again. A new search does the same to many at once."""
        self.reject_reason, self.closed_at = reason, at

    @transition(field=state, source=ProposalState.OFFERED, target=ProposalState.DECLINED)
    def decline(self, *, at: datetime) -> None:
        self.closed_at = at

    @transition(field=state, source=ProposalState.OFFERED, target=ProposalState.EXPIRED)
    def expire(self, *, at: datetime) -> None:
        self.closed_at = at

    @transition(field=state, source=ProposalState.OFFERED, target=ProposalState.WITHDRAWN)
    def withdraw(self, *, at: datetime) -> None:
        self.closed_at = at


class AnswerWay(models.TextChoices):
    PAGE = "page", _("on the page")
    LINK = "link", _("by the link in the mail")
    API = "api", _("by a program")
    COORDINATOR = "coordinator", _("told the coordinator")


class Answer(models.Model):
    """One person's word on one proposal, with the seat that is kept free meanwhile. A no needs no reason."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="answers")
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="answer")
    state = FSMField(default=AnswerState.ASKED, choices=AnswerState.choices, protected=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=12, choices=AnswerWay, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    question = models.TextField(blank=True, max_length=1000)
    question_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "enrolment"], name="one_answer_per_person"),
            models.CheckConstraint(
                condition=models.Q(state__in=AnswerState.values), name="answer_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(AnswerState.YES, AnswerState.NO))
                | models.Q(answered_at__isnull=False),
                name="an_answer_has_a_time",
            ),
        ]

    @transition(field=state, source=AnswerState.TO_COME, target=AnswerState.ASKED)
    def ask(self, *, at: datetime) -> None:
        self.asked_at = at

    @transition(field=state, source=AnswerState.ASKED, target=AnswerState.YES)
    def say_yes(self, *, at: datetime) -> None:
        self.answered_at = at

    @transition(field=state, source=AnswerState.ASKED, target=AnswerState.NO)
    def say_no(self, *, at: datetime) -> None:
        self.answered_at = at

    @transition(
        field=state, source=[AnswerState.TO_COME, AnswerState.ASKED], target=AnswerState.CLOSED
    )
    def close(self) -> None:
        """Nobody waits for this answer any more."""

    def __str__(self) -> str:
        return f"answer of enrolment {self.enrolment_id} on proposal {self.proposal_id}"


class Exclusion(models.Model):
    """These two are never proposed to each other in this organisation. No reason is asked; neither learns of it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="exclusions"
    )
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "first", "second"], name="one_exclusion_per_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")),
                name="exclusion_names_the_lower_id_first",
            ),
        ]

    def __str__(self) -> str:
        return f"exclusion {self.pk}"
