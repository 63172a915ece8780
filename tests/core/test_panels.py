"""Parts of a page that apps above add to it, and refusals beside the field of a form."""

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.safestring import SafeString

from accounts.catalogues import CONTACT_FORMS
from accounts.errors import NameMissing
from core import panels
from core.errors import InvalidInput, NotFoundHere
from core.forms import Codes, explain, send_again_with
from core.models import Event
from core.panels import (
    Panel,
    later_panel,
    later_panels,
    register,
    render_panels,
    render_panels_of_each,
)

TEMPLATE = "django/forms/widgets/text.html"


@pytest.fixture(autouse=True)
def _no_panels(monkeypatch):
    monkeypatch.setattr(panels, "_panels", [])


def panel(name, *, page="home", order=1, shown=True, later=""):
    def build(_request, **facts):
        widget = {"type": "text", "name": name, "value": facts.get("value"), "attrs": {}}
        return {"widget": widget} if shown else None

    return Panel(page, order, TEMPLATE, build, later)


def told(page="home", **facts):
    return render_panels(page, RequestFactory().get("/"), **facts)


def test_panels_stand_in_their_order():
    register(panel("second", order=2))
    register(panel("first", order=1))

    html = told()

    assert 0 < html.index("first") < html.index("second")


def test_a_panel_stands_on_its_own_page_only():
    register(panel("desk", page="desk"))

    assert told() == ""


def test_a_panel_with_nothing_to_show_is_left_out():
    register(panel("empty", shown=False))

    assert told() == ""


def test_a_panel_knows_the_facts_of_its_page_and_they_stay_text():
    register(panel("name"))

    html = told(value='"><script>')

    assert ("&quot;&gt;&lt;script&gt;" in html, isinstance(html, SafeString)) == (True, True)


def test_what_is_fetched_afterwards_is_not_built_at_once():
    register(panel("below", later="below"))

    assert told() == ""


def test_what_is_fetched_afterwards_has_an_address():
    register(panel("top"))
    register(panel("below", page="desk", later="below"))

    ((found, address),) = later_panels("desk", "organisations:desk_panel")

    assert (found.name, address) == ("below", "/desk/more/below/")
    assert later_panel("desk", "below") == found


@pytest.mark.parametrize(("page", "name"), [("desk", "other"), ("home", "below"), ("home", "")])
def test_only_what_is_fetched_afterwards_can_be_fetched(page, name):
    register(panel("top"))
    register(panel("below", page="desk", later="below"))

    with pytest.raises(NotFoundHere):
        later_panel(page, name)


def test_a_panel_in_each_row_is_built_once():
    built = []

    def build(_request, *, rows):
        built.append(rows)
        widget = {"type": "text", "name": "second", "value": None, "attrs": {}}
        return {2: {"widget": widget}}

    register(Panel("rows", 1, TEMPLATE, build))
    rows = [Event(pk=1), Event(pk=2)]

    one, two = render_panels_of_each("rows", RequestFactory().get("/"), rows)

    assert (len(built), one, "second" in two) == (1, "", True)


class NameForm(forms.Form):
    name_to_use = forms.CharField(required=False)


def refused(error):
    form = NameForm({"name_to_use": "x"})
    form.is_valid()
    explain(form, error)
    return form


def test_a_refusal_stands_beside_its_field():
    form = refused(NameMissing())

    assert form.errors == {"name_to_use": ["Tell us which name we may use."]}


@pytest.mark.parametrize("error", [InvalidInput(field="elsewhere"), InvalidInput()])
def test_a_refusal_of_another_field_stands_above_the_form(error):
    assert refused(error).non_field_errors() == ["Something is not filled in correctly."]


def test_who_looked_at_what_changed_meanwhile_may_send_the_same_again():
    form = NameForm(QueryDict("name_to_use=Ana&version=3"))

    send_again_with(form, 4)

    assert (form.data["name_to_use"], form.data["version"]) == ("Ana", "4")


def test_what_was_typed_stays():
    assert refused(NameMissing())["name_to_use"].value() == "x"


@pytest.mark.parametrize(("ticked", "codes"), [([], []), (["walk", "out"], ["walk", "out"])])
def test_tick_boxes_give_codes(ticked, codes):
    assert Codes(CONTACT_FORMS).clean(ticked) == codes


def test_a_box_that_is_not_there_cannot_be_ticked():
    with pytest.raises(forms.ValidationError):
        Codes(CONTACT_FORMS).clean(["rocket"])
