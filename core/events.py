"""The one way to write the event log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

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


# The one statement writes only what nobody noted since: with a question first it would be two for each subject.
_UNLESS_KNOWN = """
INSERT INTO core_event (at, kind, by_id, subject_type, subject_id, person_id, organisation_id, data)
SELECT %(at)s, %(kind)s, %(by)s, %(type)s, subject, person, organisation, '{}'
FROM unnest(%(subjects)s::bigint[], %(persons)s::bigint[], %(organisations)s::bigint[]) AS t (subject, person, organisation)
WHERE NOT EXISTS (SELECT 1 FROM core_event e
    WHERE e.person_id = person AND e.kind = %(kind)s AND e.by_id = %(by)s AND e.at > %(since)s)
"""


def record_unless_known(
    kind: str, *, subjects: Sequence[Any], by: models.Model, at: datetime, since: datetime
) -> None:
    """Write `kind` for each of these, rows of one model with a person and an organisation, except about people of whom `by` is in the
    log with it since then."""
    with connection.cursor() as cursor:
        cursor.execute(
            _UNLESS_KNOWN,
            {
                "at": at,
                "since": since,
                "kind": kind,
                "by": by.pk,
                "type": subjects[0]._meta.label_lower,
                "subjects": [each.pk for each in subjects],
                "persons": [each.person_id for each in subjects],
                "organisations": [each.organisation_id for each in subjects],
            },
        )
