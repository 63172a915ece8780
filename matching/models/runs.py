"""One search over a whole pool, and what it could not do for whom."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from matching.models.rules import RuleSet
from matching.states import LIVE_RUN, PartState, RunState
from organisations.models import Enrolment, Programme, ProgrammeVersion


class Objective(models.TextChoices):
    MOST_PEOPLE = "most_people", _("as many people as possible")
    BEST_SCORE = "best_score", _("the best fit over all")


class MatchRun(models.Model):
    """`lease_until` is the sign of life of the worker that has it: when it lies in the past, the sweep takes the run again. `points` is
    how much each shared interest counted, by its bit; empty until the end. `regions` is in how many parts it is searched.
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
    regions = models.PositiveIntegerField(default=1)
    regions_done = models.PositiveIntegerField(default=0)

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
            models.CheckConstraint(
                condition=~models.Q(state=RunState.SPREAD) | models.Q(regions__gt=1),
                name="a_spread_run_has_regions",
            ),
            models.CheckConstraint(
                condition=models.Q(regions_done__lte=models.F("regions")),
                name="no_more_regions_done_than_there_are",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "-requested_at"], name="run_by_programme"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"

    @transition(field=state, source=RunState.RUNNING, target=RunState.SPREAD)
    def spread(self, *, regions: int) -> None:
        """Nobody has it while workers have its parts. What they do is no attempt at the rest."""
        self.regions, self.claim, self.lease_until, self.attempts = regions, None, None, 0

    @transition(field=state, source=RunState.RUNNING, target=RunState.FINISHED)
    def finish(self, *, at: datetime) -> None:
        self.finished_at, self.lease_until, self.progress = at, None, 100

    @transition(field=state, source=list(LIVE_RUN), target=RunState.FAILED)
    def fail(self, *, code: str, at: datetime) -> None:
        self.finished_at, self.lease_until, self.failure = at, None, code[:40]

    @transition(field=state, source=list(LIVE_RUN), target=RunState.CANCELLED)
    def cancel(self, *, at: datetime) -> None:
        self.finished_at, self.lease_until = at, None


class RunPool(models.Model):
    """The whole pool of a search that is spread, as it was at one moment; kept until the search ends."""

    run = models.OneToOneField(MatchRun, on_delete=models.CASCADE, related_name="pool")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"pool of run {self.run_id}"


class RunPart(models.Model):
    """One region of a search that is spread over workers, with the lease of the worker that has it; kept until the search ends.
    `given` is its pool and `found` its answer (see `matching.parcels`). `progress` is in percent."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    state = FSMField(default=PartState.QUEUED, choices=PartState.choices, protected=True)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    given = models.BinaryField()
    found = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_part_per_number"),
            models.CheckConstraint(
                condition=models.Q(state__in=PartState.values), name="part_state_is_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(state=PartState.RUNNING) & models.Q(lease_until__isnull=False))
                | (~models.Q(state=PartState.RUNNING) & models.Q(lease_until__isnull=True)),
                name="a_running_part_has_a_lease",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=PartState.DONE) & ~models.Q(found=b""))
                | (~models.Q(state=PartState.DONE) & models.Q(found=b"")),
                name="a_done_part_has_its_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(progress__range=(0, 100)),
                name="progress_of_a_part_is_in_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.number} of run {self.run_id}"

    @transition(field=state, source=PartState.RUNNING, target=PartState.DONE)
    def finish(self, *, found: bytes) -> None:
        self.found, self.lease_until, self.progress = found, None, 100


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
