"""Refusals about the first talk."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class TalkInPast(InvalidInput):
    code = "talk_in_past"
    message = _("This moment has passed already.")
    field = "at"


class TalkTooFar(InvalidInput):
    code = "talk_too_far"
    message = _("Choose a moment within a year.")
    field = "at"


class TalkPlaceMissing(InvalidInput):
    code = "talk_place_missing"
    message = _("Where do you meet? The person reads it in the message.")
    field = "place"


class TalkPhoneMissing(InvalidInput):
    code = "talk_phone_missing"
    message = _("We have no phone number of this person.")
    field = "way"


class TalkNotYet(DomainError):
    code = "talk_not_yet"
    message = _("This talk is still to come. Cancel it or choose another moment.")
