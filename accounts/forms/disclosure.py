""" "Who sees this", beside what is asked."""

from collections.abc import Iterable

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.models.consents import EARLIEST, Part, Shown
from accounts.selectors import disclosure_choices

_ORDER = [Shown.PROPOSAL, Shown.INTRODUCTION, Shown.NEVER]


# After which question the choice stands; the others come at the end of the step.
_BESIDE = {
    Part.NAME: "name_to_use",
    Part.AGE: "birth_year",
    Part.GENDER: "gender",
    Part.EMAIL: "email",
    Part.PHONE: "phone",
    Part.AREA: "place",
    Part.ACCESS: "access_needs",
    Part.LIFE_PHASES: "life_phases",
}


def add_disclosures(form: forms.Form, parts: Iterable[Part], person: Person) -> None:
    """Add one choice for each part, with only the moments that are allowed for it, beside what it is about."""
    chosen = disclosure_choices(person=person)
    for part in parts:
        allowed = _ORDER[_ORDER.index(EARLIEST[part]) :]
        form.fields[f"shown_{part.value}"] = forms.ChoiceField(
            label=format_lazy(_("When may the other see this: {part}?"), part=part.label),
            choices=[(moment.value, moment.label) for moment in allowed],
            initial=chosen[part.value],
        )
    beside = {about: f"shown_{part.value}" for part, about in _BESIDE.items()}
    form.order_fields([each for name in form.fields for each in (name, beside.get(name, name))])


def chosen_disclosures(cleaned: dict[str, str]) -> dict[str, str]:
    prefix = "shown_"
    return {name.removeprefix(prefix): cleaned[name] for name in cleaned if name.startswith(prefix)}
