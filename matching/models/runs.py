"""One search over a whole pool, and what it could not do for whom."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from matching.models.rules import RuleSet
from matching.states import LIVE_RUN, RunState
from organisations.models import Enrolment, Programme, ProgrammeVersion


class Objective(models.TextChoices):
    MOST_PEOPLE = "most_people", _("as many people as possible")
    BEST_SCORE = "best_score", _("the best fit over all")


class MatchRun(models.Model):
    """`points` is how much each shared interest counted, by its bit; empty until the end. `lease_until` is the sign of life of the worker that has it: when it lies in the past, the sweep takes the run again.
    Progress is in percent. `gap` is the proven distance to the best possible total; 0 means that nothing better exists."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="runs")
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="runs")
    programme_version = models.ForeignKey(
        ProgrammeVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    objective = models.CharField(max_length=12, choices=Objective, default=Objective.MOST_PEOPLE)
    state = FSMField(default=RunState.QUEUED, choices=RunState.choices, protected=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True)
    volunteers = models.PositiveIntegerField(default=0)
    seekers = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    bound = models.BigIntegerField(default=0)
    gap = models.BigIntegerField(default=0)
    advice = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    engine = models.CharField(max_length=20, blank=True)
    points = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(state__in=LIVE_RUN),
                name="one_live_run_per_programme",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RunState.values), name="run_state_is_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(state=RunState.RUNNING) & models.Q(lease_until__isnull=False))
                | (~models.Q(state=RunState.RUNNING) & models.Q(lease_until__isnull=True)),
                name="a_running_run_has_a_lease",
            ),
            models.CheckConstraint(
                condition=models.Q(progress__range=(0, 100)), name="progress_is_in_percent"
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "-requested_at"], name="run_by_programme"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"

    @transition(field=state, source=RunState.RUNNING, target=RunState.FINISHED)
    def finish(self, *, at: datetime) -> None:
        self.finished_at, self.lease_until, self.progress = at, None, 100

    @transition(field=state, source=list(LIVE_RUN), target=RunState.FAILED)
    def fail(self, *, code: str, at: datetime) -> None:
        self.finished_at, self.lease_until, self.failure = at, None, code[:40]

    @transition(field=state, source=list(LIVE_RUN), target=RunState.CANCELLED)
    def cancel(self, *, at: datetime) -> None:
        self.finished_at, self.lease_until = at, None


class LeftOver(models.Model):
    """Why somebody got no proposal in a run, and the smallest change that would help. Codes are the engine's."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="left_over")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=30)
    change = models.CharField(max_length=30, blank=True)
    amount = models.IntegerField(default=0)
    opens = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "enrolment"], name="one_reason_per_person_left_over"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} for enrolment {self.enrolment_id}"
