"""Who runs what here: organisations, their programmes and the people of their team."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.support import ModelOfSupport

LOOK_LIMIT_WEEKS = 104


class Organisation(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("phone number"), max_length=32, blank=True)

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """One way of support that an organisation offers, with its timings. Rules and weights: `matching.RuleSet`.

    Who waits for `look_after_weeks` without anybody of the team having looked must be looked at (`matching`)."""

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
    reminder_days = models.PositiveSmallIntegerField(default=3)
    asks_volunteer_first = models.BooleanField(default=False)
    required_clearances = models.JSONField(default=list)
    runs_every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    look_after_weeks = models.PositiveSmallIntegerField(default=8)  # 0: nobody is put on that list

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
                condition=models.Q(look_after_weeks__range=(0, LOOK_LIMIT_WEEKS)),
                name="a_look_is_due_after_0_to_104_weeks",
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


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
