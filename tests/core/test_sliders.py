"""A slider shows its number, keeps what was typed, and never moves a value by itself."""

import pytest
from django import forms
from django.http import HttpResponse

from core.forms import Slider
from tests.pages.builders import read


class AForm(forms.Form):
    km = forms.IntegerField(min_value=0, max_value=50, required=False, widget=Slider())
    fit = forms.IntegerField(min_value=0, max_value=1000, widget=Slider(step=10))


def shown(name, **typed):
    page = str(AForm(typed)[name])
    tags = read(HttpResponse(page)).tags
    (field,) = (said for tag, said in tags if tag == "input")
    return field, [said for tag, said in tags if tag == "output"], page


def test_its_limits_are_those_of_the_field():
    slider, _number, _page = shown("km", km="7")

    told = {key: slider[key] for key in ("type", "min", "max", "step", "value")}
    assert told == {"type": "range", "min": "0", "max": "50", "step": "1", "value": "7"}


def test_its_number_stands_beside_it_and_is_tied_to_it():
    _slider, (number,), page = shown("km", km="7")

    assert (number["for"], ">7</output>" in page) == ("id_km", True)


def test_without_a_value_it_stands_at_the_lowest():
    slider, _number, page = shown("km")

    assert (slider["value"], ">0</output>" in page) == ("0", True)


@pytest.mark.parametrize("typed", ["51", "-1", "x", "²", "9" * 5000])
def test_what_it_cannot_show_stays_as_it_was_typed(typed):
    field, number, _page = shown("km", km=typed)

    assert (field["type"], field["value"], number) == ("number", typed, [])


@pytest.mark.parametrize(("typed", "step"), [("450", "10"), ("455", "1")])
def test_a_value_between_two_steps_keeps_its_place(typed, step):
    slider, _number, _page = shown("fit", fit=typed)

    assert (slider["value"], slider["step"]) == (typed, step)
