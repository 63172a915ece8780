"""Who may speak in a group: its own people, each for themselves, and the team. For everybody else it does not exist."""

from accounts.models import User
from core.errors import NotFoundHere
from groups.models import Group, Seat
from groups.models.agreements import Way
from organisations.permissions import coordinates


def ensure_may_speak(
    *, group: Group, by: User | None, way: str, seat_id: int | None
) -> Seat | None:
    """The seat that speaks, None for the team. Raises NotFoundHere.

    By the signed link (`link`) nobody has to be logged in: the link was for this seat. Somebody of the team speaks for the team,
    or notes what a person told them (`coordinator`), but never in a pair of their own.
    """
    members = {seat.pk: seat for seat in group.people()}
    if seat_id is not None and seat_id not in members:
        raise NotFoundHere
    seat = members.get(seat_id) if seat_id is not None else None
    if seat is not None and way == Way.LINK:
        return seat
    if seat is not None and by is not None and seat.enrolment.person.user_id == by.pk:
        if way == Way.COORDINATOR:
            raise NotFoundHere
        return seat
    own = by is not None and by.pk in {each.enrolment.person.user_id for each in members.values()}
    told = seat is None or way == Way.COORDINATOR
    if own or not told or not coordinates(by, group.programme.organisation_id):
        raise NotFoundHere
    return seat


def ensure_team(*, group: Group, by: User | None) -> None:
    """For what only the team decides. Raises NotFoundHere."""
    ensure_may_speak(group=group, by=by, way=Way.PAGE, seat_id=None)


def ensure_leads(*, group: Group, by: User | None, way: str, seat_id: int | None) -> Seat | None:
    """For what the facilitator, the back-up and the team do: the seat that leads, None for the team. Raises NotFoundHere."""
    seat = ensure_may_speak(group=group, by=by, way=way, seat_id=seat_id)
    if seat is not None and not seat.leads:
        raise NotFoundHere
    return seat
