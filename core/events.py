"""The one way to write the event log."""

from datetime import datetime
from typing import Any

from django.db import models

from core.models import Event


def record(
    kind: str,
    *,
    subject: models.Model,
    by: Any | None,
    at: datetime,
    person_id: int | None = None,
    organisation_id: int | None = None,
    **data: Any,
) -> Event:
    """Write that `kind` ("matching.proposal_offered") happened to `subject`, in the caller's transaction.

    `data` may hold ids, states, codes and numbers; names and free text do not belong here.
    """
    return Event.objects.create(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        by=by if by is not None and by.pk else None,
        at=at,
        person_id=person_id,
        organisation_id=organisation_id,
        data=data,
    )
