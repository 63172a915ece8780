"""What the event log says, in words for a timeline. Apps above add theirs (`AppConfig.ready`)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HAPPENINGS: dict[str, Promise] = {
    "accounts.person_registered": _("Became known here"),
    "accounts.person_changed": _("The profile was changed"),
    "accounts.place_changed": _("The place was changed"),
    "accounts.consent_given": _("Agreed"),
    "accounts.consent_withdrawn": _("Took the agreement back"),
    "accounts.proxy_named": _("Somebody may fill in for this person"),
    "accounts.proxy_ended": _("Somebody may no longer fill in for this person"),
    "accounts.disclosures_changed": _("Chose what the other may see"),
    "organisations.person_viewed": _("Somebody of the team read this file"),
    "organisations.enrolment_applied": _("Registered for a programme"),
    "organisations.enrolment_intake_started": _("A first talk was planned"),
    "organisations.enrolment_activated": _("Ready: we look for somebody"),
    "organisations.enrolment_declined": _("The programme did not fit"),
    "organisations.enrolment_paused": _("Takes a break"),
    "organisations.enrolment_resumed": _("Goes on after a break"),
    "organisations.enrolment_left": _("Stopped"),
    "organisations.enrolment_changed": _("The registration was changed"),
    "organisations.intake_answered": _("Answered questions of the programme"),
    "organisations.clearance_recorded": _("Something was noted in the volunteer's file"),
    "organisations.talk_planned": _("Another moment for the first talk was chosen"),
    "organisations.talk_cancelled": _("The first talk was cancelled"),
    "organisations.talk_missed": _("The first talk did not take place"),
    "organisations.coordinator_assigned": _("Somebody else of the team takes care from now on"),
    "organisations.coordinator_released": _("Nobody of the team in particular takes care now"),
    "organisations.people_merged": _("Two files of the same person became one"),
    "organisations.two_people_said": _("Is somebody else than in a file that looks alike"),
    "organisations.two_people_taken_back": _("Is perhaps the same as in a file that looks alike"),
    "organisations.clearance_taken_back": _("Something in the volunteer's file was taken back"),
    "notifications.told_by_hand": _("Was told by phone or letter"),
}
