from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class SeatTaken(DomainError):
    """No seat of this enrolment is free."""

    code = "seat_taken"
    message = _("There is no free place left with this person.")
