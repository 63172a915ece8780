from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class ProgrammeClosed(DomainError):
    code = "programme_closed"
    message = _("This programme takes nobody new at the moment.")


class AlreadyEnrolled(DomainError):
    code = "already_enrolled"
    message = _("You are in this programme already.")


class NotCleared(DomainError):
    """A volunteer lacks something that the programme asks for before a first meeting."""

    code = "not_cleared"
    message = _("This volunteer's file is not complete yet.")


class CapacityOutOfRange(DomainError):
    code = "capacity_out_of_range"
    message = _("Choose a number from 1 to 50.")
    status = 400
    field = "capacity"


class ConsentMissing(DomainError):
    code = "consent_missing"
    message = _("This person has not agreed yet that we look for somebody.")
