"""The page of rules and weights: what is on it, what changes before saving, and that nobody overwrites anybody."""

import pytest
from django.urls import reverse

from matching.models import RuleSet
from matching.services import save_rule_set
from tests.api.bodies import RULES
from tests.clock import NOW
from tests.pages.builders import fields_of, links_of, read, says, visitor, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(world):
    return reverse("matching:rules", args=[world.programme.public_id])


@pytest.fixture
def form(cora, address):
    """What the page shows filled in, as a browser would send it."""

    def form(**typed):
        shown = fields_of(cora.get(address))
        ticked = {name: "on" for name in shown if name.startswith("rule_")}
        return shown | ticked | typed

    return form


@pytest.fixture
def preview(cora, world, form):
    def preview(*, htmx=True, **typed):
        headers = {"hx-request": "true"} if htmx else {}
        address = reverse("matching:preview_rules", args=[world.programme.public_id])
        return cora.post(address, form(**typed), headers=headers)

    return preview


def saved_by_lea(world, **rules):
    return save_rule_set(
        programme=world.programme,
        rules=rules,
        weights={},
        by=world.lea,
        now=NOW,
        expected_version=RuleSet.objects.filter(programme=world.programme).latest("pk").version,
    )


def newest(world):
    return RuleSet.objects.filter(programme=world.programme).latest("version")


def test_it_starts_with_the_rules_of_today(form):
    shown = form()

    assert {name for name in shown if name.startswith("rule_")} == {
        f"rule_{name}" for name in RULES["rules"]["on"]
    }
    assert (shown["minimum_score"], shown["default_reach_km"], shown["weight_travel"]) == (
        ["400"],
        ["10"],
        ["20"],
    )


def test_each_rule_says_in_a_sentence_what_it_does(cora, address):
    assert says(cora.get(address), "They speak at least one language in common, well enough.")


def test_weights_are_sliders_within_their_limits(cora, address):
    page = cora.get(address)

    weights = [
        said for _tag, said in read(page).tags if str(said.get("name")).startswith("weight_")
    ]
    assert {(each["type"], each["min"], each["max"]) for each in weights} == {("range", "0", "100")}
    assert says(page, "Distance 20")


def test_saving_makes_a_version(cora, world, address, form):
    sent = form(minimum_score="450", weight_style="0")
    del sent["rule_age"]

    answer = cora.post(address, sent)

    assert answer.status_code == 302
    assert (newest(world).version, newest(world).rules["minimum_score"]) == (2, 450)
    assert newest(world).weights["style"] == 0
    assert newest(world).rules["on"] == 1023 - 32


def test_who_changed_what_is_told(cora, world, address, form):
    cora.post(address, form(minimum_score="450", default_reach_km="20"))

    page = cora.get(address)

    assert says(page, "Minimum fit, of 1000: 400 → 450")
    assert says(page, "Kilometres for who did not say how far: 10 → 20")
    assert says(page, world.cora.email)


def test_an_older_version_is_filled_in_and_not_saved(cora, world, address, form):
    cora.post(address, form(minimum_score="450"))

    shown = fields_of(cora.get(address, {"from": "1"}))

    assert (shown["minimum_score"], shown["version"]) == (["400"], ["2"])
    assert newest(world).version == 2


@pytest.mark.parametrize("wanted", ["99", "9" * 8])
def test_a_version_that_never_was_is_not_there(cora, address, wanted):
    assert cora.get(address, {"from": wanted}).status_code == 404


@pytest.mark.parametrize("wanted", ["x", "-1", "", "²", "9" * 5000])
def test_a_version_that_is_no_number_shows_the_rules_of_today(cora, address, wanted):
    assert cora.get(address, {"from": wanted}).status_code == 200


def test_the_preview_says_what_goes(preview):
    told = words_of(preview(minimum_score="1000"))

    assert "Removes 1 of 1 possible pairs. 0 are new." in told
    assert "1 person would have nobody left." in told
    assert "1 of the 1 proposals on the board breaks these rules." in told


def test_the_preview_saves_nothing(world, preview):
    preview(minimum_score="1000")

    assert newest(world).version == 1


def test_the_preview_says_when_nothing_changes(preview):
    assert says(preview(), "With these people nothing changes.")


@pytest.mark.parametrize("typed", ["", "x", "1001", "-1", "9" * 5000])
def test_a_number_that_cannot_be_is_named_in_the_preview(preview, typed):
    answer = preview(minimum_score=typed)

    assert (answer.status_code, says(answer, "Minimum fit, of 1000:")) == (200, True)


def test_without_scripts_the_preview_is_the_whole_page_with_what_was_typed(preview):
    page = preview(htmx=False, minimum_score="1000")

    assert says(page, "Removes 1 of 1 possible pairs.")
    assert fields_of(page)["minimum_score"] == ["1000"]


def test_weights_of_zero_are_refused_and_stay_on_the_page(cora, world, address, form):
    nothing = {name: "0" for name in form() if name.startswith("weight_")}

    page = cora.post(address, form(**nothing))

    assert (page.status_code, newest(world).version) == (422, 1)
    assert says(page, "Give at least one part a weight above 0.")
    assert fields_of(page)["weight_travel"] == ["0"]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(cora, world, address, form):
    sent = form(minimum_score="450")
    saved_by_lea(world, minimum_score=600)

    page = cora.post(address, sent)

    assert (page.status_code, newest(world).rules["minimum_score"]) == (422, 600)
    assert says(page, "Somebody else changed this just now.")
    assert says(page, "Minimum fit, of 1000: 400 → 600")
    assert fields_of(page)["minimum_score"] == ["450"]


def test_who_looks_and_sends_it_again_means_it(cora, world, address, form):
    sent = form(minimum_score="450")
    saved_by_lea(world, minimum_score=600)
    shown = fields_of(cora.post(address, sent))

    cora.post(address, sent | {"version": shown["version"]})

    assert (newest(world).version, newest(world).rules["minimum_score"]) == (3, 450)


@pytest.mark.parametrize(
    ("language", "title"), [("nl", "Regels en gewichten"), ("fr", "Règles et poids")]
)
def test_it_speaks_the_language_of_the_reader(world, address, language, title):
    assert says(visitor(world.cora, language=language).get(address), title)


def test_a_proposal_says_under_which_version_it_was_made(cora, world, address):
    page = cora.get(reverse("matching:proposal_detail", args=[world.draft.public_id]))

    assert f"{address}#version-1" in links_of(page)
