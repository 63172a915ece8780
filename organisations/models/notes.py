"""The information note that the law asks of an organisation before a volunteer starts, in versions."""

from django.conf import settings
from django.db import models

from organisations.models.organisations import Organisation


class InfoNote(models.Model):
    """The note from one change to the next: language → text; never changed, only followed. Who took note of it: `Clearance`."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="info_notes"
    )
    version = models.PositiveIntegerField()
    texts = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "version"], name="one_information_note_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"information note {self.version} of organisation {self.organisation_id}"
