"""Forms of a pair. They only shape; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import a_day
from groups.models.agreements import PARTS
from groups.models.timings import LIMITS

LONG = 20_000


def _moment(label: Any, *, required: bool) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, widget=widget)


class MeetingForm(forms.Form):
    first = _moment(_("First moment"), required=True)
    second = _moment(_("Second moment (not needed)"), required=False)
    third = _moment(_("Third moment (not needed)"), required=False)
    place = forms.CharField(
        label=_("Where? A public place that you both reach easily"),
        max_length=LONG,
        help_text=_("For example a library, a café or a park. Not at somebody's home yet."),
    )
    with_coordinator = forms.BooleanField(label=_("The coordinator is there too"), required=False)
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        """As `propose_meeting` asks for it."""
        chosen = self.cleaned_data
        moments = [chosen[name] for name in ("first", "second", "third") if chosen.get(name)]
        return {
            "moments": moments,
            "place": chosen["place"],
            "with_coordinator": chosen["with_coordinator"],
            "replaces": chosen["replaces"],
        }


class TeamMeetingForm(MeetingForm):
    fixed = forms.BooleanField(
        label=_("Both told me that the first moment suits them: plan it"), required=False
    )

    def said(self) -> dict[str, Any]:
        told = super().said()
        if self.cleaned_data["fixed"]:
            told["moments"] = told["moments"][:1]
        return told | {"fixed": self.cleaned_data["fixed"]}


_HELP = {
    "rhythm": _("For example: every two weeks, on Saturday morning, for about two hours."),
    "costs": _("For example: each pays for themselves. We choose things that cost little."),
    "boundaries": _("For example: no money, no medical help, no photos without asking."),
    "contact": _("For example: we send a message; we do not call after nine in the evening."),
    "ending": _("For example: we say it to each other and to the coordinator, and meet once more."),
}


class AgreementForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for part, label in PARTS.items():
            self.fields[part] = forms.CharField(
                label=label,
                help_text=_HELP[part],
                required=False,
                max_length=LONG,
                widget=forms.Textarea(attrs={"rows": 3}),
            )


class BreakForm(forms.Form):
    starts_on = a_day(_("From"))
    until_on = a_day(_("Until and with (empty: until we say that we go on)"), required=False)


_TIMINGS = {
    "plan_within_days": _(
        "A first meeting is planned within so many days, or it stands on the desk"
    ),
    "click_after_hours": _("Hours after the first meeting when both are asked whether it clicks"),
    "answer_days": _("Days to answer a question"),
    "remind_after_days": _("Days after which we remind who did not answer"),
    "trial_weeks": _("Weeks of a trial"),
    "rest_weeks": _(
        "Weeks in which who left a group is not proposed for another of the same theme"
    ),
}


class TimingsForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in LIMITS:
            self.fields[name] = forms.IntegerField(label=_TIMINGS[name])
