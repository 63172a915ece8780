"""What the event log says about this app, in words for a timeline."""

from django.utils.translation import gettext_lazy as _

from organisations.happenings import HAPPENINGS


def register_happenings() -> None:
    HAPPENINGS["waitlist.sign_sent"] = _("Was told where things stand")
    HAPPENINGS["waitlist.answered"] = _("Said whether we look further")
    HAPPENINGS["waitlist.spoken"] = _("Somebody of the team spoke to this person")
