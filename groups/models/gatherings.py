"""The times that a group of peers meets, and who comes."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    BigIntegerRangeField,
    DateTimeRangeField,
    RangeOperators,
)
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition
from encrypted_fields.fields import EncryptedTextField

from accounts.models import Person
from groups.models.agreements import Way
from groups.models.groups import Group, Seat
from groups.moments import Moment
from groups.states import STANDS, GatheringState
from organisations.models import MeetingPlace

MINUTES = (15, 720)
_WHEN = models.Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField())


def _never_twice(field: str, name: str) -> ExclusionConstraint:
    """Nobody and no room at two gatherings at once. A range of one id instead of the id: PostgreSQL compares ranges in such an index
    without an extension, which the servers of the demo and the tests do not bring."""
    one = models.Func(
        field, field, models.Value("[]"), function="int8range", output_field=BigIntegerRangeField()
    )
    return ExclusionConstraint(
        name=name,
        expressions=[(one, RangeOperators.OVERLAPS), (_WHEN, RangeOperators.OVERLAPS)],
        condition=models.Q(state__in=STANDS, **{f"{field}__isnull": False}),
    )


class Gathering(models.Model):
    """One time that a group meets, at a `place` or by a call.

    `day` and `begins` are what the clock on the wall shows in `zone`, and what people agreed on; `starts_at` and `ends_at` are the
    moments that follow (a constraint compares them). `series` is the same for gatherings that were planned together, and
    `planned_at` the moment for which each was planned then: calendars know it by that; None for a single one, and for series from before
    they were told as one. `version`
    counts moves: what was told about an older one is not true any more; `reminded_version` is the one whose reminders were written. `most` limits who comes; None: everybody of the group.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="gatherings")
    series = models.UUIDField(null=True)
    state = FSMField(default=GatheringState.PLANNED, choices=GatheringState.choices, protected=True)
    day = models.DateField()
    begins = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.ForeignKey(
        MeetingPlace, null=True, on_delete=models.PROTECT, related_name="gatherings"
    )
    call_link = EncryptedTextField(blank=True, null=True)
    lead = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="gatherings_led"
    )
    most = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    reminded_version = models.PositiveIntegerField(default=0)
    planned_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "planned_at"], name="a_series_has_one_gathering_at_a_moment"
            ),
            _never_twice("lead", "nobody_leads_two_gatherings_at_once"),
            _never_twice("place", "no_room_for_two_gatherings_at_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=GatheringState.values), name="gathering_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__range=MINUTES),
                name="a_gathering_takes_15_minutes_to_12_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="a_gathering_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(place__isnull=False) ^ models.Q(call_link__isnull=False),
                name="a_gathering_is_at_a_place_or_by_a_call",
            ),
        ]
        indexes = [
            models.Index(fields=["group", "starts_at"], name="gatherings_of_a_group"),
            models.Index(
                fields=["starts_at"],
                condition=models.Q(state=GatheringState.PLANNED),
                name="gathering_coming",
            ),
        ]

    def __str__(self) -> str:
        return f"gathering {self.pk} of group {self.group_id}"

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(ZoneInfo(self.zone))

    @property
    def where(self) -> str:
        """The address to go to, or the link of the call."""
        if self.place is None:
            return self.call_link or ""
        parts = (self.place.name, self.place.address, str(self.place.postal))
        return ", ".join(part for part in parts if part)

    def set_time(self, moment: Moment, minutes: int) -> None:
        self.day, self.begins, self.minutes = moment.day, moment.begins, minutes
        self.starts_at, self.ends_at = moment.at, moment.at + timedelta(minutes=minutes)

    @transition(field=state, source=GatheringState.PLANNED, target=GatheringState.PLANNED)
    def change(self, *, moment: Moment, minutes: int) -> None:
        """At another moment or elsewhere: what was told is not true any more."""
        self.set_time(moment, minutes)
        self.version += 1

    @transition(field=state, source=GatheringState.PLANNED, target=GatheringState.HELD)
    def hold(self) -> None:
        """It took place."""

    @transition(field=state, source=GatheringState.PLANNED, target=GatheringState.CANCELLED)
    def cancel(self) -> None:
        """It does not take place."""
        self.version += 1


class Coming(models.TextChoices):
    YES = "yes", _("comes")
    NO = "no", _("cannot come")


class Attendance(models.Model):
    """What one person said about one gathering, and whether they were there. Triggers: only who is in the group, and never more who come
    than there are places."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    said = models.CharField(max_length=3, choices=Coming, blank=True)
    said_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=12, choices=Way, blank=True)
    was_there = models.BooleanField(null=True)
    noted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "seat"], name="one_word_per_person_and_gathering"
            ),
            models.CheckConstraint(
                condition=models.Q(said__in=("", *Coming.values)), name="what_was_said_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"attendance of seat {self.seat_id} at gathering {self.gathering_id}"
