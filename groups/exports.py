"""What groups knows about somebody, for that person."""

from typing import Any

from django.db.models import Prefetch

from accounts.exports import register_export
from accounts.models import Person
from groups.models import Agreement, Attendance, Break, Seat, Signature, Wait
from groups.models.groups import Kind


def _pairs(person: Person) -> list[dict[str, Any]]:
    """Their pairs, with what was agreed and what they signed; nothing of the other."""
    seats = Seat.objects.filter(
        enrolment__person=person, taken_at__isnull=False, group__kind=Kind.PAIR
    )
    return [
        {
            "state": str(seat.group.state),
            "since": seat.group.formed_at.isoformat(),
            "until": seat.group.closed_at and seat.group.closed_at.isoformat(),
            "agreement": _texts(seat),
            "signed": [each.signed_at.isoformat() for each in seat.signatures.all()],
            "breaks": [
                [row.starts_on.isoformat(), row.until_on and row.until_on.isoformat()]
                for row in seat.breaks.all()
            ],
        }
        for seat in seats.select_related("group__agreement")
        .prefetch_related(
            Prefetch("signatures", Signature.objects.order_by("pk")),
            Prefetch("breaks", Break.objects.order_by("pk")),
        )
        .order_by("pk")
        if seat.group is not None
    ]


def _texts(seat: Seat) -> dict[str, str]:
    agreement: Agreement | None = getattr(seat.group, "agreement", None)
    return agreement.texts() if agreement else {}


def _groups(person: Person) -> list[dict[str, Any]]:
    """Their groups of peers, what they said and whether they were there; nothing of the others."""
    seats = Seat.objects.filter(
        enrolment__person=person, taken_at__isnull=False, group__peer__isnull=False
    )
    return [
        {
            "theme": seat.group.peer.name,
            "role": seat.role,
            "since": seat.taken_at and seat.taken_at.isoformat(),
            "until": seat.freed_at and seat.freed_at.isoformat(),
            "why_left": getattr(getattr(seat, "leaving", None), "why", None) or "",
            "gatherings": [
                [word.gathering.starts_at.isoformat(), word.said, word.was_there]
                for word in seat.attendances.all()
            ],
        }
        for seat in seats.select_related("group__peer__theme", "leaving")
        .prefetch_related(
            Prefetch("attendances", Attendance.objects.select_related("gathering").order_by("pk"))
        )
        .order_by("pk")
        if seat.group is not None
    ]


def _waits(person: Person) -> list[list[str]]:
    """The groups in which they waited for a place."""
    rows = Wait.objects.filter(enrolment__person=person).select_related("group__peer__theme")
    return [[row.group.peer.name, row.state, row.since.isoformat()] for row in rows.order_by("pk")]


def register() -> None:
    register_export("pairs", _pairs)
    register_export("groups", _groups)
    register_export("waits_for_groups", _waits)
