"""Filters of the list of people that somebody keeps under a name."""

import uuid

from django.conf import settings
from django.db import models

from organisations.models.organisations import Organisation

FILTER_NAME_LIMIT = 60
FILTER_LIMIT = 500


class SavedFilter(models.Model):
    """`query` is what stands in the address of the list. Shared with the team of `organisation`, or with nobody."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(max_length=FILTER_NAME_LIMIT)
    query = models.CharField(max_length=FILTER_LIMIT)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="one_filter_per_name"),
        ]

    def __str__(self) -> str:
        return f"filter {self.pk}"
