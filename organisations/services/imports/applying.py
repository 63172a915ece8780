"""A worker brings the good rows in: all of them in one transaction, or none.

1. Everything is checked and prepared in memory, with progress, before anything is written. 2. One transaction locks the programme
(two imports of one programme go one after the other) and the import, leaves out rows that became known meanwhile, and writes
people, enrolments and what became of each row. A worker that dies in it leaves nothing; the sweep gives the import to another.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import get_default_timezone

from accounts.models import Person
from accounts.places.postal_map import PostalMap
from accounts.services.bulk import BATCH as LARGE_BATCH
from accounts.services.bulk import NewPerson, new_person, register_people
from core.models import Event
from core.states import move
from organisations.imports.faults import KNOWN_ROW
from organisations.imports.labels import label_of
from organisations.imports.values import NOTE_LIMIT
from organisations.messages import tell_team_of_import
from organisations.models import Enrolment, Import, ImportRow, Programme, Theme, Wish
from organisations.models.imports import ImportState, RowState
from organisations.services.imports.claims import (
    BATCH,
    Progress,
    carry_out,
    lock_mine,
    quietly,
    record,
    sign_of_life,
)
from organisations.services.imports.reading import known_before

_DETAILS = (
    *("name_to_use", "family_name", "birth_year", "gender"),
    *("language", "email", "phone", "reach_by"),
)
# One statement for all rows: what each became, and what it said forgotten.
_MARK = """
UPDATE organisations_importrow AS r SET state = %s, enrolment_id = made.enrolment_id, values = %s
FROM unnest(%s::bigint[], %s::bigint[]) AS made (row_id, enrolment_id) WHERE r.id = made.row_id
"""


@dataclass(frozen=True, slots=True)
class _Ready:
    row_id: int
    digest: str
    person: NewPerson
    side: str
    note: str
    registered_at: datetime | None
    theme_id: int | None


def apply_rows(*, import_id: int, now: datetime, progress: Progress = quietly) -> None:
    """Bring in the good rows of an import that waits for it: APPLYING → DONE, or FAILED with the reason's code."""

    def apply(batch: Import, token: uuid.UUID) -> None:
        ready = list(_prepared(batch, token, now, progress))
        _store(batch, token, ready, now)

    carry_out(import_id=import_id, state=ImportState.APPLYING, now=now, work=apply)


def _prepared(
    batch: Import, token: uuid.UUID, now: datetime, progress: Progress
) -> Iterator[_Ready]:
    postal = PostalMap()
    rows = batch.rows.filter(state=RowState.GOOD).order_by("number")
    for done, row in enumerate(rows.iterator(chunk_size=BATCH), 1):
        yield _ready(row, postal, now)
        if done % BATCH == 0 or done == batch.rows_total:
            sign_of_life(batch=batch, token=token, rows_done=done)
            progress(done, batch.rows_total)


def _ready(row: ImportRow, postal: PostalMap, now: datetime) -> _Ready:
    values: dict[str, Any] = row.values
    person = new_person(
        now=now,
        typed=values["place"],
        address=values["address"],
        postal=postal.find(values["place"]) if values["place"] else None,
        languages=values["languages"],
        interests=values["interests"],
        day_parts=values["day_parts"],
        **{name: values[name] for name in _DETAILS},
    )
    registered_at = _noon(values["registered_on"], now) if values["registered_on"] else None
    return _Ready(
        row_id=row.pk,
        digest=row.digest,
        person=person,
        side=values["side"],
        note=values["note"],
        registered_at=registered_at,
        theme_id=values.get("theme"),
    )


def _noon(day: str, now: datetime) -> datetime:
    """The middle of a day here, which is the same day everywhere; not later than now."""
    noon = datetime.combine(date.fromisoformat(day), time(12), tzinfo=get_default_timezone())
    return min(noon, now)


