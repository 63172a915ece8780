"""What the event log says about groups, in words for a timeline."""

from django.utils.translation import gettext_lazy as _

from organisations.happenings import HAPPENINGS


def register_happenings() -> None:
    HAPPENINGS.update(
        {
            "groups.meeting_proposed": _("Moments for a first meeting were proposed"),
            "groups.meeting_planned": _("The first meeting was planned"),
            "groups.clicked": _("Both said that it clicks"),
            "groups.agreement_changed": _("The agreement was written or changed"),
            "groups.agreement_signed": _("Signed the agreement"),
            "groups.trial_started": _("The trial began"),
            "groups.trial_prolonged": _("The trial goes on for longer"),
            "groups.settled": _("They go on together"),
            "groups.paused": _("They have a break together"),
            "groups.resumed": _("They go on after a break together"),
            "groups.closing_started": _("It is being rounded off"),
            "groups.group_closed": _("It came to an end"),
        }
    )
