"""A person in a programme, as volunteer or as somebody who looks for support."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition
from encrypted_fields.fields import EncryptedTextField

from accounts.models import Person
from core.catalogue import Catalogue
from organisations.models.notes import InfoNote
from organisations.models.organisations import Organisation, Programme
from organisations.states import ENDED, LIVE, State

CAPACITY_LIMIT = 50
CLEARANCE_TEXT_LIMIT = 120

GOALS = Catalogue(
    ("company", 0, _("Company and a chat")),
    ("going_out", 1, _("Going out together")),
    ("sport", 2, _("Moving and sport together")),
    ("language", 3, _("Practising a language")),
    ("finding_way", 4, _("Finding the way: papers, services, the town")),
    ("meeting_people", 5, _("Meeting other people")),
    ("family", 6, _("Support for a family with children")),
    ("work_study", 7, _("Work or study")),
    ("digital", 8, _("Computer and phone")),
    ("home", 9, _("Small things at home")),
    ("listening", 10, _("Somebody who listens")),
    ("culture", 11, _("Culture and hobbies")),
)


# Who stopped comes last.
LAST = models.Case(
    models.When(state__in=ENDED, then=models.Value(1)),
    default=models.Value(0),
    output_field=models.IntegerField(),
)


class Side(models.TextChoices):
    VOLUNTEER = "volunteer", _("volunteer")
    SEEKER = "seeker", _("looks for somebody")


class Enrolment(models.Model):
    """One person, one programme, one side. Free capacity is capacity minus live seats; waiting time is now minus
    `waiting_since`. `organisation` repeats the programme's, so that the database can refuse a link across organisations.
    `decision_note` says why somebody was taken in or not, `coordinator` who of the team takes care."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrolments")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="enrolments"
    )
    side = models.CharField(max_length=9, choices=Side)
    state = FSMField(default=State.APPLIED, choices=State.choices, protected=True)
    capacity = models.PositiveSmallIntegerField(default=1)
    goals = models.PositiveIntegerField(default=0)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    note = EncryptedTextField(blank=True, null=True)
    decision_note = EncryptedTextField(blank=True, null=True)
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="enrolments"
    )
    applied_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)
    last_contact_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "side"],
                condition=~models.Q(state__in=ENDED),
                name="one_live_enrolment_per_person_and_side",
            ),
            models.UniqueConstraint(
                fields=["id", "programme"], name="enrolment_belongs_to_programme"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="enrolment_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(side=Side.VOLUNTEER, capacity__range=(1, CAPACITY_LIMIT))
                | models.Q(side=Side.SEEKER, capacity=1),
                name="a_volunteer_has_1_to_50_seats_a_seeker_one",
            ),
            models.CheckConstraint(
                condition=models.Q(goals__range=(0, GOALS.full_mask)),
                name="goals_are_known_bits",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.ACTIVE) | models.Q(waiting_since__isnull=False),
                name="who_is_ready_waits_since_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "side", "waiting_since"],
                condition=models.Q(state=State.ACTIVE),
                name="enrolment_ready",
            ),
            models.Index(fields=["organisation", "state", "applied_at"], name="enrolment_list"),
            models.Index("organisation", LAST, "applied_at", "id", name="enrolment_in_order"),
            models.Index(
                fields=["organisation", "waiting_since", "id"],
                include=["person", "programme", "side", "capacity"],
                condition=models.Q(state=State.ACTIVE),
                name="enrolment_that_waits",
            ),
            models.Index(
                fields=["organisation", "coordinator", "state"],
                condition=~models.Q(state__in=ENDED),
                name="enrolment_by_coordinator",
            ),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk} ({self.side})"

    @property
    def is_volunteer(self) -> bool:
        return self.side == Side.VOLUNTEER

    @transition(field=state, source=State.APPLIED, target=State.INTAKE)
    def start_intake(self) -> None:
        """A first talk is planned or held."""

    @transition(field=state, source=[State.APPLIED, State.INTAKE], target=State.ACTIVE)
    def activate(self, *, at: datetime) -> None:
        """Ready to be matched: this person waits from now on, or since they came on the organisation's own list."""
        self.waiting_since = self.waiting_since or at

    @transition(field=state, source=[State.APPLIED, State.INTAKE], target=State.DECLINED)
    def decline(self) -> None:
        """This programme does not fit."""

    @transition(field=state, source=State.ACTIVE, target=State.PAUSED)
    def pause(self) -> None:
        """Not now; the place in the queue is kept."""

    @transition(field=state, source=State.PAUSED, target=State.ACTIVE)
    def resume(self, *, at: datetime) -> None:
        """Available again; waiting time goes on from where it was."""
        self.waiting_since = self.waiting_since or at

    @transition(field=state, source=list(LIVE), target=State.LEFT)
    def leave(self) -> None:
        """Stopped, without having to say why."""


class ClearanceKind(models.TextChoices):
    INFO_NOTE = "info_note", _("information note given")
    AGREEMENT = "agreement", _("agreement note signed on paper")
    TRAINING = "training", _("training followed")
    REFERENCES = "references", _("references checked")
    INSURANCE = "insurance", _("insured")
    EXTRACT = "extract", _("extract of the criminal record (596.2) seen")


class Clearance(models.Model):
    """What was seen, by whom and when; never the document itself.

    `filed_at` says where the signed paper lies, `reference` the number of a policy or who gave the training; `issued_on` is the day
    of the extract itself. `info_note` is the version that somebody took note of. `told_at`: when the team was told that it ends.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="clearances")
    kind = models.CharField(max_length=12, choices=ClearanceKind)
    seen_on = models.DateField()
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    valid_until = models.DateField(null=True, blank=True)
    filed_at = models.CharField(
        max_length=CLEARANCE_TEXT_LIMIT, blank=True, default="", db_default=""
    )
    reference = models.CharField(
        max_length=CLEARANCE_TEXT_LIMIT, blank=True, default="", db_default=""
    )
    issued_on = models.DateField(null=True, blank=True)
    info_note = models.ForeignKey(
        InfoNote, null=True, blank=True, on_delete=models.PROTECT, related_name="clearances"
    )
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "kind"], name="one_clearance_per_kind"),
            models.CheckConstraint(
                condition=models.Q(info_note=None) | models.Q(kind=ClearanceKind.INFO_NOTE),
                name="only_taking_note_names_an_information_note",
            ),
            models.CheckConstraint(
                condition=models.Q(issued_on=None) | models.Q(issued_on__lte=models.F("seen_on")),
                name="a_paper_is_issued_before_it_is_seen",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("seen_on")),
                name="clearance_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(
                fields=["valid_until"],
                condition=models.Q(valid_until__isnull=False),
                name="clearance_that_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of enrolment {self.enrolment_id}"
