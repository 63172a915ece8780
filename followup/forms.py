"""Forms of the care for a pair. They only shape; the services decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import a_day
from followup.models.endings import Procedure, Reason

LONG = 20_000


class MoveForm(forms.Form):
    place = forms.CharField(
        label=_("Your new postcode or municipality"),
        max_length=LONG,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )


class TalkForm(forms.Form):
    talk_on = a_day(_("Day of the last talk"))


class FinishForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why does it end?"), choices=Reason.choices)
    procedure = forms.ChoiceField(label=_("Was there a last talk?"), choices=Procedure.choices)
    note = forms.CharField(
        label=_("Note for the team"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
