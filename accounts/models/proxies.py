"""Somebody who fills in with a person, or for them: what they may do, and from when until when."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Person


class May(models.TextChoices):
    """What a proxy may do. Saying yes or no to somebody, agreeing and leaving stay with the person, always."""

    PROFILE = "profile", _("fill in the profile")
    BREAKS = "breaks", _("ask for a break, and go on again")


class Proxy(models.Model):
    """Holds from `starts_on` to the end of `ends_on`, and then ends by itself; `ended_at` when somebody ended it before. The proxy is
    whoever logs in with `email`, so that nobody learns here which addresses have a login."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proxies")
    email = models.EmailField()
    may = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "email"],
                condition=models.Q(ended_at=None),
                name="one_proxy_per_person_and_address",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="a_proxy_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["email"], condition=models.Q(ended_at=None), name="proxy_by_address"
            ),
        ]

    def __str__(self) -> str:
        return f"proxy {self.pk} of person {self.person_id}"

    def may_in_words(self) -> str:
        """ "fill in the profile, ask for a break"."""
        return ", ".join(str(May(code).label) for code in self.may)
