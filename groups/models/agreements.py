"""What the people of a group agree on, and who signed which version of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from groups.models.groups import Group, Seat

PARTS = {
    "rhythm": _("How often we meet, when and for how long"),
    "costs": _("Who pays what"),
    "boundaries": _("What we do not do, and what we do not talk about"),
    "contact": _("How we reach each other between meetings"),
    "ending": _("How we end it, when one of us wants to stop"),
}
PART_LIMIT = 1000


class Way(models.TextChoices):
    """How somebody said something."""

    PAGE = "page", _("on the page")
    LINK = "link", _("by the link in the mail")
    API = "api", _("by a program")
    COORDINATOR = "coordinator", _("told the coordinator")


class Agreement(models.Model):
    """The text as it is now. Every change makes a new version; signatures are for one version only."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="agreement")
    rhythm = EncryptedTextField()
    costs = EncryptedTextField(blank=True, null=True)
    boundaries = EncryptedTextField(blank=True, null=True)
    contact = EncryptedTextField(blank=True, null=True)
    ending = EncryptedTextField(blank=True, null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        Seat, null=True, on_delete=models.PROTECT, related_name="agreements_changed"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="agreement_versions_start_at_one"
            )
        ]

    def __str__(self) -> str:
        return f"agreement of group {self.group_id}, version {self.version}"

    def texts(self) -> dict[str, str]:
        return {part: getattr(self, part) or "" for part in PARTS}


class Signature(models.Model):
    """One person, one version. A trigger refuses a version that is not the agreement's own."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="signatures")
    version = models.PositiveIntegerField()
    signed_at = models.DateTimeField()
    way = models.CharField(max_length=12, choices=Way)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "seat", "version"], name="one_signature_per_person_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"signature of seat {self.seat_id} under version {self.version}"
