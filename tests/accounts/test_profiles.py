"""The parts of a profile: what is kept, and every value that is refused."""

import pytest

from accounts import services
from accounts.catalogues import ACCESS, CONTACT_FORMS, DAY_PARTS, LIFE_PHASES, STYLES
from accounts.models import PersonInterest, PersonLanguage, Profile
from core.errors import InvalidInput
from core.models import Event
from tests.clock import NOW
from tests.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_person("Ana")


def change(person, **changes):
    return services.change_profile(person_id=person.pk, by=None, now=NOW, **changes)


def profile_of(person):
    return Profile.objects.get(person=person)


KEPT = [
    ("day_parts", ["mon_morning", "sun_evening"], 1 | 1 << 20),
    ("day_parts", [], 0),
    ("day_parts", ["mon_morning", "mon_morning"], 1),
    ("day_parts", [item.code for item in DAY_PARTS], DAY_PARTS.full_mask),
    ("contact_forms", [item.code for item in CONTACT_FORMS], CONTACT_FORMS.full_mask),
    ("access_needs", [item.code for item in ACCESS], ACCESS.full_mask),
    ("access_offers", ["wheelchair"], 1),
    ("life_phases", [item.code for item in LIFE_PHASES], LIFE_PHASES.full_mask),
    ("travel_km", 1, 1),
    ("travel_km", "100", 100),
    ("travel_km", "", None),
    ("travel_km", None, None),
    ("travel_mode", "bike", "bike"),
    ("travel_mode", "", ""),
    ("travel_mode", None, ""),
    ("wish_age_from", 16, 16),
    ("wish_age_to", 120, 120),
    ("wish_age_to", "", None),
    ("wish_genders", ["woman", "man", "woman"], ["man", "woman"]),
    ("wish_genders", [""], []),
    ("wish_gender_is_must", True, True),
    ("wish_age_is_must", "", False),
    ("about", "  I keep bees.\r\n\x00Come and see!\u202e  ", "I keep bees.\nCome and see!"),
    ("about", "🐝" * 1000, "🐝" * 1000),
    *((f"style_{axis}", value, value) for axis, *_rest in STYLES for value in (-1, 0, 1)),
    ("style_talk", None, 0),
]


@pytest.mark.parametrize(("name", "given", "kept"), KEPT)
def test_a_value_is_kept(name, given, kept):
    ben = services.register_person(name_to_use="Ben", email="ben@example.org", by=None, now=NOW)

    change(ben, **{name: given})

    assert getattr(profile_of(ben), name) == kept


REFUSED = [
    *((mask, wrong) for mask in ("day_parts", "contact_forms", "life_phases") for wrong in (
        ["never"], "out", None, 3, [["out"]], [None], [3],
    )),
    *((mask, ["ramp"]) for mask in ("access_needs", "access_offers")),
    *(("travel_km", wrong) for wrong in (0, -1, 101, 10**9, "far", "1e3", [], float("nan"), float("inf"))),
    *(
        (age, wrong)
        for age in ("wish_age_from", "wish_age_to")
        for wrong in (15, 121, -1, 0, "old", {}, float("-inf"))
    ),
    *((f"style_{axis}", wrong) for axis, *_rest in STYLES for wrong in (-2, 2, "x")),
    *(("travel_mode", wrong) for wrong in ("rocket", "BIKE", ["bike"], 7)),
    *(("wish_genders", wrong) for wrong in (["cat"], "woman", None, 1, [["woman"]])),
    *(("about", wrong) for wrong in ("a" * 1001, None, 5, ["a"])),
    *((unknown, 1) for unknown in ("shoe_size", "style_humour", "cats_is_must", "name_to_use", "pk")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "wrong"), REFUSED)
def test_a_value_that_cannot_be_is_refused_by_the_name_of_its_field(name, wrong):
    with pytest.raises(InvalidInput) as refusal:
        services.change_profile(person_id=0, by=None, now=NOW, **{name: wrong})

    assert refusal.value.field == name


def test_one_wrong_value_changes_nothing(ana):
    before = Profile.objects.filter(person=ana).values().get()

    with pytest.raises(InvalidInput):
        change(ana, about="New text", travel_km=1000)

    assert Profile.objects.filter(person=ana).values().get() == before


def test_what_is_not_mentioned_stays(ana):
    change(ana, about="I keep bees.")

    assert profile_of(ana).travel_km == 10


def test_a_wished_age_runs_upwards(ana):
    with pytest.raises(InvalidInput) as refusal:
        change(ana, wish_age_from=60, wish_age_to=59)

    assert refusal.value.field == "wish_age_to"


def test_a_wished_age_is_compared_with_what_was_said_before(ana):
    change(ana, wish_age_from=60)

    with pytest.raises(InvalidInput):
        change(ana, wish_age_to=40)


def test_a_wished_age_may_be_one_year(ana):
    change(ana, wish_age_from=60, wish_age_to=60)

    assert profile_of(ana).wish_age_to == 60


def change_languages(person, levels):
    return services.change_languages(person_id=person.pk, levels=levels, by=None, now=NOW)


def test_languages_are_replaced(ana):
    change_languages(ana, {"fr": 2, "vgt": 3})

    kept = PersonLanguage.objects.filter(person=ana).values_list("language", "level")
    assert dict(kept) == {"fr": 2, "vgt": 3}


def test_somebody_may_speak_no_language_of_the_list(ana):
    change_languages(ana, {})

    assert not ana.languages.exists()


@pytest.mark.parametrize(
    "levels", [{"xx": 1}, {"": 1}, {"nl": 0}, {"nl": 4}, {"nl": "3"}, {"nl": None}, {"nl": [1]}]
)
def test_an_unknown_language_or_level_is_refused_and_the_old_ones_stay(ana, levels):
    with pytest.raises(InvalidInput) as refusal:
        change_languages(ana, levels | {"fr": 2})

    assert (refusal.value.field, [str(row) for row in ana.languages.all()]) == (
        "languages",
        ["nl 3"],
    )


def change_interests(person, attitudes):
    return services.change_interests(person_id=person.pk, attitudes=attitudes, by=None, now=NOW)


def test_interests_are_replaced(ana):
    change_interests(ana, {"yoga": "no_go", "fishing": "dislike"})

    kept = PersonInterest.objects.filter(person=ana).order_by("interest")
    assert [str(row) for row in kept] == ["fishing dislike", "yoga no_go"]


@pytest.mark.parametrize(
    "attitudes", [{"war": "like"}, {"yoga": "love"}, {"yoga": ""}, {"yoga": None}, {"": "like"}]
)
def test_an_unknown_interest_or_attitude_is_refused_and_the_old_ones_stay(ana, attitudes):
    with pytest.raises(InvalidInput) as refusal:
        change_interests(ana, attitudes | {"fishing": "like"})

    assert (refusal.value.field, ana.interests.count()) == ("interests", 2)


@pytest.mark.parametrize(
    ("step", "part"),
    [
        (lambda ana: change(ana, about="A"), "profile"),
        (lambda ana: change_languages(ana, {"fr": 1}), "languages"),
        (lambda ana: change_interests(ana, {"yoga": "like"}), "interests"),
    ],
)
def test_each_change_is_logged_by_its_part_and_raises_the_version(ana, step, part):
    changed = step(ana)

    last = Event.objects.order_by("pk").last()
    assert (last.data, changed.version) == ({"part": part}, ana.version + 1)


def test_a_profile_is_written_as_a_number_in_logs(ana):
    assert str(ana.profile) == f"profile of person {ana.pk}"
