"""The files of an organisation's people, for its team."""

import pytest

from accounts.models import Consent, Person
from accounts.services import withdraw_consent
from core.models import Event
from organisations.models.enrolments import Side
from organisations.states import State
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.teams import make_coordinator, make_organisation, make_programme, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(cora):
    return Caller(cora)


def call(programme, **changes):
    """What Cora types while Ana phones."""
    return {
        "programme": str(programme.public_id),
        "side": "seeker",
        "name_to_use": "Ana",
        "place": "9000",
        "phone": "0470 12 34 56",
        "reach_by": "phone",
        "consent": True,
        "note": "Calls in the morning",
    } | changes


def test_somebody_who_phones_is_typed_in(caller, programme):
    answer = caller.post("team_enrolments", **call(programme))

    told = answer.json()
    assert (answer.status_code, told["person"]["phone"]) == (201, "+32470123456")
    assert (told["note"], Consent.objects.get().given_how) == ("Calls in the morning", "phone")


def test_somebody_who_did_not_agree_yet_is_typed_in_without_consent(caller, programme):
    told = caller.post("team_enrolments", **call(programme, consent=False)).json()

    assert told["person"]["consents"] == []


def test_nobody_is_typed_in_elsewhere(caller):
    answer = caller.post("team_enrolments", **call(make_programme()))

    assert refusal(answer) == (404, "not_found")
    assert not Person.objects.exists()


def test_bad_input_of_the_team_is_refused_by_name(caller, programme):
    answer = caller.post("team_enrolments", **call(programme, place="75001"))

    assert refusal(answer) == (400, "other_country")


def test_the_file_tells_what_the_person_said(caller, enrol):
    enrolment = enrol(goals=["company"], note="Likes cats")

    told = caller.get("team_enrolment", enrolment.public_id).json()

    assert (told["goals"], told["note"]) == (["company"], "Likes cats")
    assert told["person"]["languages"] == {"nl": 3}


def test_reading_a_file_is_noted(caller, cora, enrol):
    enrolment = enrol()

    caller.get("team_enrolment", enrolment.public_id)

    look = Event.objects.get(kind="organisations.person_viewed")
    assert (look.by, look.person_id) == (cora, enrolment.person_id)


def test_the_file_says_what_a_volunteer_lacks(caller, enrol):
    told = caller.get("team_enrolment", enrol(side=Side.VOLUNTEER).public_id).json()

    assert (told["clearances"], told["missing_clearances"]) == ([], ["training"])


def test_what_was_seen_is_noted(caller, enrol):
    enrolment = enrol(side=Side.VOLUNTEER)

    caller.put("team_clearance", enrolment.public_id, "training", seen_on="2026-03-01")

    told = caller.get("team_enrolment", enrolment.public_id).json()
    seen = {"kind": "training", "seen_on": "2026-03-01", "valid_until": None}
    assert (seen.items() <= told["clearances"][0].items(), told["missing_clearances"]) == (True, [])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("nonsense", {"seen_on": "2026-03-01"}),
        ("training", {}),
        ("training", {"seen_on": "soon"}),
    ],
    ids=str,
)
def test_what_cannot_have_been_seen_is_refused(caller, enrol, kind, body):
    enrolment = enrol(side=Side.VOLUNTEER)

    assert refusal(caller.put("team_clearance", enrolment.public_id, kind, **body)) == (
        400,
        "invalid",
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"seen_on": "2027-01-01"}, "seen_in_future"),
        ({"seen_on": "2026-03-01", "valid_until": "2026-02-01"}, "ends_before_seen"),
    ],
)
def test_impossible_days_are_refused_by_name(caller, enrol, body, code):
    enrolment = enrol(side=Side.VOLUNTEER)

    answer = caller.put("team_clearance", enrolment.public_id, "training", **body)

    assert refusal(answer) == (400, code)


