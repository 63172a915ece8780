"""Letters that were printed together."""

import uuid

from django.conf import settings
from django.db import models


class LetterBatch(models.Model):
    """The letters of one organisation that go to the post together. `posted_at`: they are in the post, and nothing can be put back."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation_id = models.BigIntegerField(db_index=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    posted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"letters {self.pk}"
