"""Why something was not sent, in words: a failure is a code of ours, of a mail server ("smtp_550", "5.1.1") or the name of an error."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Reason:
    """`begins`: how the codes begin that it stands for. Of two reasons that fit, the first counts."""

    code: str
    words: str | Promise
    begins: tuple[str, ...] = ()

    def fits(self, failure: str) -> bool:
        return failure.startswith(self.begins)

    @property
    def condition(self) -> Q:
        fits = Q(pk__in=[])
        for each in self.begins:
            fits |= Q(failure__startswith=each)
        return fits


_ADDRESS = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.5", "5.1.6", "5.1.9", "5.2.1")
REASONS = (
    Reason(
        "address",
        _("This address does not exist, or not any more."),
        (*_ADDRESS, "address", "device_gone"),
    ),
    Reason("full", _("The mailbox is full."), ("5.2.2", "4.2.2", "smtp_452", "smtp_552")),
    Reason(
        "refused",
        _("The other side refuses our messages, for example as spam."),
        ("5.7.", "4.7.", "smtp_554", "refused"),
    ),
    Reason(
        "not_taken",
        _("The other side did not take it."),
        ("5.", "smtp_5", "http_4", "bounced"),
    ),
    Reason(
        "too_long",
        _("We tried for a long time, and it was not taken."),
        ("4.", "smtp_4", "http_5"),
    ),
    Reason(
        "cut",
        _("The line was cut while we sent it. It may have arrived."),
        ("SMTPServerDisconnected", "TimeoutError", "ConnectionReset", "BrokenPipe"),
    ),
    Reason(
        "away",
        _("We could not reach the mail server or the provider for days."),
        ("ConnectionRefused", "gaierror", "SMTPConnect", "OSError", "SSL"),
    ),
    Reason("lost", _("Something did not work on our side, again and again."), ("worker_lost",)),
)
OTHER = Reason("other", _("Something did not work on our side."))
ALL = (*REASONS, OTHER)


def reason_of(failure: str) -> Reason:
    return next((each for each in REASONS if each.fits(failure)), OTHER)


def condition_of(code: str) -> Q:
    """The deliveries that failed for this reason, and for none that stands before it. Raises StopIteration for a reason that is not there."""
    place = next(place for place, each in enumerate(ALL) if each.code == code)
    condition = Q() if ALL[place] is OTHER else ALL[place].condition
    for before in ALL[:place]:
        condition &= ~before.condition
    return condition


# What one try came to, or what was heard later.
OUTCOMES: dict[str, str | Promise] = {
    "sent": _("handed over"),
    "temporary": _("not taken now"),
    "busy": _("the other side was too busy, or away"),
    "unknown": _("the line was cut"),
    "permanent": _("refused"),
    "technical": _("did not work on our side"),
    "cancelled": _("no longer needed"),
    "delivered": _("arrived"),
    "bounced": _("came back"),
    "complained": _("called unwanted"),
    "delayed": _("is still under way"),
}


def outcome_in_words(outcome: str) -> str:
    return str(OUTCOMES.get(outcome, outcome))


def why_shut(why: str) -> str:
    """Why nothing more goes to an address: who reads there does not want it, or there is nobody."""
    return str(_("They called our mail unwanted.") if why == "complaint" else REASONS[0].words)
