from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class WishUnknown(InvalidInput):
    code = "wish_unknown"
    message = _("Choose one of the answers.")
    field = "said"


class SignClosed(DomainError):
    """Something else happened since: a proposal, a buddy, or the person stopped."""

    code = "sign_closed"
    message = _("Something has changed since this mail. Log in, or call your team.")


class NothingAsked(DomainError):
    code = "nothing_asked"
    message = _("Nothing is asked of this person now.")


class NotWaitingHere(DomainError):
    """Only who takes part can have been spoken to."""

    code = "not_taking_part"
    message = _("This person does not take part any more.")


class ContactNoteTooLong(InvalidInput):
    code = "contact_note_too_long"
    message = _("Write in at most 1,000 characters what you spoke about.")
    field = "note"


class LinkInvalid(DomainError):
    code = "sign_link_invalid"
    message = _("This link does not work any more. Log in, or call your team.")
    status = 410
