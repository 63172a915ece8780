"""What forms of all apps share."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from core.catalogue import Catalogue
from core.errors import DomainError


def explain(form: forms.BaseForm, error: DomainError) -> None:
    """Show a refusal of a service beside the field that it is about, or above the form. What was typed stays."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, ValidationError(str(error), code=error.code))


def send_again_with(form: forms.BaseForm, version: int, *, name: str = "version") -> None:
    """Somebody else changed it meanwhile. What was typed stays; who looks and sends it again means it."""
    typed = cast(QueryDict, form.data).copy()
    typed[name] = str(version)
    form.data = typed


class Codes(forms.MultipleChoiceField):
    """Tick boxes for the items of a catalogue; gives a list of codes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, catalogue: Catalogue, **options: Any) -> None:
        super().__init__(choices=catalogue.choices(), required=False, **options)
