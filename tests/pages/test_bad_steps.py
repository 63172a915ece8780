"""Whatever is typed in a step of a profile, or in an address: told in words, kept to correct, nothing written."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.errors import AgesReversed, NameTooLong, TextTooLong
from accounts.models import Person
from core.errors import ChangedMeanwhile
from tests.organisations.imports.builders import ANA
from tests.organisations.imports.builders import read as read_import
from tests.pages.builders import everything, fields_of, says, visitor
from tests.pages.forms import (
    LANGUAGES,
    NEEDED,
    NO_NULL,
    NO_NUMBER,
    WRONG_NAMES,
    WRONG_PLACES,
    WRONG_REACH,
    Wrong,
)

pytestmark = pytest.mark.django_db

TYPED_IN_FULL = (
    *("name_to_use", "family_name", "place", "address", "email", "phone", "birth_year"),
    *("travel_km", "wish_age_from", "wish_age_to", "about"),
)
FINE_WITH_A_LOGIN = [wrong for wrong in WRONG_REACH if "email" in wrong.said]
STEPS = [
    *(("about", wrong) for wrong in (*WRONG_NAMES, *WRONG_REACH) if wrong not in FINE_WITH_A_LOGIN),
    ("about", Wrong({"family_name": "A" * 81}, NameTooLong())),
    ("about", Wrong({"shown_name": "proposal"}, "proposal")),
    *(("place", wrong) for wrong in WRONG_PLACES),
    ("place", Wrong({"address": "A" * 301}, "301")),
    ("languages", Wrong({"language_nl": "9"}, "9")),
    ("languages", Wrong({"language_nl": "fluently"}, "fluently")),
    ("interests", Wrong({"interest_walking": "adore"}, "adore")),
    ("when", Wrong({"day_parts": ["sat_night"]}, "sat_night")),
    ("meeting", Wrong({"travel_km": "0"}, "1")),
    ("meeting", Wrong({"travel_km": "9" * 5000}, NO_NUMBER)),
    ("meeting", Wrong({"travel_km": "far"}, NO_NUMBER)),
    ("meeting", Wrong({"travel_mode": "rocket"}, "rocket")),
    ("needs", Wrong({"access_needs": ["castle"]}, "castle")),
    ("wishes", Wrong({"wish_age_from": "60", "wish_age_to": "30"}, AgesReversed())),
    ("wishes", Wrong({"wish_age_from": "15"}, "16")),
    ("wishes", Wrong({"wish_genders": ["robot"]}, "robot")),
    ("wishes", Wrong({"style_talk": "5"}, "5")),
    ("text", Wrong({"about": "A" * 1001}, TextTooLong(limit=1000, length=1001))),
    ("text", Wrong({"about": "An\x00a"}, NO_NULL)),
    ("text", Wrong({"version": ""}, NEEDED)),
    ("text", Wrong({"version": "99"}, ChangedMeanwhile())),
]
steps = pytest.mark.parametrize(
    ("step", "wrong"), [pytest.param(step, wrong, id=f"{step}-{wrong}") for step, wrong in STEPS]
)


@pytest.fixture(scope="module")
def world(world):
    """With a spreadsheet to look at."""
    world.batch = read_import(world.programme, ANA, by=world.cora)
    return world


def send(browser, address, wrong):
    """The form as the page gives it, with what is wrong in it."""
    return browser.post(address, fields_of(browser.get(address)) | wrong.said)


def own(step):
    return reverse("accounts:step", args=[step])


def together(world, step):
    return reverse("organisations:step", args=[world.emma.public_id, step])


@pytest.mark.parametrize("language", LANGUAGES)
@steps
def test_a_wrong_answer_is_told_in_the_language_of_the_person(world, step, wrong, language):
    response = send(visitor(world.ana.user, language=language), own(step), wrong)

    with translation.override(language):
        assert (response.status_code, says(response, wrong.told)) == (422, True)


@steps
def test_a_wrong_answer_is_told_to_a_coordinator_who_fills_in_with_somebody(
    cora, world, step, wrong
):
    response = send(cora, together(world, step), wrong)

    assert (response.status_code, says(response, wrong.told)) == (422, True)


@steps
def test_a_wrong_answer_is_still_there_to_correct(ana, step, wrong):
    kept = fields_of(send(ana, own(step), wrong))

    typed = {name: [text] for name, text in wrong.said.items() if name in TYPED_IN_FULL}
    assert {name: kept.get(name) for name in typed} == typed


@steps
def test_a_wrong_answer_writes_nothing(ana, step, wrong):
    before = everything()

    send(ana, own(step), wrong)

    assert everything() == before


def test_there_are_no_other_steps(ana):
    assert ana.get(own("money")).status_code == 404


@pytest.mark.parametrize("typed", ["\x00", "é" * 300, "'; DROP TABLE", "%", "-1", "9" * 40, "[]"])
@pytest.mark.parametrize("key", ["q", "state", "side", "programme", "order", "page"])
@pytest.mark.parametrize("page", ["people", "board", "left_over", "import"])
def test_nothing_in_an_address_breaks_a_list(lists, cora, page, key, typed):
    assert cora.get(lists[page], {key: typed}).status_code == 200


@pytest.fixture
def lists(world):
    programme = [world.programme.public_id]
    return {
        "people": reverse("organisations:people"),
        "board": reverse("matching:board", args=programme),
        "left_over": reverse("matching:left_over", args=programme),
        "import": reverse("organisations:import", args=[world.batch.public_id]),
    }


def test_the_address_of_a_login_is_shown_and_not_changed_by_the_step(ana, world):
    address = reverse("accounts:step", args=["about"])
    form = fields_of(ana.get(address))
    said = {name: values[0] for name, values in form.items() if name != "email"}

    ana.post(address, said | {"email": "other@example.org"})

    assert form["email"] == [world.ana.user.email]
    assert Person.objects.get(pk=world.ana.pk).email == world.ana.email


def test_who_sees_it_is_asked_beside_each_question(ana):
    names = list(fields_of(ana.get(reverse("accounts:step", args=["about"]))))

    assert names.index("shown_phone") == names.index("phone") + 1
