from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput, NotFoundHere


class NotFailed(DomainError):
    """Only what could not be sent can be sent again."""

    code = "not_failed"
    message = _("This message did not fail.")


class ContextTooLarge(DomainError):
    """A fault of whoever queues it: a message names rows by their ids."""

    code = "context_too_large"
    message = _("This is too much for one message.")
    status = 413


class NotToTell(DomainError):
    """Only what no worker sends, or what failed, can be told by hand, and once."""

    code = "not_to_tell"
    message = _("This was told already, or it was sent by e-mail.")


class NoPushService(InvalidInput):
    code = "no_push_service"
    message = _("We cannot send messages to this browser. Try another browser.")
    field = "endpoint"


class DeviceUnreadable(InvalidInput):
    code = "device_unreadable"
    message = _("This browser did not tell how to write to it. Try again.")
    field = "p256dh"


class TooManyDevices(DomainError):
    code = "too_many_devices"
    message = _("You have 10 devices already. Remove one first.")


class TopicUnknown(InvalidInput):
    code = "topic_unknown"
    message = _("We have no messages about this.")
    field = "chosen"


class ChannelUnknown(InvalidInput):
    code = "channel_unknown"
    message = _("We cannot tell you something in this way.")
    field = "chosen"


class QuietHoursHalf(InvalidInput):
    code = "quiet_hours_half"
    message = _("Say both: from when it is quiet, and until when.")
    field = "quiet_until"


class QuietHoursSame(InvalidInput):
    code = "quiet_hours_same"
    message = _("The quiet hours begin and end at the same time. Choose another end.")
    field = "quiet_until"


class QuietHoursTooLong(InvalidInput):
    """So that some hours of each day are left, also on the day on which the clock jumps."""

    code = "quiet_hours_too_long"
    message = _("The quiet hours are too long: at most %(hours)s hours of a day.")
    field = "quiet_until"


class ZoneUnknown(InvalidInput):
    code = "zone_unknown"
    message = _("We do not know this time zone.")
    field = "zone"


class DigestUnknown(InvalidInput):
    code = "digest_unknown"
    message = _("Choose one of the answers.")
    field = "digest"


class PauseInPast(InvalidInput):
    code = "pause_in_past"
    message = _("Choose a day that is still to come.")
    field = "until"


class PauseTooLong(InvalidInput):
    code = "pause_too_long"
    message = _("A pause lasts at most one year. Choose an earlier day.")
    field = "until"


class LinkInvalid(NotFoundHere):
    """Changed, cut off, or of somebody who is no longer here."""

    code = "unsubscribe_link_invalid"
    message = _(
        "This link does not work. Log in to choose how you hear from us, or call your team."
    )


class NoLetters(DomainError):
    """Also when a colleague just took them."""

    code = "no_letters"
    message = _("No letter waits to be printed.")


class LettersPosted(DomainError):
    """What is in the post cannot be put back or posted again."""

    code = "letters_posted"
    message = _("These letters are in the post already.")


class UnknownMessage(DomainError):
    """A receipt about something that was never sent from here, or not by this channel."""

    code = "unknown_message"
    message = _("We do not know this message.")
    status = 404


class NotSentYet(DomainError):
    """A receipt that is earlier than our own note of the sending: whoever brings it comes again later."""

    code = "not_sent_yet"
    message = _("This message was not sent yet. Try again later.")


class NotDead(DomainError):
    """Only an address that is known to take nothing can be said to work again, and once."""

    code = "not_dead"
    message = _("We do send to this address.")


class BadSignature(DomainError):
    """Not signed with our key, or too long ago."""

    code = "bad_signature"
    message = _("This is not signed with the right key, or too long ago.")
    status = 403


class TooLarge(DomainError):
    code = "too_large"
    message = _("This is too much at once.")
    status = 413