@transaction.atomic
def _store(batch: Import, token: uuid.UUID, ready: Sequence[_Ready], now: datetime) -> None:
    # NO KEY: people who register themselves in this programme meanwhile do not wait.
    Programme.objects.select_for_update(no_key=True).get(pk=batch.programme_id)
    mine = lock_mine(batch=batch, token=token)
    known = known_before([each.digest for each in ready])
    fresh = [each for each in ready if each.digest not in known]
    people = register_people(rows=[each.person for each in fresh], by=mine.by, now=now)
    enrolments = _enrol(mine, people, fresh, now)
    _wish(mine, enrolments, fresh, now)
    _mark(mine, fresh, enrolments)
    move(mine.finish, at=now, rows=len(fresh))
    mine.save()
    record("finished", mine, by=mine.by, now=now, rows=len(fresh))
    tell_team_of_import(mine, now=now)


def _enrol(
    batch: Import, people: Sequence[Person], ready: Sequence[_Ready], now: datetime
) -> list[Enrolment]:
    """As `apply` does, without consent: they stay APPLIED until a coordinator notes it. One message for all comes later."""
    enrolments = [
        Enrolment(
            person_id=person.pk,
            programme_id=batch.programme_id,
            organisation_id=batch.organisation_id,
            side=each.side,
            note=each.note or None,
            applied_at=each.registered_at or now,
            waiting_since=each.registered_at,
        )
        for person, each in zip(people, ready, strict=True)
    ]
    Enrolment.objects.bulk_create(enrolments, batch_size=LARGE_BATCH)
    Event.objects.bulk_create(
        (_applied(batch, enrolment, now) for enrolment in enrolments),
        batch_size=LARGE_BATCH,
    )
    return enrolments


def _wish(
    batch: Import, enrolments: Sequence[Enrolment], ready: Sequence[_Ready], now: datetime
) -> None:
    """As `save_wish` does. Locked: nobody is left with a theme that ends at this moment; one that ended since is in the note."""
    wanted = {each.theme_id for each in ready if each.theme_id is not None}
    rows = Theme.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    themes = {theme.pk: theme for theme in rows}
    wishes, ended = [], []
    for enrolment, each in zip(enrolments, ready, strict=True):
        theme = themes.get(each.theme_id or 0)
        if theme is not None and theme.ended_at is None:
            since = each.registered_at or now
            wish = Wish(enrolment=enrolment, theme=theme, since=since)
            wish.programme_id = batch.programme_id
            wishes.append(wish)
        elif theme is not None:
            said = f"{label_of('theme')}: {theme.name}"
            enrolment.note = "\n".join(filter(None, (enrolment.note, said)))[:NOTE_LIMIT]
            ended.append(enrolment)
    Wish.objects.bulk_create(wishes, batch_size=LARGE_BATCH)
    Enrolment.objects.bulk_update(ended, ["note"], batch_size=LARGE_BATCH)


def _applied(batch: Import, enrolment: Enrolment, now: datetime) -> Event:
    return Event(
        kind="organisations.enrolment_applied",
        subject_type=Enrolment._meta.label_lower,
        subject_id=enrolment.pk,
        by_id=batch.by_id,
        at=now,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
        data={"side": enrolment.side, "import": batch.pk},
    )


def _mark(batch: Import, ready: Sequence[_Ready], enrolments: Sequence[Enrolment]) -> None:
    """IMPORTED with their enrolment, the others SKIPPED; what the rows said is forgotten."""
    rows = [each.row_id for each in ready]
    nothing = ImportRow._meta.get_field("values").get_prep_value({})
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [RowState.IMPORTED, nothing, rows, [each.pk for each in enrolments]])
    known = {"field": "", "code": KNOWN_ROW, "params": {}}
    batch.rows.filter(state=RowState.GOOD).update(faults=[known])
    left = batch.rows.exclude(state=RowState.IMPORTED)
    left.update(state=RowState.SKIPPED, values={})
