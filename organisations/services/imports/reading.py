"""A worker reads a spreadsheet: each row becomes an `ImportRow` that is good, faulty, known from before, or doubtful."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person
from core.states import move
from organisations.imports.duplicates import Known, Likeness, plain_name, shared
from organisations.imports.faults import KNOWN_ROW, LIKE_PERSON, LIKE_ROW, SAME_ROW
from organisations.imports.readers import Line, Table, read_table
from organisations.imports.values import Checked, Checker, digest_of
from organisations.imports.words import plain
from organisations.models import Import, ImportRow
from organisations.models.enrolments import Side
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
from organisations.theme_selectors import list_themes_to_choose


def read_import(*, import_id: int, now: datetime, progress: Progress = quietly) -> None:
    """Read the file of an import that waits for it, up to PREVIEW, or FAILED with the reason's code."""

    def read(batch: Import, token: uuid.UUID) -> None:
        _read(batch, token, now, progress)

    carry_out(import_id=import_id, state=ImportState.READING, now=now, work=read)


def _read(batch: Import, token: uuid.UUID, now: datetime, progress: Progress) -> None:
    content = Import.objects.values_list("file", flat=True).get(pk=batch.pk)
    table = read_table(
        bytes(content or b""), alive=lambda _rows: sign_of_life(batch=batch, token=token)
    )
    checker = Checker(layout=table.layout, side=batch.side, now=now, themes=_themes_of(batch))
    sorter = _Sorter(batch, checker)
    total = len(table.lines)
    batch.rows.all().delete()  # what a lost worker left
    for start in range(0, total, BATCH):
        rows = sorter.rows(table.lines[start : start + BATCH])
        done = start + len(rows)
        with transaction.atomic():
            sign_of_life(batch=batch, token=token, rows_done=done, rows_total=total)
            ImportRow.objects.bulk_create(rows)
        progress(done, total)
    _show(batch, token, table, now)


def _themes_of(batch: Import) -> dict[str, int]:
    rows = list_themes_to_choose(programme=batch.programme, side=Side.SEEKER)
    return {
        plain(name): theme.pk
        for theme in rows
        for name in (theme.name_nl, theme.name_fr, theme.name_en, str(theme.public_id))
        if name
    }


@transaction.atomic
def _show(batch: Import, token: uuid.UUID, table: Table, now: datetime) -> None:
    mine = lock_mine(batch=batch, token=token)
    move(mine.show, columns=table.facts)
    mine.save()
    record("read", mine, by=None, now=now, rows=len(table.lines))


class _Sorter:
    """Says of each row what it is, from the rows before it and from the people of this organisation only."""

    def __init__(self, batch: Import, checker: Checker) -> None:
        self._batch, self._checker = batch, checker
        self._first: dict[str, int] = {}
        self._known = _people_of(batch.organisation_id)

    def rows(self, lines: Sequence[Line]) -> list[ImportRow]:
        read = [(line, self._checker.check(line.cells)) for line in lines]
        digests = [
            digest_of(checked.content, programme_id=self._batch.programme_id)
            for _line, checked in read
        ]
        before = known_before(digests)
        return [
            self._row(line, checked, digest, digest in before)
            for (line, checked), digest in zip(read, digests, strict=True)
        ]

    def _row(self, line: Line, checked: Checked, digest: str, is_known: bool) -> ImportRow:
        row = ImportRow(
            batch=self._batch,
            number=line.number,
            digest=digest,
            values=checked.values,
            faults=checked.faults,
        )
        if checked.faults:
            row.state = RowState.FAULTY
        elif is_known:
            row.state, row.faults = RowState.KNOWN, [_doubt(KNOWN_ROW)]
        elif digest in self._first:
            row.state, row.faults = RowState.KNOWN, [_doubt(SAME_ROW, row=self._first[digest])]
        else:
            self._first[digest] = line.number
            self._compare(row, checked.values)
        return row

    def _compare(self, row: ImportRow, values: dict[str, Any]) -> None:
        who = _likeness_of(values, row.number)
        other = self._known.like(who)
        self._known.add(who)
        if other is None:
            row.state = RowState.GOOD
            return
        row.state, row.duplicate_of = RowState.DOUBTFUL, other.person_id
        if other.person_id is None:
            row.faults = [_doubt(LIKE_ROW, row=other.row, same=shared(who, other))]
        else:
            row.faults = [_doubt(LIKE_PERSON, same=shared(who, other))]


def known_before(digests: Sequence[str]) -> set[str]:
    """Those of rows that were brought in already. A digest holds its programme: no other is looked at."""
    rows = ImportRow.objects.filter(state=RowState.IMPORTED, digest__in=digests)
    return set(rows.values_list("digest", flat=True))


def _doubt(code: str, **params: Any) -> dict[str, Any]:
    return {"field": "", "code": code, "params": params}


def _likeness_of(values: dict[str, Any], number: int) -> Likeness:
    return Likeness(
        name=plain_name(values["name_to_use"], values["family_name"]),
        email=values["email"],
        phone=values["phone"],
        postcode=values["postcode"],
        birth_year=values["birth_year"],
        row=number,
    )


def _people_of(organisation_id: int) -> Known:
    known = Known()
    people = (
        Person.objects.filter(enrolments__organisation_id=organisation_id)
        .order_by("pk")
        .distinct()
        .values_list(
            *("pk", "name_to_use", "family_name", "user__email", "email"),
            *("phone", "birth_year", "place__postal__postcode"),
        )
    )
    for pk, name, family, login, email, phone, year, postcode in people.iterator():
        known.add(
            Likeness(
                name=plain_name(name, family),
                email=login or email,
                phone=str(phone or ""),
                postcode=postcode or "",
                birth_year=year,
                person_id=pk,
            )
        )
    return known
