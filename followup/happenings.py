"""What the event log says about this app, in words for a timeline. Never what somebody answered."""

from django.utils.translation import gettext_lazy as _

from organisations.happenings import HAPPENINGS


def register_happenings() -> None:
    HAPPENINGS["followup.asked"] = _("Was asked how it goes")
    HAPPENINGS["followup.answered"] = _("Said how it goes")
    HAPPENINGS["followup.moved"] = _("Told that they move")
