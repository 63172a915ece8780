"""The page of a programme's settings: all of them, in versions, and nobody overwrites anybody."""

import pytest
from django.urls import reverse

from organisations.models import Programme
from organisations.services import change_programme
from tests.clock import NOW
from tests.pages.builders import fields_of, links_of, says, visitor
from tests.pages.forms import NEEDED

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea(db, world):
    return visitor(world.lea)


@pytest.fixture
def address(world):
    return reverse("organisations:programme", args=[world.programme.public_id])


@pytest.fixture
def form(lea, address):
    """What the page shows filled in, as a browser would send it."""

    def form(**typed):
        shown = fields_of(lea.get(address))
        ticked = {"is_open": "on"} if "is_open" in shown else {}
        return shown | ticked | typed

    return form


def programme(world):
    return Programme.objects.get(pk=world.programme.pk)


CHANGES = [
    ("answer_days", "14", 14),
    ("choice_of_cards", "3", 3),
    ("reminder_days", "0", 0),
    ("asks_volunteer_first", "on", True),
    ("meets_every_weeks", "2", 2),
    ("max_buddies", "3", 3),
    ("runs_every_days", "7", 7),
    ("look_after_weeks", "4", 4),
    ("clearance_notice_weeks", "8", 8),
    ("first_answer_days", "3", 3),
    ("talk_within_days", "10", 10),
    ("sign_after_weeks", "6", 6),
    ("signs_before_call", "2", 2),
    ("speak_after_weeks", "0", 0),
    ("required_clearances", ["training"], ["training"]),
]


@pytest.mark.parametrize(("name", "typed", "stored"), CHANGES)
def test_a_setting_is_changed(world, lea, address, form, name, typed, stored):
    lea.post(address, form(**{name: typed}))

    assert getattr(programme(world), name) == stored


def test_texts_are_kept_by_language(world, lea, address, form):
    lea.post(
        address,
        form(proposal_text_nl="Welkom", proposal_text_fr="Bienvenue", meanwhile_text_nl="Kom mee"),
    )

    assert programme(world).proposal_text == {"nl": "Welkom", "fr": "Bienvenue"}
    assert programme(world).meanwhile_text == {"nl": "Kom mee"}
    assert fields_of(lea.get(address))["proposal_text_fr"] == ["Bienvenue"]


def test_who_changed_what_is_told(world, lea, address, form):
    lea.post(address, form(answer_days="14", proposal_text_nl="Welkom"))

    page = lea.get(address)

    assert says(page, "Days to answer a proposal: 7 → 14")
    assert says(page, "What people read with every proposal: another text")
    assert says(page, world.lea.email)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(world, lea, address, form):
    sent = form(answer_days="14")
    change_programme(programme_id=world.programme.pk, by=world.lea, now=NOW, answer_days=21)

    page = lea.post(address, sent)

    assert (page.status_code, programme(world).answer_days) == (422, 21)
    assert says(page, "Somebody else changed this just now.")
    assert says(page, "Days to answer a proposal: 7 → 21")
    assert fields_of(page)["answer_days"] == ["14"]

    lea.post(address, sent | {"version": fields_of(page)["version"]})

    assert programme(world).answer_days == 14


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reminder_days": "7"}, "The reminder has to come before the last day to answer."),
        (
            {"proposal_text_fr": "x" * 1001},
            "This text is too long: at most 1000 characters, now 1001.",
        ),
        ({"model_of_support": "peer"}, "People take part in this programme."),
        ({"model_of_support": "x"}, "Select a valid choice."),
        ({"answer_days": ""}, NEEDED),
        ({"max_buddies": "51"}, "Ensure this value is less than or equal to 50."),
    ],
)
def test_a_refusal_keeps_what_was_typed_and_changes_nothing(world, lea, address, form, typed, told):
    page = lea.post(address, form(name="Walks", **typed))

    assert (page.status_code, programme(world).version) == (422, 1)
    assert says(page, told)
    assert fields_of(page)["name"] == ["Walks"]


def test_a_programme_without_pairs_has_no_rules_to_set(world, lea):
    lea.post(
        reverse("organisations:add_programme"),
        {
            "name": "Group",
            "model_of_support": "peer",
            "answer_days": "7",
            "choice_of_cards": "1",
            "reminder_days": "3",
            "look_after_weeks": "8",
            "clearance_notice_weeks": "6",
            "first_answer_days": "2",
            "talk_within_days": "14",
            "sign_after_weeks": "4",
            "signs_before_call": "3",
            "speak_after_weeks": "12",
        },
    )
    made = Programme.objects.get(name="Group")

    links = links_of(lea.get(reverse("organisations:programme", args=[made.public_id])))

    assert reverse("matching:rules", args=[made.public_id]) not in links


def test_people_who_choose_a_programme_read_what_it_offers(world, ana):
    change_programme(
        programme_id=world.programme.pk,
        by=None,
        now=NOW,
        description={"en": "Somebody to walk with."},
    )

    page = ana.get(reverse("organisations:join", args=["volunteer"]))

    assert says(page, "Somebody to walk with.")


def test_the_proposal_shows_the_programmes_text_and_rhythm(world, ana):
    page = ana.get(reverse("matching:own_proposal", args=[world.offered.public_id]))
    world.offered.programme_version.settings |= {
        "proposal_text": {"en": "Call <Lea> & ask."},
        "meets_every_weeks": 1,
    }
    world.offered.programme_version.save()

    shown = ana.get(reverse("matching:own_proposal", args=[world.offered.public_id]))

    assert not says(page, "In this programme people meet about every")
    assert says(shown, "Call <Lea> & ask.")
    assert says(shown, "In this programme people meet about every week.")
