"""The rooms where groups of an organisation meet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.catalogues import ACCESS, DAY_PARTS
from accounts.errors import PlaceAmbiguous, PlaceInOtherCountry, PlaceUnknown
from accounts.models import User
from accounts.places.geocoder import find_place
from core.errors import ChangedMeanwhile, InvalidInput, NotFoundHere
from core.text import one_line
from organisations.errors.themes import PlaceNameMissing, PlaceNameTaken
from organisations.models import MeetingPlace, Organisation
from organisations.models.themes import PLACE_ADDRESS_LIMIT, PLACE_NAME_LIMIT
from organisations.permissions import ensure_coordinates
from organisations.services.theme_rows import mask_of, note, save_named


@transaction.atomic
def add_meeting_place(
    *, organisation: Organisation, by: User, now: datetime, **said: Any
) -> MeetingPlace:
    """A room where groups can meet. `where` is a postcode or municipality.

    Raises PlaceNameMissing, PlaceNameTaken, PlaceUnknown, PlaceInOtherCountry, PlaceAmbiguous, InvalidInput, NotFoundHere."""
    ensure_coordinates(by, organisation.pk)
    place = MeetingPlace(organisation=organisation, created_at=now)
    _apply_place(place, {"name": "", "where": ""} | said)
    save_named(place, PlaceNameTaken)
    note("meeting_place_added", place, organisation.pk, by, now)
    return place


@transaction.atomic
def change_meeting_place(
    *, place_id: int, by: User, now: datetime, expected_version: int | None = None, **said: Any
) -> MeetingPlace:
    """Change what is named of a room. Raises ChangedMeanwhile and what `add_meeting_place` raises."""
    place = _locked_place(place_id, by)
    if expected_version not in (None, place.version):
        raise ChangedMeanwhile
    _apply_place(place, said)
    place.version += 1
    save_named(place, PlaceNameTaken)
    note("meeting_place_changed", place, place.organisation_id, by, now, fields=sorted(said))
    return place


@transaction.atomic
def end_meeting_place(*, place_id: int, by: User, now: datetime) -> MeetingPlace:
    """No new group meets there. Raises NotFoundHere."""
    place = _locked_place(place_id, by)
    place.ended_at = now
    place.version += 1
    place.save(update_fields=["ended_at", "version"])
    note("meeting_place_ended", place, place.organisation_id, by, now)
    return place


def _locked_place(place_id: int, by: User) -> MeetingPlace:
    rows = MeetingPlace.objects.select_for_update(no_key=True).filter(ended_at=None)
    place = rows.filter(pk=place_id).order_by("pk").first()
    if place is None:
        raise NotFoundHere
    ensure_coordinates(by, place.organisation_id)
    return place


def _apply_place(place: MeetingPlace, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        if name == "name":
            place.name = one_line(str(value))
        elif name == "address":
            place.address = one_line(str(value))[:PLACE_ADDRESS_LIMIT]
        elif name == "where":
            _find(place, one_line(str(value)))
        elif name == "day_parts":
            place.day_parts = mask_of(DAY_PARTS, name, value)
        elif name == "offers":
            place.offers = mask_of(ACCESS, name, value)
        else:
            raise InvalidInput(field=name)
    if not 1 <= len(place.name) <= PLACE_NAME_LIMIT:
        raise PlaceNameMissing


def _find(place: MeetingPlace, where: str) -> None:
    try:
        postal = find_place(where)
    except (PlaceUnknown, PlaceInOtherCountry, PlaceAmbiguous) as error:
        error.field = "where"
        raise
    place.postal, place.cell = postal, postal.cell
