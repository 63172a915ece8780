"""The filters of what could not be sent; they stand in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.channels import all_channels
from notifications.reasons import ALL


class FailedFilter(forms.Form):
    channel = forms.ChoiceField(label=_("By which way"), required=False)
    reason = forms.ChoiceField(
        label=_("Why it was not sent"),
        choices=[("", _("all")), *((each.code, each.words) for each in ALL)],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way = self.fields["channel"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [("", _("all")), *((each.code, each.label) for each in all_channels())]
