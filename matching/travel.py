"""How long it takes about, from the centres of two areas: never from an address."""

from collections.abc import Iterable
from math import ceil

from django.utils.translation import gettext as _

from accounts.catalogues import TravelMode
from accounts.models import Person

ROUNDED_TO = 5  # minutes
_DETOUR = 1.3  # streets are longer than the straight line
# Minutes for one kilometre, and minutes that it always takes: waiting, parking.
_PACE = {
    TravelMode.FOOT: (12.0, 0),
    TravelMode.BIKE: (4.0, 0),
    TravelMode.TRANSIT: (3.0, 10),
    TravelMode.CAR: (1.5, 5),
}


def minutes_between(metres: int, mode: str) -> int | None:
    """Whole minutes, rounded up to five; None when nobody said how they travel."""
    if mode not in _PACE:
        return None
    for_one_km, always = _PACE[TravelMode(mode)]
    minutes = metres / 1000 * _DETOUR * for_one_km + always
    return max(1, ceil(minutes / ROUNDED_TO)) * ROUNDED_TO


def travel_in_words(metres: int | None, mode: str) -> str:
    """ "about 20 minutes by bike"; "" when it is not known."""
    minutes = None if metres is None else minutes_between(metres, mode)
    if minutes is None:
        return ""
    by = {
        TravelMode.FOOT: _("about %(n)s minutes on foot"),
        TravelMode.BIKE: _("about %(n)s minutes by bike"),
        TravelMode.TRANSIT: _("about %(n)s minutes by bus, tram or train"),
        TravelMode.CAR: _("about %(n)s minutes by car"),
    }
    return by[TravelMode(mode)] % {"n": minutes}


def travel_of(people: Iterable[Person], metres: int | None) -> list[str]:
    """ "Ana: about 20 minutes by bike", of those who said how they travel."""
    told = [(p.name_to_use, travel_in_words(metres, p.profile.travel_mode)) for p in people]
    return [_("%(who)s: %(what)s") % {"who": name, "what": words} for name, words in told if words]
