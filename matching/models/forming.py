"""One look at all who wait for a group in a programme, and why somebody found none."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django_fsm import FSMField, transition

from matching.states import (
    LIVE_FORMING,
    FormingState,
)
from organisations.models import (
    Enrolment,
    MeetingPlace,
    Programme,
    Theme,
)


class Forming(models.Model):
    """A search for groups, claimed and leased like a `MatchRun`. `people` and `placed` are how many waited and found a group,
    `most` how many no other grouping could exceed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="formings")
    state = FSMField(default=FormingState.QUEUED, choices=FormingState.choices, protected=True)
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
    people = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(state__in=LIVE_FORMING),
                name="one_live_forming_per_programme",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=FormingState.values), name="forming_state_is_known"
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state=FormingState.RUNNING) & models.Q(lease_until__isnull=False)
                )
                | (~models.Q(state=FormingState.RUNNING) & models.Q(lease_until__isnull=True)),
                name="a_running_forming_has_a_lease",
            ),
            models.CheckConstraint(
                condition=models.Q(progress__range=(0, 100)),
                name="progress_of_a_forming_is_in_percent",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "-requested_at"], name="forming_by_programme"),
        ]

    def __str__(self) -> str:
        return f"forming {self.pk}"

    @transition(field=state, source=FormingState.RUNNING, target=FormingState.FINISHED)
    def finish(self, *, at: datetime) -> None:
        self.finished_at, self.lease_until, self.progress = at, None, 100

    @transition(field=state, source=list(LIVE_FORMING), target=FormingState.FAILED)
    def fail(self, *, code: str, at: datetime) -> None:
        self.finished_at, self.lease_until, self.failure = at, None, code[:40]

    @transition(field=state, source=list(LIVE_FORMING), target=FormingState.CANCELLED)
    def cancel(self, *, at: datetime) -> None:
        self.finished_at, self.lease_until = at, None


class Thermometer(models.Model):
    """ "3 of 5 found": who is left over and could meet here. Shown as long as its forming is the latest."""

    forming = models.ForeignKey(Forming, on_delete=models.CASCADE, related_name="thermometers")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, related_name="+")
    day_part = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=3)
    found = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.found} of {self.needed} in forming {self.forming_id}"


# Not one of the engine's reasons: it was not shown to the engine who left a group lately.
RESTS = "rests_after_leaving"
# Nor is this: the engine found a group that a coordinator had rejected.
REJECTED_BEFORE = "rejected_before"


class LeftOut(models.Model):
    """Why somebody is in no group after a forming. `reason` is the engine's, `RESTS`, or `REJECTED_BEFORE` with the draft that was
    `rejected`; the thermometer is the nearest thing to a group."""

    forming = models.ForeignKey(Forming, on_delete=models.CASCADE, related_name="left_out")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=30)
    thermometer = models.ForeignKey(
        Thermometer, null=True, on_delete=models.CASCADE, related_name="people"
    )
    rejected = models.ForeignKey(
        "matching.Draft", null=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forming", "enrolment"], name="one_reason_per_person_without_a_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} for enrolment {self.enrolment_id}"
