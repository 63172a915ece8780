"""How people want to hear from us. One human chooses once, as a person or, without one, as a login of the team."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from notifications.topics import Topic


class Digest(models.TextChoices):
    NONE = "none", _("each message by itself")
    DAILY = "daily", _("once a day, together")
    WEEKLY = "weekly", _("once a week, together")


def _one_owner(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(person__isnull=True) ^ models.Q(user__isnull=True), name=name
    )


class Habit(models.Model):
    """Quiet hours (hours of the clock on the wall in `zone`; empty for those of the installation), a summary, a pause."""

    person = models.OneToOneField(Person, null=True, on_delete=models.CASCADE, related_name="habit")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="habit"
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    zone = models.CharField(max_length=40, default=settings.TIME_ZONE)
    digest = models.CharField(max_length=8, choices=Digest, default=Digest.NONE)
    digest_at = models.DateTimeField(null=True)  # the last summary
    paused_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            _one_owner("habit_has_one_owner"),
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_begin_and_end",
            ),
            models.CheckConstraint(
                condition=models.Q(digest__in=Digest.values), name="digest_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"habit {self.pk}"


class Choice(models.Model):
    """About this topic by this channel: yes or no. What is not here goes as the channel goes by itself."""

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="choices")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="choices"
    )
    topic = models.CharField(max_length=12, choices=Topic)
    channel = models.CharField(max_length=12)
    wanted = models.BooleanField()

    class Meta:
        constraints = [
            _one_owner("choice_has_one_owner"),
            models.UniqueConstraint(
                fields=["person", "user", "topic", "channel"],
                nulls_distinct=False,
                name="one_choice_per_topic_and_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"


class Device(models.Model):
    """A browser that shows messages (Web Push, RFC 8030): where they go and the keys that only it can read with."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices"
    )
    endpoint = models.URLField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"device {self.pk}"
