"""What forms of all apps share."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.catalogue import Catalogue
from core.errors import ChangedMeanwhile, DomainError


def explain(form: forms.BaseForm, error: DomainError) -> None:
    """Show a refusal of a service beside the field that it is about, or above the form. What was typed stays."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, ValidationError(str(error), code=error.code))


def send_again_with(form: forms.BaseForm, version: int, *, name: str = "version") -> None:
    """Somebody else changed it meanwhile. What was typed stays; who looks and sends it again means it."""
    typed = cast(QueryDict, form.data).copy()
    typed[name] = str(version)
    form.data = typed


def show_stored(form: forms.BaseForm, stored: forms.BaseForm) -> None:
    """Tell beside each field what somebody else stored meanwhile, where it differs from what was typed. `stored` is the same form,
    empty, with what stands there now."""
    for name, field in stored.fields.items():
        if field.widget.is_hidden or name not in form.fields:
            continue
        now_there = stored.get_initial_for_field(field, name)
        typed = form[name].data
        if field.has_changed(now_there, typed):
            told = _("Stored meanwhile: %(value)s") % {"value": _in_words(field, now_there)}
            form.add_error(name, ValidationError(told, code=ChangedMeanwhile.code))


def _in_words(field: forms.Field, value: Any) -> str:
    """A value as people read it: labels for codes, "–" for nothing."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    values = value if isinstance(value, list | tuple) else [value]
    labels = {str(code): str(label) for code, label in getattr(field, "choices", [])}
    words = [labels.get(str(each), str(each)) for each in values if each not in (None, "")]
    return ", ".join(words) or "–"


def a_day(label: Any, **options: Any) -> forms.DateField:
    """A day, chosen from a calendar where the browser has one."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class Codes(forms.MultipleChoiceField):
    """Tick boxes for the items of a catalogue; gives a list of codes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, catalogue: Catalogue, **options: Any) -> None:
        super().__init__(choices=catalogue.choices(), required=False, **options)


class Slider(forms.NumberInput):
    """A slider with its number beside it, for the limits of its field. `step`: how far it moves at once.

    A value between two steps keeps its place: the slider then moves by one. What no slider can show, since it is no number
    or outside the limits, stays as it was typed, in an ordinary field.
    """

    input_type = "range"
    template_name = "core/slider.html"

    class Media:
        js = [Script("core/slider.js", defer=True)]

    def __init__(self, *, step: int = 1) -> None:
        super().__init__()
        self.step = step

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]
        low, high = shown["attrs"]["min"], shown["attrs"]["max"]
        number = low if value in (None, "") else _whole(value)
        if number is None or not low <= number <= high:
            shown["type"] = "number"
            return context
        shown["value"] = str(number)
        shown["attrs"]["step"] = 1 if (number - low) % self.step else self.step
        return context


def _whole(value: Any) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None
