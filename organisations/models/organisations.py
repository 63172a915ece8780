"""Who runs what here: organisations, their programmes and the people of their team."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.support import ModelOfSupport

_USER = settings.AUTH_USER_MODEL
LOOK_LIMIT_WEEKS = 104
NOTICE_LIMIT_WEEKS = 26
FIRST_LIMIT_DAYS = 90
SIGN_LIMIT_WEEKS = 52
SIGNS_LIMIT = 12
CARDS_LIMIT = 3
ANSWER_LIMIT_DAYS = 60
RUN_LIMIT_DAYS = 365
BUDDY_LIMIT = 50
RHYTHM_LIMIT_WEEKS = 12
# What a version of a programme holds, in the order in which it is told.
SETTINGS = (
    *("name", "description", "model_of_support", "is_open", "asks_volunteer_first"),
    *("choice_of_cards", "answer_days", "reminder_days", "proposal_text", "meets_every_weeks"),
    *("max_buddies", "required_clearances"),
    *("clearance_notice_weeks", "first_answer_days", "talk_within_days"),
    *("runs_every_days", "look_after_weeks", "sign_after_weeks", "signs_before_call"),
    *("speak_after_weeks", "meanwhile_text"),
)


class Organisation(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("phone number"), max_length=32, blank=True)

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """One way of support that an organisation offers, with its settings; every change is a `ProgrammeVersion`. Rules and
    weights: `matching.RuleSet`.

    Somebody who looks may be shown up to `choice_of_cards` proposals at once and choose one; 1: no choice.

    `description`, `proposal_text` and `meanwhile_text` are language → text. `max_buddies` is for each volunteer, whatever they offer themselves; None:
    no limit. Two people are expected to meet every `meets_every_weeks`; None: nothing is said about it. Who waits for
    `look_after_weeks` without anybody of the team having looked must be looked at (`matching`). `clearance_notice_weeks` before
    something required of a volunteer ends, the team is told. Who registered is late on the desk after `first_answer_days` without a
    first answer, and after `talk_within_days` without a first talk. Who waits hears from us every `sign_after_weeks`, and is called after
    `signs_before_call` of those mails without an answer, or after `speak_after_weeks` in which nobody spoke to them (`waitlist`).
    `meanwhile_text` is what they can do meanwhile."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="programmes"
    )
    name = models.CharField(_("name"), max_length=120)
    description = models.JSONField(default=dict)
    model_of_support = models.CharField(
        max_length=12, choices=ModelOfSupport, default=ModelOfSupport.BUDDY
    )
    is_open = models.BooleanField(default=True)
    answer_days = models.PositiveSmallIntegerField(default=7)
    reminder_days = models.PositiveSmallIntegerField(default=3)  # 0: no reminder
    asks_volunteer_first = models.BooleanField(default=False)
    choice_of_cards = models.PositiveSmallIntegerField(default=1)
    required_clearances = models.JSONField(default=list)
    runs_every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    look_after_weeks = models.PositiveSmallIntegerField(default=8)  # 0: nobody is put on that list
    clearance_notice_weeks = models.PositiveSmallIntegerField(default=6)  # 0: told when it ended
    first_answer_days = models.PositiveSmallIntegerField(default=2)
    talk_within_days = models.PositiveSmallIntegerField(default=14)
    sign_after_weeks = models.PositiveSmallIntegerField(default=4)  # 0: no such mails
    signs_before_call = models.PositiveSmallIntegerField(default=3)
    speak_after_weeks = models.PositiveSmallIntegerField(
        default=12
    )  # 0: nobody is put on that list
    meanwhile_text = models.JSONField(default=dict)
    proposal_text = models.JSONField(default=dict)
    max_buddies = models.PositiveSmallIntegerField(null=True, blank=True)
    meets_every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="one_programme_name_per_organisation"
            ),
            # Target of the composite keys that keep an enrolment inside its organisation.
            models.UniqueConstraint(
                fields=["id", "organisation"], name="programme_belongs_to_organisation"
            ),
            models.CheckConstraint(
                condition=models.Q(answer_days__range=(1, 60)),
                name="people_get_1_to_60_days_to_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(reminder_days__lt=models.F("answer_days")),
                name="a_reminder_comes_before_the_deadline",
            ),
            models.CheckConstraint(
                condition=models.Q(model_of_support__in=ModelOfSupport.values),
                name="model_of_support_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(max_buddies=None)
                | models.Q(max_buddies__range=(1, BUDDY_LIMIT)),
                name="a_volunteer_may_have_1_to_50_buddies",
            ),
            models.CheckConstraint(
                condition=models.Q(meets_every_weeks=None)
                | models.Q(meets_every_weeks__range=(1, RHYTHM_LIMIT_WEEKS)),
                name="people_meet_every_1_to_12_weeks",
            ),
            models.CheckConstraint(
                condition=models.Q(runs_every_days=None)
                | models.Q(runs_every_days__range=(1, RUN_LIMIT_DAYS)),
                name="a_search_comes_every_1_to_365_days",
            ),
            models.CheckConstraint(
                condition=models.Q(look_after_weeks__range=(0, LOOK_LIMIT_WEEKS)),
                name="a_look_is_due_after_0_to_104_weeks",
            ),
            models.CheckConstraint(
                condition=models.Q(choice_of_cards__range=(1, CARDS_LIMIT)),
                name="a_choice_is_of_1_to_3_cards",
            ),
            models.CheckConstraint(
                condition=models.Q(clearance_notice_weeks__range=(0, NOTICE_LIMIT_WEEKS)),
                name="an_end_is_told_0_to_26_weeks_before",
            ),
            models.CheckConstraint(
                condition=models.Q(first_answer_days__range=(1, FIRST_LIMIT_DAYS)),
                name="a_first_answer_is_due_after_1_to_90_days",
            ),
            models.CheckConstraint(
                condition=models.Q(talk_within_days__range=(1, FIRST_LIMIT_DAYS)),
                name="a_first_talk_is_due_after_1_to_90_days",
            ),
            models.CheckConstraint(
                condition=models.Q(sign_after_weeks__range=(0, SIGN_LIMIT_WEEKS)),
                name="a_sign_of_life_comes_after_0_to_52_weeks",
            ),
            models.CheckConstraint(
                condition=models.Q(signs_before_call__range=(1, SIGNS_LIMIT)),
                name="somebody_calls_after_1_to_12_silent_signs",
            ),
            models.CheckConstraint(
                condition=models.Q(speak_after_weeks__range=(0, LOOK_LIMIT_WEEKS)),
                name="a_talk_is_due_after_0_to_104_weeks",
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def settings(self) -> dict[str, Any]:
        """The settings as they are now, as a version keeps them."""
        return {name: getattr(self, name) for name in SETTINGS}


class ProgrammeVersion(models.Model):
    """The settings of a programme as they were from one change to the next; never changed, only followed."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    settings = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(_USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="one_settings_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"settings {self.version} of programme {self.programme_id}"


class Role(models.Model):
    class Name(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        LEAD = "lead", _("lead of the organisation")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(max_length=12, choices=Name)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="one_live_role_per_user",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.user_id}"
