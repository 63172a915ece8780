"""The groups that a search proposes, who would be in them, and what these people say."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.catalogues import DAY_PARTS, SPOKEN
from accounts.models import Person
from groups.models import Group, Seat
from matching.models.forming import Forming
from matching.models.proposals import AnswerWay, RejectReason
from matching.states import (
    LIVE_DRAFT,
    DraftState,
    MemberState,
)
from organisations.models import (
    Enrolment,
    MeetingPlace,
    Programme,
    ProgrammeVersion,
    Theme,
)

_DAY_PART_BITS = [item.bit for item in DAY_PARTS]
_SPOKEN_CODES = [item.code for item in SPOKEN]


class Draft(models.Model):
    """A proposed group: DRAFT → ASKED → FORMED, or REJECTED, REPLACED by a newer search, DISSOLVED when too few said yes.

    `day_part` is a bit of `DAY_PARTS`, `language` a code of `SPOKEN`. `facts` are what its reasons in words are made from.
    `version` rises with each change, so that two who change it at once do not overwrite each other. A draft that is locked, and a
    course, keeps its people; a search only adds to it. Never deleted: it is the memory of who was asked with whom."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="group_drafts")
    forming = models.ForeignKey(
        Forming, null=True, on_delete=models.SET_NULL, related_name="drafts"
    )
    programme_version = models.ForeignKey(
        ProgrammeVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="drafts")
    place = models.ForeignKey(MeetingPlace, on_delete=models.PROTECT, related_name="drafts")
    day_part = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=3)
    state = FSMField(default=DraftState.DRAFT, choices=DraftState.choices, protected=True)
    version = models.PositiveIntegerField(default=1)
    is_locked = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reject_reason = models.CharField(max_length=14, choices=RejectReason, blank=True)
    group = models.OneToOneField(Group, null=True, on_delete=models.PROTECT, related_name="draft")

    class Meta:
        constraints = [
            # Target of the composite key that keeps the people of a draft inside its programme.
            models.UniqueConstraint(fields=["id", "programme"], name="draft_belongs_to_programme"),
            models.CheckConstraint(
                condition=models.Q(state__in=DraftState.values), name="draft_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(day_part__in=_DAY_PART_BITS), name="day_part_of_a_draft_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=_SPOKEN_CODES), name="language_of_a_draft_is_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(state=DraftState.FORMED) & models.Q(group__isnull=False))
                | (~models.Q(state=DraftState.FORMED) & models.Q(group__isnull=True)),
                name="a_formed_draft_has_a_group",
            ),
            models.CheckConstraint(
                condition=models.Q(reject_reason="")
                | models.Q(state=DraftState.REJECTED, reject_reason__in=RejectReason.values),
                name="only_a_rejected_draft_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DraftState.ASKED) | models.Q(deadline_at__isnull=False),
                name="who_is_asked_for_a_group_has_a_deadline",
            ),
            models.UniqueConstraint(
                fields=["place", "day_part"],
                condition=models.Q(state=DraftState.ASKED),
                name="one_asked_group_per_room_and_day_part",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state", "id"], name="draft_list"),
            models.Index(
                fields=["deadline_at"],
                condition=models.Q(state__in=LIVE_DRAFT),
                name="draft_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def settings(self) -> dict[str, Any]:
        """What it follows: the version under which its people are asked; before that, today's."""
        version = self.programme_version
        return self.programme.settings() if version is None else version.settings

    @transition(field=state, source=DraftState.DRAFT, target=DraftState.ASKED)
    def ask(self, *, at: datetime, under: ProgrammeVersion) -> None:
        """Its people are asked, under these settings."""
        self.programme_version, self.asked_at = under, at
        days, remind_after = under.settings["answer_days"], under.settings["reminder_days"]
        self.deadline_at = at + timedelta(days=days)
        self.remind_at = at + timedelta(days=remind_after) if remind_after else None

    @transition(field=state, source=DraftState.ASKED, target=DraftState.FORMED)
    def form(self, *, group: Group, at: datetime) -> None:
        """Enough said yes. Who did not answer yet still can."""
        self.group, self.closed_at = group, at

    @transition(field=state, source=DraftState.DRAFT, target=DraftState.REJECTED)
    def reject(self, *, reason: str, at: datetime) -> None:
        self.reject_reason, self.closed_at = reason, at

    @transition(field=state, source=DraftState.DRAFT, target=DraftState.REPLACED)
    def replace(self, *, at: datetime) -> None:
        """A newer search, or the draft that took its people, is there instead."""
        self.closed_at = at

    @transition(field=state, source=DraftState.ASKED, target=DraftState.DISSOLVED)
    def dissolve(self, *, at: datetime) -> None:
        """Too few said yes, or the team took it back."""
        self.closed_at = at


class Part(models.TextChoices):
    MEMBER = "member", _("member")
    FACILITATOR = "facilitator", _("facilitator")
    BACK_UP = "back_up", _("back-up")


LEADS = (Part.FACILITATOR, Part.BACK_UP)
# As long as these are open, a place or a moment of the person is planned for.
PLANNED = (MemberState.TO_COME, MemberState.ASKED, MemberState.YES)


class DraftMember(models.Model):
    """Somebody in a draft, as member or to lead it, and what they say when they are asked: TO_COME → ASKED → YES / NO, or CLOSED; a yes
    when the group was full already WAITS. A no needs no reason. `settled_at`: the draft is decided, nothing is planned by this row
    any more. `programme`, `person` and `day_part` repeat those of the enrolment and the draft, so that the database can refuse
    somebody of another programme, and somebody who would lead two groups at once."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="members")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="in_drafts")
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=11, choices=Part, default=Part.MEMBER)
    day_part = models.PositiveSmallIntegerField()
    state = FSMField(default=MemberState.TO_COME, choices=MemberState.choices, protected=True)
    seat = models.OneToOneField(
        Seat, null=True, on_delete=models.PROTECT, related_name="draft_member"
    )
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=12, choices=AnswerWay, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=MemberState.values), name="member_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(part__in=Part.values), name="part_in_a_draft_is_known"
            ),
            models.UniqueConstraint(
                fields=["draft", "enrolment"],
                condition=~models.Q(state=MemberState.CLOSED),
                name="one_place_per_person_in_a_draft",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(part=Part.MEMBER, settled_at=None, state__in=PLANNED),
                name="a_member_is_in_one_open_draft",
            ),
            models.UniqueConstraint(
                fields=["draft", "part"],
                condition=models.Q(part__in=LEADS, state__in=PLANNED),
                name="one_facilitator_and_one_back_up_per_draft",
            ),
            models.UniqueConstraint(
                fields=["person", "day_part"],
                condition=models.Q(
                    part__in=LEADS,
                    settled_at=None,
                    state__in=(MemberState.ASKED, MemberState.YES),
                ),
                name="nobody_leads_two_groups_at_one_day_part",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=MemberState.ASKED) | models.Q(seat__isnull=False),
                name="who_is_asked_has_a_seat",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(MemberState.YES, MemberState.NO, MemberState.WAITS))
                | models.Q(answered_at__isnull=False),
                name="what_a_member_says_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.enrolment_id} in draft {self.draft_id}"

    @property
    def leads(self) -> bool:
        return self.part in LEADS

    @transition(field=state, source=MemberState.TO_COME, target=MemberState.ASKED)
    def ask(self, *, seat: Seat, at: datetime) -> None:
        self.seat, self.asked_at = seat, at

    @transition(field=state, source=MemberState.ASKED, target=MemberState.YES)
    def say_yes(self, *, at: datetime) -> None:
        self.answered_at = at

    @transition(field=state, source=MemberState.ASKED, target=MemberState.NO)
    def say_no(self, *, at: datetime) -> None:
        self.answered_at = self.settled_at = at

    @transition(field=state, source=MemberState.ASKED, target=MemberState.WAITS)
    def wait(self, *, at: datetime) -> None:
        """Yes, but the group is full: who said so first comes in first."""
        self.answered_at = self.settled_at = at

    @transition(
        field=state,
        source=[MemberState.TO_COME, MemberState.ASKED, MemberState.YES],
        target=MemberState.CLOSED,
    )
    def close(self, *, at: datetime) -> None:
        """Nothing is asked of them here any more."""
        self.settled_at = at
