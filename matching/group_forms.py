"""Forms of the team's work with draft groups. They only shape; the services decide."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.catalogues import SPOKEN
from matching.group_words import day_part_choices
from organisations.models import Enrolment, MeetingPlace, Theme


class OpenDraftForm(forms.Form):
    """What a group is about, where and when it meets, in which language, and who leads it, if that is known."""

    theme = forms.ChoiceField(label=_("Theme"))
    place = forms.ChoiceField(label=_("Where"))
    day_part = forms.TypedChoiceField(label=_("When"), coerce=int)
    language = forms.ChoiceField(label=_("Language"), choices=SPOKEN.choices())
    facilitator = forms.ChoiceField(label=_("Who leads it"), required=False)

    def __init__(
        self,
        *args: Any,
        themes: Sequence[Theme],
        places: Sequence[MeetingPlace],
        leads: Sequence[Enrolment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._rows: dict[str, dict[str, Any]] = {
            "theme": {str(each.public_id): each for each in themes},
            "place": {str(each.public_id): each for each in places},
            "facilitator": {str(each.public_id): each for each in leads},
        }
        self._choose(
            "theme",
            [
                (each, f"{row.name} ({row.get_kind_display()})")
                for each, row in self._rows["theme"].items()
            ],
        )
        self._choose(
            "place",
            [(each, f"{row.name}, {row.postal.name}") for each, row in self._rows["place"].items()],
        )
        who = [(each, row.person.name_to_use) for each, row in self._rows["facilitator"].items()]
        self._choose("facilitator", [("", _("nobody yet")), *who])
        self._choose("day_part", day_part_choices())

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def said(self) -> dict[str, Any]:
        """What was filled in, as the service takes it."""
        told = self.cleaned_data
        lead = self._rows["facilitator"].get(told["facilitator"])
        return {
            "theme_id": self._rows["theme"][told["theme"]].pk,
            "place": self._rows["place"][told["place"]],
            "day_part": told["day_part"],
            "language": told["language"],
            "facilitator_id": lead.pk if lead else None,
        }
