"""The settings of a programme in words, for the team that sets them."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models.enrolments import ClearanceKind
from organisations.models.organisations import SETTINGS
from organisations.support import ModelOfSupport

LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "description": gettext_lazy("What the programme offers"),
    "model_of_support": gettext_lazy("Kind of support"),
    "is_open": gettext_lazy("New people can register"),
    "asks_volunteer_first": gettext_lazy("Ask the volunteer first, then the other"),
    "choice_of_cards": gettext_lazy("Most cards to choose from at once"),
    "answer_days": gettext_lazy("Days to answer a proposal"),
    "reminder_days": gettext_lazy("Remind after days without an answer"),
    "proposal_text": gettext_lazy("What people read with every proposal"),
    "meets_every_weeks": gettext_lazy("People meet about every so many weeks"),
    "max_buddies": gettext_lazy("Most buddies of one volunteer at the same time"),
    "required_clearances": gettext_lazy("What a volunteer needs before a first meeting"),
    "runs_every_days": gettext_lazy("Search by itself every so many days"),
    "look_after_weeks": gettext_lazy("Look at everybody who waits for so many weeks"),
    "first_answer_days": gettext_lazy("Days within which somebody new gets a first answer"),
    "talk_within_days": gettext_lazy("Days within which a first talk is planned"),
    "clearance_notice_weeks": gettext_lazy("Tell the team so many weeks before a paper ends"),
    "sign_after_weeks": gettext_lazy("Write to who waits every so many weeks"),
    "signs_before_call": gettext_lazy("Call after so many of those mails without an answer"),
    "speak_after_weeks": gettext_lazy("Speak to everybody who waits at least every so many weeks"),
    "meanwhile_text": gettext_lazy("What people can do while they wait"),
}


def changes_in_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What differs, setting by setting: "Days to answer a proposal: 7 → 14"."""
    said = []
    for name in SETTINGS:
        one, other = before.get(name), after.get(name)
        if one == other:
            continue
        if isinstance(one, dict) or isinstance(other, dict):
            said.append(_("%(what)s: another text") % {"what": LABELS[name]})
        else:
            words = {
                "what": LABELS[name],
                "before": _value(name, one),
                "after": _value(name, other),
            }
            said.append(_("%(what)s: %(before)s → %(after)s") % words)
    return said


def _value(name: str, value: Any) -> str:
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    if name == "model_of_support":
        return str(ModelOfSupport(value).label)
    if name == "required_clearances" and value:
        return ", ".join(str(ClearanceKind(kind).label) for kind in value)
    return str(value) if value not in (None, []) else _("none")
