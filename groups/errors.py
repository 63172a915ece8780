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


class GroupFull(DomainError):
    """The group has its most members, or its last place is offered to somebody who waits."""

    code = "group_full"
    message = _("This group is full. Whoever waits hears when a place comes free.")


class GroupClosed(DomainError):
    """It ended, is being rounded off, or is a closed group that has met already."""

    code = "group_closed"
    message = _("Nobody new can come into this group any more.")


class TooFewMembers(DomainError):
    code = "too_few_members"
    message = _("There are too few people for a group: at least %(least)s are needed.")


class LeadMissing(DomainError):
    code = "lead_missing"
    message = _("A group needs a facilitator.")


class AlreadyInGroup(DomainError):
    code = "already_in_group"
    message = _("This person is in the group already.")


class NotReadyForGroup(DomainError):
    """They paused, stopped, are not ready yet, or did not agree to be looked for."""

    code = "not_ready_for_group"
    message = _("This person is not ready for a group now. Look in their file.")


class TextTooLong(InvalidInput):
    code = "group_text_too_long"
    message = _("Write at most 4,000 characters here.")


class WhyTooLong(InvalidInput):
    code = "why_too_long"
    message = _("Write at most 1,000 characters here.")
    field = "why"


class DayNotAhead(InvalidInput):
    code = "day_not_ahead"
    message = _("Choose a day and an hour that are still to come, within two years.")
    field = "day"


class HourNotThere(InvalidInput):
    code = "hour_not_there"
    message = _("The clock goes forward that night: this hour does not exist. Choose another one.")
    field = "begins"


class LengthImpossible(InvalidInput):
    code = "length_impossible"
    message = _("A gathering takes from 15 minutes to 12 hours.")
    field = "minutes"


class SeriesImpossible(InvalidInput):
    code = "series_impossible"
    message = _("Say how many times, at most 53, or until which day.")
    field = "times"


class WhereMissing(InvalidInput):
    code = "where_missing"
    message = _("Choose a place, or give the link of a call. One of the two.")
    field = "place"


class CallLinkUnusable(InvalidInput):
    code = "call_link_unusable"
    message = _("A link begins with https:// and has at most 300 characters.")
    field = "call_link"


class LeadBusy(DomainError):
    """The facilitator leads another gathering at that hour."""

    code = "lead_busy"
    message = _("The facilitator has another gathering at that hour, on %(day)s.")
    field = "day"


class PlaceBusy(DomainError):
    code = "place_busy"
    message = _("This place is used by another group at that hour, on %(day)s.")
    field = "place"


class GatheringFull(DomainError):
    code = "gathering_full"
    message = _("All places for this gathering are taken.")


class NotYet(DomainError):
    """Who was there is noted once it has begun."""

    code = "not_yet"
    message = _("This gathering has not begun yet.")


class CannotMerge(DomainError):
    code = "cannot_merge"
    message = _("These two groups cannot go on as one.")


class CannotSplit(DomainError):
    code = "cannot_split"
    message = _(
        "Each of the two groups needs a facilitator and at least %(least)s members. Choose who goes into the new one."
    )


class GatheringLinkInvalid(LinkInvalid):
    code = "gathering_link_invalid"
