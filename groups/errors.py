from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class SeatTaken(DomainError):
    """No seat of this enrolment is free."""

    code = "seat_taken"
    message = _("There is no free place left with this person.")


class PlaceMissing(InvalidInput):
    code = "place_missing"
    message = _("Where do you meet? Name a public place, in at most 200 characters.")
    field = "place"


class MomentsUnusable(InvalidInput):
    code = "moments_unusable"
    message = _("Propose one, two or three moments.")
    field = "first"


class MomentNotAhead(InvalidInput):
    code = "moment_not_ahead"
    message = _("Choose moments that are still to come, within half a year.")
    field = "first"


class MomentNotOffered(InvalidInput):
    code = "moment_not_offered"
    message = _("This moment is not among those that were proposed.")
    field = "start"


class NotYourTurn(DomainError):
    """Who proposed moments waits for the other."""

    code = "not_your_turn"
    message = _("You proposed these moments yourself. Now the other chooses.")


class AgreementTooLong(InvalidInput):
    code = "agreement_too_long"
    message = _("Write at most 1,000 characters here.")

    def __init__(self, *, field: str) -> None:
        super().__init__(field=field)


class AgreementEmpty(InvalidInput):
    code = "agreement_empty"
    message = _("Write at least how often you meet.")
    field = "rhythm"


class NothingToSign(DomainError):
    code = "nothing_to_sign"
    message = _("Nothing was agreed in writing yet.")


class AlreadySigned(DomainError):
    code = "already_signed"
    message = _("You signed this text already.")


class BreakUnusable(InvalidInput):
    code = "break_unusable"
    message = _("A break begins today or later, within a year, and ends after it begins.")
    field = "starts_on"


class BreakThere(DomainError):
    code = "break_there"
    message = _("You have a break already. End that one first.")


class NoBreak(DomainError):
    code = "no_break"
    message = _("There is no break to end.")


class TimingImpossible(InvalidInput):
    code = "timing_impossible"
    message = _("Choose a number from %(least)s to %(most)s.")


class LinkInvalid(DomainError):
    code = "meeting_link_invalid"
    message = _("This link does not work any more. Log in, or call your coordinator.")
    status = 410


class TogetherInGroup(DomainError):
    """Two people who were introduced to each other are not one person."""

    code = "together_in_group"
    message = _("These two were introduced to each other: they are not the same person.")
