"""What somebody reads and changes of themselves."""

import pytest

from accounts.services import change_interests, register_person
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.people import make_person
from tests.teams import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_person("Ana", user=make_user("ana@example.org"), birth_year=1985)


@pytest.fixture
def caller(ana):
    return Caller(ana.user)


def test_a_person_reads_what_is_known(caller, ana):
    assert caller.get("me").json() == {
        "id": str(ana.public_id),
        "name_to_use": "Ana",
        "family_name": "",
        "birth_year": 1985,
        "gender": "",
        "language": "nl",
        "email": "ana@example.org",
        "phone": "",
        "reach_by": "email",
        "place": {"typed": "9000", "state": "found", "postcode": "9000", "municipality": "Gent"},
        "languages": {"nl": 3},
        "interests": {"coffee": "like", "walking": "like"},
        "consents": ["service"],
        "version": ana.version,
    }


def test_a_person_without_a_place_has_none():
    user = make_user()
    register_person(by=user, user=user, now=NOW, name_to_use="Ben")

    assert Caller(user).get("me").json()["place"] is None


@pytest.mark.parametrize("name", ["me", "my_profile", "my_disclosures", "my_export", "enrolments"])
def test_a_login_without_a_person_finds_nothing(name):
    assert refusal(Caller(make_user()).get(name)) == (404, "not_found")


def test_a_change_answers_with_the_new_person(caller, ana):
    told = caller.patch("me", version=ana.version, name_to_use="Anna", phone="0470 12 34 56").json()

    assert (told["name_to_use"], told["phone"]) == ("Anna", "+32470123456")


def test_a_change_leaves_the_rest_alone(caller, ana):
    caller.patch("me", version=ana.version, gender="woman")

    ana.refresh_from_db()
    assert (ana.gender, ana.name_to_use, ana.birth_year) == ("woman", "Ana", 1985)


def test_a_year_of_birth_can_be_taken_back(caller, ana):
    assert caller.patch("me", version=ana.version, birth_year=None).json()["birth_year"] is None


def test_a_change_of_something_older_is_refused(caller, ana):
    caller.patch("me", version=ana.version, name_to_use="Anna")

    answer = caller.patch("me", version=ana.version, name_to_use="Anne")

    assert refusal(answer) == (409, "changed_meanwhile")


def test_a_change_without_a_version_is_refused(caller):
    assert refusal(caller.patch("me", name_to_use="Anna")) == (400, "invalid")


def test_a_refused_change_changes_nothing(caller, ana):
    caller.patch("me", version=ana.version, name_to_use="Anna", birth_year=1700)

    ana.refresh_from_db()
    assert ana.name_to_use == "Ana"


def test_a_new_place_is_found(caller):
    assert caller.put("my_place", place="8000").json()["place"]["municipality"] == "Brugge"


def test_an_address_is_kept(caller, ana):
    caller.put("my_place", place="9000", address="Korenmarkt 1")

    ana.refresh_from_db()
    assert ana.place.address == "Korenmarkt 1"


def test_a_place_elsewhere_is_refused(caller):
    assert refusal(caller.put("my_place", place="75001")) == (400, "other_country")


def test_languages_are_replaced(caller):
    assert caller.put("my_languages", languages={"fr": 2}).json()["languages"] == {"fr": 2}


def test_an_unknown_language_is_refused(caller):
    assert refusal(caller.put("my_languages", languages={"xx": 2})) == (400, "invalid")


def test_interests_are_replaced(caller):
    told = caller.put("my_interests", interests={"chess": "like", "crowds": "no_go"}).json()

    assert told["interests"] == {"chess": "like", "crowds": "no_go"}


def test_an_unknown_interest_is_refused(caller):
    assert refusal(caller.put("my_interests", interests={"gold": "like"})) == (400, "invalid")


@pytest.mark.parametrize(
    ("name", "body"), [("my_languages", {"languages": {}}), ("my_interests", {"interests": {}})]
)
def test_a_version_is_judged_when_it_is_sent(caller, ana, name, body):
    change_interests(person_id=ana.pk, attitudes={}, by=None, now=NOW)

    assert refusal(caller.put(name, version=ana.version, **body)) == (409, "changed_meanwhile")


def test_a_profile_shows_codes(caller, ana):
    told = caller.get("my_profile").json()

    assert (told["day_parts"], told["version"]) == (["sat_morning", "sat_afternoon"], ana.version)


def test_a_profile_is_changed_by_codes(caller, ana):
    changes = {"day_parts": ["sun_evening"], "access_needs": ["wheelchair"], "style_talk": -1}

    told = caller.patch("my_profile", version=ana.version, **changes).json()

    assert {name: told[name] for name in changes} == changes


def test_a_part_of_a_profile_can_be_emptied(caller, ana):
    told = caller.patch("my_profile", version=ana.version, travel_km=None, travel_mode="").json()

    assert (told["travel_km"], told["travel_mode"]) == (None, "")


@pytest.mark.parametrize(
    "changes",
    [
        {"day_parts": ["someday"]},
        {"day_parts": "sat_morning"},
        {"travel_km": 0},
        {"travel_km": 10**30},
        {"travel_mode": "horse"},
        {"style_talk": 2},
        {"wish_genders": ["x"]},
        {"wish_gender_is_must": "yes"},
        {"user": 1},
    ],
    ids=str,
)
def test_what_a_profile_cannot_hold_is_refused(caller, ana, changes):
    answer = caller.patch("my_profile", version=ana.version, **changes)

    assert refusal(answer) == (400, "invalid")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"wish_age_from": 60, "wish_age_to": 50}, "ages_reversed"),
        ({"about": "a" * 1001}, "text_too_long"),
    ],
)
def test_ages_and_texts_are_refused_by_name(caller, ana, changes, code):
    answer = caller.patch("my_profile", version=ana.version, **changes)

    assert refusal(answer) == (400, code)


def test_a_profile_of_something_older_is_refused(caller, ana):
    answer = caller.patch("my_profile", version=ana.version - 1, about="Hello")

    assert refusal(answer) == (409, "changed_meanwhile")


def test_somebody_chooses_what_the_other_sees(caller):
    caller.patch("my_disclosures", area="never")

    assert caller.get("my_disclosures").json()["area"] == "never"


@pytest.mark.parametrize("choices", [{"name": "proposal"}, {"shoes": "never"}, {"area": "always"}])
def test_what_may_not_be_shown_is_refused(caller, choices):
    assert refusal(caller.patch("my_disclosures", **choices)) == (400, "invalid")


def test_a_consent_is_taken_back(caller):
    answer = caller.delete("my_consent", "service")

    assert (answer.status_code, caller.get("me").json()["consents"]) == (204, [])


def test_a_consent_is_given_again(caller):
    caller.delete("my_consent", "service")

    answer = caller.post("my_consents")

    assert (answer.status_code, caller.get("me").json()["consents"]) == (201, ["service"])


@pytest.mark.parametrize("purpose", ["sensitive", "nonsense"])
def test_what_was_not_given_cannot_be_taken_back(caller, purpose):
    assert refusal(caller.delete("my_consent", purpose)) == (400, "invalid")


def test_an_unknown_consent_is_refused(caller):
    assert refusal(caller.post("my_consents", purpose="everything")) == (400, "invalid")


def test_everything_can_be_taken_along(caller, ana):
    told = caller.get("my_export").json()

    assert told["person"]["id"] == str(ana.public_id)
