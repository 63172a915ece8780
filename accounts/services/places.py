"""Somebody says where they are; the place is found and snapped to its cell."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.errors import PlaceAmbiguous, PlaceInOtherCountry, PlaceUnknown
from accounts.models import Cell, Person, Place, User
from accounts.places.geocoder import find_place, is_offline
from accounts.places.grid import COUNTRY_KM, snap
from accounts.places.online import LookupFailed, look_up
from accounts.states import PlaceState
from core import events
from core.jobs import nudge
from core.states import move
from core.text import one_line

TYPED_LIMIT = 200
PATIENCE = (1, 5, 15, 60, 180, 720)  # minutes until the next try, then a coordinator looks


def check_place(*, typed: str) -> None:
    """Raises PlaceUnknown, PlaceInOtherCountry, PlaceAmbiguous for what could not be used; writes nothing."""
    find_place(one_line(typed)[:TYPED_LIMIT])


def change_place(
    *, person: Person, typed: str, by: User | None, now: datetime, address: str | None = None
) -> Place:
    """Note where somebody is. Offline the answer is there at once.

    Raises PlaceUnknown, PlaceInOtherCountry, PlaceAmbiguous before anything is written.
    """
    text = one_line(typed)[:TYPED_LIMIT]
    found = find_place(text) if is_offline() or not address else None
    with transaction.atomic():
        place = Place.objects.select_for_update().filter(person=person).order_by("pk").first()
        place = place or Place(person=person, version=0)
        place.ask(typed=text, address=address, at=now)
        if found is not None:
            move(place.find, cell=found.cell, postal=found)
        place.save()
        events.record("accounts.place_changed", subject=place, by=by, at=now, person_id=person.pk)
        if place.state == PlaceState.PENDING:
            nudge("accounts.geocode", place_id=place.pk, version=place.version)
    return place


def geocode_place(*, place_id: int, version: int, now: datetime) -> None:
    """Look a place up: the network first, with no transaction open; then write only if the place is still the same."""
    place = Place.objects.get(pk=place_id)
    if place.version != version:
        return
    failure, cell, postal = "", None, None
    try:
        point = look_up(f"{place.address or ''}, {place.typed}")
        if point:
            postal = find_place(place.typed)
            cell = snap(lat=point[0], lon=point[1], size_km=postal.cell.size_km or COUNTRY_KM)
        else:
            failure = "unknown"
    except LookupFailed as error:
        failure = error.code
    except (PlaceUnknown, PlaceInOtherCountry, PlaceAmbiguous) as error:
        failure = error.code
    with transaction.atomic():
        place = Place.objects.select_for_update().get(pk=place_id)
        if place.version != version or place.state not in (PlaceState.PENDING, PlaceState.FAILED):
            return
        if cell is not None:
            row, _ = Cell.objects.get_or_create(
                code=cell.code,
                defaults={"size_km": cell.size_km, "lat": cell.lat, "lon": cell.lon},
            )
            move(place.find, cell=row, postal=postal)
        elif failure in (
            "unknown",
            PlaceUnknown.code,
            PlaceInOtherCountry.code,
            PlaceAmbiguous.code,
        ):
            move(place.miss, failure=failure)
        else:
            move(place.fail, failure=failure, again_at=_next_try(place.attempts, now))
        place.save()


def _next_try(attempts: int, now: datetime) -> datetime | None:
    return now + timedelta(minutes=PATIENCE[attempts]) if attempts < len(PATIENCE) else None


def sweep_places(*, now: datetime) -> None:
    """Look again at places whose look-up was lost or failed."""
    due = Place.objects.filter(
        state__in=(PlaceState.PENDING, PlaceState.FAILED), due_at__lte=now
    ).order_by("due_at")[:100]
    for place_id, version in due.values_list("pk", "version"):
        geocode_place(place_id=place_id, version=version, now=now)