def test_the_team_changes_an_enrolment(caller, enrol):
    enrolment = enrol(side=Side.VOLUNTEER)

    told = caller.patch(
        "team_enrolment", enrolment.public_id, version=enrolment.version, note="New", capacity=3
    ).json()

    assert (told["note"], told["capacity"]) == ("New", 3)


def test_a_change_of_something_older_is_refused(caller, enrol):
    enrolment = enrol()

    answer = caller.patch(
        "team_enrolment", enrolment.public_id, version=enrolment.version - 1, note="New"
    )

    assert refusal(answer) == (409, "changed_meanwhile")


@pytest.mark.parametrize(
    ("before", "move", "after"),
    [
        (State.APPLIED, "start-intake", "intake"),
        (State.INTAKE, "activate", "active"),
        (State.APPLIED, "decline", "declined"),
        (State.ACTIVE, "pause", "paused"),
        (State.PAUSED, "resume", "active"),
        (State.ACTIVE, "leave", "left"),
    ],
)
def test_the_team_moves_an_enrolment(caller, enrol, before, move, after):
    enrolment = enrol(state=before)

    told = caller.post(f"team_enrolment_{move}", enrolment.public_id).json()

    assert told["state"] == after


@pytest.mark.parametrize(
    ("before", "move"),
    [
        (State.ACTIVE, "start-intake"),
        (State.ACTIVE, "activate"),
        (State.ACTIVE, "decline"),
        (State.APPLIED, "pause"),
        (State.ACTIVE, "resume"),
        (State.DECLINED, "leave"),
    ],
)
def test_a_move_from_another_state_is_refused(caller, enrol, before, move):
    enrolment = enrol(state=before)

    answer = caller.post(f"team_enrolment_{move}", enrolment.public_id)

    assert refusal(answer) == (409, "wrong_state")


def test_nobody_is_ready_without_consent(caller, enrol):
    enrolment = enrol(state=State.INTAKE)
    withdraw_consent(person=enrolment.person, purpose="service", by=None, now=NOW)

    answer = caller.post("team_enrolment_activate", enrolment.public_id)

    assert refusal(answer) == (409, "consent_missing")


def test_the_team_notes_a_consent_by_phone(caller, enrol):
    enrolment = enrol(state=State.INTAKE)
    withdraw_consent(person=enrolment.person, purpose="service", by=None, now=NOW)

    answer = caller.post("team_consent", enrolment.public_id)

    given = Consent.objects.get(withdrawn_at=None)
    assert (answer.status_code, given.given_how) == (201, "phone")


def test_candidates_come_with_reasons(caller, enrol):
    seeker, volunteer = enrol("Ana"), enrol("Ben", side=Side.VOLUNTEER)
    caller.put("team_clearance", volunteer.public_id, "training", seen_on="2026-03-01")

    best = caller.get("team_candidates", seeker.public_id).json()[0]

    assert best["enrolment"]["person"]["name_to_use"] == "Ben"
    assert "They both like: walking and having a coffee or tea." in best["reasons"]
    assert (best["distance"], best["score"] > 400) == ("under 5 km", True)


def test_a_volunteer_has_candidates_too(caller, enrol):
    enrol("Ana")
    volunteer = enrol("Ben", side=Side.VOLUNTEER)
    caller.put("team_clearance", volunteer.public_id, "training", seen_on="2026-03-01")

    told = caller.get("team_candidates", volunteer.public_id).json()

    assert [row["enrolment"]["side"] for row in told] == ["seeker"]


def test_somebody_who_is_not_ready_has_no_candidates(caller, enrol):
    enrolment = enrol(state=State.APPLIED)

    assert caller.get("team_candidates", enrolment.public_id).json() == []


def test_who_left_the_team_finds_nothing(programme):
    organisation = make_organisation()
    zoe = make_coordinator(organisation)
    organisation.roles.update(ended_at=NOW)

    assert refusal(Caller(zoe).get("team_enrolments")) == (404, "not_found")


def test_somebody_without_a_team_finds_nothing():
    assert refusal(Caller(make_user()).get("team_programmes")) == (404, "not_found")
