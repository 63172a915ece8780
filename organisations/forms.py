"""Forms of registering and of the team's work. They only shape; the services decide."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import Codes, a_day
from organisations.models import Organisation, Programme
from organisations.models.enrolments import CAPACITY_LIMIT, GOALS, ClearanceKind, Side
from organisations.models.talks import TalkWay
from organisations.selectors import NOBODY
from organisations.states import State

LONG = 20_000  # what is longer is refused by the service, in words; this only bounds the work


class PeopleFilter(forms.Form):
    """The filters of the list; they stand in the address."""

    q = forms.CharField(label=_("Name, place, phone or e-mail"), required=False, max_length=100)
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("all"),
    )
    side = forms.ChoiceField(
        label=_("Side"), choices=[("", _("both")), *Side.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("all")), *State.choices], required=False
    )
    coordinator = forms.ChoiceField(label=_("Who takes care"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[
            ("", _("longest waiting first")),
            ("new", _("newest first")),
            ("name", _("by name")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, programmes: Any, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        caring = self.fields["coordinator"]
        assert isinstance(caring, forms.ChoiceField)
        caring.choices = [
            ("", _("all")),
            (NOBODY, _("nobody yet")),
            *((str(user.pk), user.email) for user in team),
        ]
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = programmes


def _address(user: User) -> str:
    return user.email


class TalkForm(forms.Form):
    """A moment for the first talk."""

    day = a_day(_("Day"))
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    way = forms.ChoiceField(label=_("How"), choices=TalkWay.choices, widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Where, or the link by video"),
        required=False,
        max_length=LONG,
        help_text=_("The person reads it in the message."),
    )
    with_user = forms.ModelChoiceField(
        label=_("Who of the team"), queryset=User.objects.none(), empty_label=None
    )
    talk_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, team: QuerySet[User], known: list[User] | None = None, **kwargs: Any
    ) -> None:
        """`known`: the same team, where it was read already."""
        super().__init__(*args, **kwargs)
        field = self.fields["with_user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = team
        field.label_from_instance = _address  # type: ignore[method-assign,assignment]
        field.choices = [(each.pk, _address(each)) for each in (known or team)]

    def moment(self) -> datetime:
        """The day and the time, here."""
        told = self.cleaned_data
        return timezone.make_aware(datetime.combine(told["day"], told["time"]))


class FilterNameForm(forms.Form):
    """A name for the filters in the address, and who else sees it."""

    name = forms.CharField(label=_("Keep these filters as"), max_length=LONG)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONG)
    organisation = forms.ModelChoiceField(
        label=_("Who sees it"),
        queryset=Organisation.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("only me"),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations


class ClearanceForm(forms.Form):
    """What was seen of a volunteer; there is no field for the file itself."""

    kind = forms.ChoiceField(label=_("What was seen"), choices=ClearanceKind.choices)
    seen_on = a_day(_("Seen on"))
    valid_until = a_day(_("Valid until"), required=False)
    issued_on = a_day(
        _("Date on the extract"),
        required=False,
        help_text=_("Only the day. Give the extract back: we keep no copy."),
    )
    filed_at = forms.CharField(
        label=_("Where the signed paper lies"), required=False, max_length=LONG
    )
    reference = forms.CharField(
        label=_("Number of the policy, or who gave the training"), required=False, max_length=LONG
    )


class InfoNoteForm(forms.Form):
    """The next version of the information note."""

    earlier_until = a_day(
        _("Who took note of an earlier version has to do it again before"),
        required=False,
        help_text=_("Empty: they do not have to."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts: dict[str, forms.Field] = {
            f"texts_{code}": forms.CharField(
                label=language,
                required=False,
                max_length=LONG,
                widget=forms.Textarea(attrs={"rows": 8}),
            )
            for code, language in settings.LANGUAGES
        }
        self.fields = texts | self.fields

    def said(self) -> dict[str, Any]:
        """The note as the service takes it."""
        told = self.cleaned_data
        return {
            "texts": {code: told[f"texts_{code}"] for code, _language in settings.LANGUAGES},
            "earlier_until": told["earlier_until"],
            "expected_version": told["version"],
        }


class EnrolmentForm(forms.Form):
    """What the team changes of an enrolment."""

    capacity = forms.IntegerField(
        label=_("How many people at most"), min_value=1, max_value=CAPACITY_LIMIT, required=False
    )
    months = forms.IntegerField(
        label=_("For how many months"), min_value=1, max_value=120, required=False
    )
    goals = Codes(GOALS, label=_("What for"))
    note = forms.CharField(
        label=_("Note for the team"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
