"""The live relationship. A buddy pair is a group of two, so that care and closing exist once."""

import uuid
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from groups.states import LIVE, OPEN, TOGETHER, SeatState, State
from organisations.models import Enrolment, Programme


class Kind(models.TextChoices):
    PAIR = "pair", _("buddies")
    PEER = "peer", _("peer group")
    LINK = "link", _("link group")
    COURSE = "course", _("course")
    CIRCLE = "circle", _("circle")
    CONFERENCE = "conference", _("conference")
    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood group")


class SeatRole(models.TextChoices):
    """What somebody does in a group. In a pair both are members."""

    MEMBER = "member", _("member")
    LEAD = "lead", _("facilitator")
    BACKUP = "backup", _("back-up")


LEADING = (SeatRole.LEAD, SeatRole.BACKUP)
_ORDER = {SeatRole.LEAD: 0, SeatRole.BACKUP: 1, SeatRole.MEMBER: 2}


def _is_no_pair(group: models.Model) -> bool:
    return isinstance(group, Group) and not group.is_pair


class Group(models.Model):
    """`clicked_at`: both said that it clicks. `review_on`: the day on which both are asked whether they go on."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=13, choices=Kind)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="groups")
    state = FSMField(default=State.INTRODUCED, choices=State.choices, protected=True)
    formed_at = models.DateTimeField()
    clicked_at = models.DateTimeField(null=True)
    trial_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    active_at = models.DateTimeField(null=True)
    closing_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="group_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.TRIAL)
                | models.Q(trial_at__isnull=False, review_on__isnull=False),
                name="a_trial_has_a_day_for_its_review",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.PAIR, state__in=TOGETHER)
                | models.Q(clicked_at__isnull=False),
                name="a_pair_goes_on_only_after_both_clicked",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=State.CLOSED) & models.Q(closed_at__isnull=False))
                | (~models.Q(state=State.CLOSED) & models.Q(closed_at__isnull=True)),
                name="a_closed_group_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state", "formed_at"], name="group_list"),
            models.Index(
                fields=["review_on"],
                condition=models.Q(state=State.TRIAL),
                name="group_to_review",
            ),
        ]

    def __str__(self) -> str:
        return f"group {self.pk} ({self.kind})"

    def members(self) -> "list[Seat]":
        """The seats of who is or was in it, the volunteer's first."""
        rows = [seat for seat in self.seats.all() if seat.taken_at is not None]
        return sorted(rows, key=lambda seat: (not seat.enrolment.is_volunteer, seat.pk))

    @property
    def is_pair(self) -> bool:
        return self.kind == Kind.PAIR

    def people(self) -> "list[Seat]":
        """The seats of who is in it, or was until it ended: who leads first, then volunteers, then in order of coming."""
        rows = [seat for seat in self.members() if seat.is_in or seat.freed_at == self.closed_at]
        return sorted(rows, key=lambda seat: _ORDER[SeatRole(seat.role)])

    @transition(field=state, source=State.INTRODUCED, target=State.TRIAL)
    def start_trial(self, *, at: datetime, review_on: date) -> None:
        """They met, it clicks, and both signed what they agree on."""
        self.trial_at, self.review_on = at, review_on

    @transition(field=state, source=State.TRIAL, target=State.ACTIVE)
    def settle(self, *, at: datetime) -> None:
        """The trial went well."""
        self.active_at = at

    @transition(field=state, source=State.INTRODUCED, target=State.ACTIVE, conditions=[_is_no_pair])
    def begin(self, *, at: datetime) -> None:
        """A group of peers met for the first time."""
        self.active_at = at

    @transition(field=state, source=State.ACTIVE, target=State.PAUSED)
    def pause(self) -> None:
        """Not for a while."""

    @transition(field=state, source=State.PAUSED, target=State.ACTIVE)
    def resume(self) -> None:
        """They go on."""

    @transition(field=state, source=list(OPEN), target=State.CLOSING)
    def start_closing(self, *, at: datetime) -> None:
        """It is being rounded off."""
        self.closing_at = at

    @transition(field=state, source=[*OPEN, State.CLOSING], target=State.CLOSED)
    def close(self, *, at: datetime) -> None:
        """It ended."""
        self.closed_at = at


class Seat(models.Model):
    """One of an enrolment's numbered seats, held while people decide and taken when a group forms.

    The number is what makes overbooking impossible: two live seats with the same number cannot exist, and a trigger refuses
    a number above the enrolment's capacity.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    role = models.CharField(
        max_length=6, choices=SeatRole, default=SeatRole.MEMBER, db_default=SeatRole.MEMBER
    )
    state = FSMField(default=SeatState.HELD, choices=SeatState.choices, protected=True)
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="seats")
    held_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    freed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"],
                condition=models.Q(state__in=LIVE),
                name="one_live_seat_per_number",
            ),
            models.UniqueConstraint(
                fields=["group", "enrolment"],
                condition=models.Q(state=SeatState.TAKEN),
                name="one_seat_per_member",
            ),
            *(
                models.UniqueConstraint(
                    fields=["group"],
                    condition=models.Q(state=SeatState.TAKEN, role=role),
                    name=name,
                )
                for role, name in (
                    (SeatRole.LEAD, "one_facilitator_per_group"),
                    (SeatRole.BACKUP, "one_back_up_per_group"),
                )
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=SeatRole.values), name="seat_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="seats_are_numbered_from_one"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=SeatState.TAKEN) | models.Q(group__isnull=False),
                name="a_taken_seat_is_in_a_group",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=SeatState.HELD) | models.Q(group__isnull=True),
                name="a_held_seat_is_in_no_group",
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.number} of enrolment {self.enrolment_id}"

    @property
    def is_in(self) -> bool:
        return bool(self.state == SeatState.TAKEN)

    @property
    def leads(self) -> bool:
        return self.role in LEADING

    @transition(field=state, source=SeatState.HELD, target=SeatState.TAKEN)
    def take(self, *, group: Group, at: datetime) -> None:
        """The person is in `group` from now on."""
        self.group = group
        self.taken_at = at

    @transition(field=state, source=list(LIVE), target=SeatState.FREED)
    def free(self, *, at: datetime) -> None:
        """Somebody else may have this seat."""
        self.freed_at = at
