"""What groups knows about somebody, for that person."""

from typing import Any

from django.db.models import Prefetch

from accounts.exports import register_export
from accounts.models import Person
from groups.models import Agreement, Break, Seat, Signature


def _pairs(person: Person) -> list[dict[str, Any]]:
    """Their pairs, with what was agreed and what they signed; nothing of the other."""
    seats = Seat.objects.filter(enrolment__person=person, taken_at__isnull=False)
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


def register() -> None:
    register_export("pairs", _pairs)
