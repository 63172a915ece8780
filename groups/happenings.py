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
            "groups.group_formed": _("The group was formed"),
            "groups.joined": _("Came into the group"),
            "groups.left": _("Left the group"),
            "groups.texts_changed": _("House rules or materials were changed"),
            "groups.gatherings_planned": _("Gatherings were planned"),
            "groups.gathering_moved": _("A gathering was moved"),
            "groups.gathering_cancelled": _("A gathering was cancelled"),
            "groups.group_began": _("The group met for the first time"),
            "groups.coming_said": _("Said whether they come to a gathering"),
            "groups.attendance_noted": _("It was noted who was there"),
            "groups.waits_for_group": _("Waits for a place in a group"),
            "groups.let_go_first": _("May go first for a place in a group"),
            "groups.place_offered": _("A place in a group was offered"),
            "groups.place_taken": _("Took the place in a group"),
            "groups.stopped_waiting": _("Does not wait for a place in a group any more"),
            "groups.offer_expired": _("The offered place in a group went to the next"),
            "groups.groups_merged": _("Two groups went on as one"),
            "groups.group_split": _("One group became two"),
            "groups.calendar_made": _("An address for the own calendar was made"),
            "groups.calendar_ended": _("The address for the own calendar was ended"),
            "groups.group_closed": _("It came to an end"),
        }
    )
