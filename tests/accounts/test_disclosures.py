"""What the other person sees, and from when on: nothing that its owner did not choose, and no name too early."""

import pytest

from accounts import services
from accounts.models import Disclosure
from accounts.models.consents import DEFAULTS, EARLIEST, Part, Shown
from accounts.selectors import (
    area_of,
    disclosed_parts,
    disclosure_choices,
    is_shown,
    shown_by_moment,
)
from core.errors import InvalidInput
from core.models import Event
from tests.clock import NOW
from tests.people import make_person

pytestmark = pytest.mark.django_db

SECRET = [Part.NAME, Part.EMAIL, Part.PHONE]


@pytest.fixture
def ana():
    return make_person(
        "Ana",
        email="ana@example.org",
        phone="0470 12 34 56",
        birth_year=1987,
        gender="woman",
        languages={"nl": 3, "ar": 1},
        profile={
            "life_phases": ["retired"],
            "access_needs": ["wheelchair"],
            "about": "I keep bees.",
        },
    )


def choose(person, **choices):
    services.change_disclosures(person=person, choices=choices, by=None, now=NOW)


def seen(person, stage, language="en"):
    return disclosed_parts(person=person, stage=stage, language=language)


def open_everything(person):
    """Rows that no service writes: everything at the first moment."""
    Disclosure.objects.bulk_create(
        Disclosure(person=person, part=part, shown=Shown.PROPOSAL) for part in Part
    )


def test_who_chose_nothing_shows_the_defaults(ana):
    assert disclosure_choices(person=ana) == {part.value: DEFAULTS[part].value for part in Part}


def test_a_proposal_shows_what_the_defaults_allow(ana):
    assert seen(ana, Shown.PROPOSAL) == {
        "area": "in the area of Gent",
        "age": "born in the 1980s",
        "languages": "Dutch (fluently), Arabic (a little, with gestures)",
        "interests": "Walking, Having a coffee or tea",
        "day_parts": "Saturday morning, Saturday afternoon",
    }


def test_an_introduction_adds_name_gender_and_text(ana):
    added = seen(ana, Shown.INTRODUCTION).keys() - seen(ana, Shown.PROPOSAL).keys()

    assert added == {"name", "gender", "about"}


@pytest.mark.parametrize("part", SECRET)
def test_nobody_learns_a_name_or_how_to_reach_somebody_before_both_said_yes(ana, part):
    open_everything(ana)

    assert part.value not in seen(ana, Shown.PROPOSAL)


def test_no_text_of_a_proposal_holds_the_name_or_a_way_to_reach_somebody(ana):
    open_everything(ana)

    told = " ".join(seen(ana, Shown.PROPOSAL).values())
    assert not [secret for secret in ("Ana", "ana@example.org", "470123456") if secret in told]


@pytest.mark.parametrize("part", Part)
def test_a_row_opens_a_part_at_its_earliest_moment_and_not_before(ana, part):
    open_everything(ana)

    assert (part.value in seen(ana, Shown.PROPOSAL)) == (EARLIEST[part] == Shown.PROPOSAL)


def test_after_both_said_yes_everything_that_was_opened_is_seen(ana):
    open_everything(ana)

    assert seen(ana, Shown.INTRODUCTION).keys() == {part.value for part in Part}


def test_the_email_address_that_is_seen_is_the_one_we_write_to(ana):
    choose(ana, email="introduction", phone="introduction")

    shown = seen(ana, Shown.INTRODUCTION)
    assert (shown["email"], shown["phone"]) == ("ana@example.org", "+32470123456")


@pytest.mark.parametrize("part", Part)
def test_what_is_never_shown_is_not_shown(ana, part):
    choose(ana, **{part.value: "never"})

    assert part.value not in seen(ana, Shown.INTRODUCTION)


@pytest.mark.parametrize("stage", Shown)
@pytest.mark.parametrize("choice", Shown)
@pytest.mark.parametrize("part", SECRET)
def test_only_the_moment_after_both_said_yes_shows_a_secret(part, choice, stage):
    early, never = stage == Shown.PROPOSAL, choice == Shown.NEVER

    assert is_shown(choice, part, stage) == (not early and not never)


@pytest.mark.parametrize("part", SECRET)
def test_showing_a_secret_early_cannot_be_chosen(ana, part):
    with pytest.raises(InvalidInput) as refusal:
        choose(ana, **{part.value: "proposal"})

    assert refusal.value.field == part.value


@pytest.mark.parametrize(
    ("part", "shown"), [("diary", "never"), ("age", "always"), ("age", ""), ("", "never")]
)
def test_an_unknown_part_or_moment_is_refused(ana, part, shown):
    with pytest.raises(InvalidInput):
        choose(ana, **{part: shown})


def test_one_wrong_choice_changes_none(ana):
    with pytest.raises(InvalidInput):
        choose(ana, age="never", name="proposal")

    assert not Disclosure.objects.exists()


def test_a_later_choice_takes_the_place_of_the_earlier(ana):
    choose(ana, age="never")
    choose(ana, age="introduction")

    assert disclosure_choices(person=ana)["age"] == "introduction"


def test_a_choice_is_written_in_the_log_by_its_parts(ana):
    choose(ana, phone="never", age="never")

    assert Event.objects.get(kind="accounts.disclosures_changed").data == {
        "parts": ["age", "phone"]
    }


def test_what_somebody_did_not_tell_is_left_out():
    silent = make_person("Ben", likes=(), profile={"day_parts": []})
    open_everything(silent)

    assert seen(silent, Shown.INTRODUCTION).keys() == {"name", "area", "languages", "email"}


def test_texts_are_in_the_language_of_the_reader(ana):
    assert "Gand" in seen(ana, Shown.PROPOSAL, "fr")["area"]


def test_somebody_whose_place_is_not_found_has_no_area(settings):
    settings.KOMPAAN_GEOCODER = "nominatim"
    person = make_person("Ben")
    services.change_place(person=person, typed="Gent", address="Veldstraat 1", by=None, now=NOW)

    assert area_of(person) == ""


def test_somebody_without_a_place_has_no_area():
    person = services.register_person(name_to_use="Ben", email="ben@example.org", by=None, now=NOW)

    assert area_of(person) == ""


def test_a_preview_shows_both_moments_in_words(ana):
    moments = dict(shown_by_moment(person=ana, language="en"))

    assert moments["after you both said yes"].keys() > moments["with a proposal"].keys()


def test_a_choice_is_written_without_a_name_in_logs(ana):
    choose(ana, age="never")

    assert str(Disclosure.objects.get()) == "age never"
