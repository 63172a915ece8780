"""What services of themes, rooms and wishes share: checks of what is said, and rows that are stored and noted."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core import events
from core.catalogue import Catalogue
from core.errors import InvalidInput, refusing
from organisations.models import MeetingPlace, Theme


def whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidInput(field=name)
    return value


def mask_of(catalogue: Catalogue, name: str, codes: Collection[str]) -> int:
    if any(code not in catalogue for code in codes):
        raise InvalidInput(field=name)
    return int(catalogue.mask(codes))


def save_named(row: Theme | MeetingPlace, taken: type[InvalidInput]) -> None:
    with refusing({"one_live_": taken}), transaction.atomic():
        row.save()


def note(
    happening: str, row: Any, organisation_id: int, by: User | None, now: datetime, **data: Any
) -> None:
    events.record(
        f"organisations.{happening}",
        subject=row,
        by=by,
        at=now,
        organisation_id=organisation_id,
        person_id=getattr(row, "person_id", None),
        **data,
    )
