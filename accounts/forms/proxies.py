"""Naming somebody who may fill in for a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.proxies import May
from core.forms import a_day


class ProxyForm(forms.Form):
    email = forms.CharField(
        label=_("E-mail address of who helps"),
        max_length=20_000,
        help_text=_("They log in with this address. Tell them yourself: we send no message."),
        widget=forms.EmailInput,
    )
    may = forms.MultipleChoiceField(
        label=_("What they may do"),
        choices=May.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They see what stands there. Saying yes or no to somebody stays with the person."
        ),
    )
    starts_on = a_day(_("From"), required=False)
    ends_on = a_day(_("Until and with"), help_text=_("Then it ends by itself; at most a year."))
