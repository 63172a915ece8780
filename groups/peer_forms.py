"""Forms of a group of peers. They only shape; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import a_day
from groups.models import Gathering, Group
from groups.moments import Rhythm
from organisations.models import MeetingPlace

LONG = 20_000
_RHYTHMS = [
    (Rhythm.ONCE.value, _("once")),
    (Rhythm.WEEKLY.value, _("every week")),
    (Rhythm.TWO_WEEKS.value, _("every two weeks")),
    (Rhythm.MONTHLY.value, _("every month, on the same weekday")),
]


class _PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class GatheringForm(forms.Form):
    day = a_day(_("Day"))
    begins = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("How many minutes?"), initial=120)
    place = _PlaceField(
        MeetingPlace.objects.none(),
        label=_("Where you meet"),
        required=False,
        to_field_name="public_id",
        empty_label=_("none: by a call"),
    )
    call_link = forms.CharField(
        label=_("Link of the call, when you meet at a distance"), required=False, max_length=LONG
    )

    def __init__(self, *args: Any, group: Group, **options: Any) -> None:
        super().__init__(*args, **options)
        places = MeetingPlace.objects.filter(
            organisation=group.programme.organisation_id, ended_at=None
        )
        field = self.fields["place"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = places.order_by("name", "pk")

    def said(self) -> dict[str, Any]:
        """As the services ask for it."""
        chosen = self.cleaned_data
        place = chosen["place"]
        return {
            "day": chosen["day"],
            "begins": chosen["begins"],
            "minutes": chosen["minutes"],
            "place_id": place.pk if place else None,
            "call_link": chosen["call_link"],
        }


class PlanForm(GatheringForm):
    rhythm = forms.ChoiceField(label=_("How often?"), choices=_RHYTHMS, initial=Rhythm.ONCE.value)
    times = forms.IntegerField(label=_("How many times?"), required=False)
    until = a_day(_("Or until which day?"), required=False)

    def said(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        more = {name: chosen[name] for name in ("rhythm", "times", "until")}
        return super().said() | more


class MoveForm(GatheringForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def known(gathering: Gathering) -> dict[str, Any]:
        return {
            "day": gathering.day,
            "begins": gathering.begins,
            "minutes": gathering.minutes,
            "place": gathering.place.public_id if gathering.place else None,
            "call_link": gathering.call_link or "",
            "version": gathering.version,
        }

    def said(self) -> dict[str, Any]:
        return super().said() | {"expected_version": self.cleaned_data["version"]}


class TextsForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    rules = forms.CharField(
        label=_("House rules"),
        help_text=_("For example: what is said here stays here; everybody may be silent."),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    materials = forms.CharField(
        label=_("Materials"),
        help_text=_("What people may read or bring along; links too."),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class LeaveForm(forms.Form):
    why = forms.CharField(
        label=_("Do you want to say why? You need not. Only the team reads it."),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
