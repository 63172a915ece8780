"""Places for tests, reached by walking the services."""

from datetime import datetime

from accounts import services
from accounts.models import Place
from accounts.places.online import LookupFailed
from accounts.states import PlaceState
from tests.clock import NOW
from tests.people import make_person

GENT = (51.05, 3.72)
Answer = tuple[float, float] | LookupFailed | None


class Network:
    """Stands for Nominatim: gives its answers in order, the last one for ever, and remembers what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def look_up(self, address: str) -> tuple[float, float] | None:
        self.asked.append(address)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, LookupFailed):
            raise answer
        return answer


ANSWERS: dict[PlaceState, Answer] = {
    PlaceState.FOUND: GENT,
    PlaceState.NOT_FOUND: None,
    PlaceState.FAILED: LookupFailed("GeocoderTimedOut"),
}


def make_place(*, typed: str = "9000 Gent", address: str = "Veldstraat 1") -> Place:
    """A place with an address that the network has to find: PENDING."""
    return services.change_place(
        person=make_person(), typed=typed, address=address, by=None, now=NOW
    )


def geocode(place: Place, *, version: int | None = None, now: datetime = NOW) -> Place:
    services.geocode_place(
        place_id=place.pk, version=place.version if version is None else version, now=now
    )
    return Place.objects.get(pk=place.pk)


def place_at(state: PlaceState, network: Network) -> Place:
    """A place that walked to `state`; afterwards the network answers as before."""
    before, place = network.answers, make_place()
    if state in ANSWERS:
        network.answers = [ANSWERS[state]]
        place = geocode(place)
    network.answers = before
    return place
