"""Where it stands, whether we look further, and whom to speak to, by programs."""

import pytest
import time_machine

from organisations.models import Enrolment
from organisations.states import State
from tests.api.callers import Caller, refusal
from tests.clock import NOW, later
from tests.matching.builders import make_scene
from tests.people import make_person
from tests.teams import enrolment_at, make_programme
from tests.waitlist.builders import deliver, history, introduce, live, sweep, waiting_scene
from waitlist.services import note_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """Ana was asked after four weeks; it is a week later."""
    scene = waiting_scene(meanwhile_text={"en": "Walk with us"})
    sweep(later(weeks=4))
    deliver(later(weeks=4))
    with time_machine.travel(later(weeks=5), tick=False):
        yield scene


def ana(scene):
    return Caller(scene.ana.user)


def state_of(scene):
    return Enrolment.objects.get(pk=scene.seeker.pk).state


# For oneself


def test_somebody_reads_where_it_stands(asked):
    told = ana(asked).get("enrolment_waiting", asked.seeker.public_id).json()

    assert told["standing"]["waits_since"] == "2026-03-02T10:00:00+01:00"
    assert told["standing"]["meanwhile"] == "Walk with us"
    assert told["standing"]["band"] == {"quarter": None, "half": None, "most": None}
    assert told["standing"]["in_words"][0].startswith("How long it takes we cannot say yet")
    assert (told["asked"]["state"], told["asked"]["said"]) == ("asked", "")


def test_with_a_history_there_is_a_band():
    scene = history()

    told = ana(scene).get("enrolment_waiting", scene.seeker.public_id).json()["standing"]

    assert told["band"] == {"quarter": 4, "half": 8, "most": 12}
    assert told["weeks_more"] == 8


def test_who_does_not_wait_reads_nothing_of_it():
    scene = make_scene()
    introduce(scene, scene.seeker, NOW)

    told = ana(scene).get("enrolment_waiting", scene.seeker.public_id).json()

    assert told == {"standing": None, "asked": None}


@pytest.mark.parametrize(
    ("said", "state"), [("yes", "active"), ("pause", "paused"), ("leave", "left")]
)
def test_somebody_answers(asked, said, state):
    told = ana(asked).post("enrolment_still", asked.seeker.public_id, said=said)

    assert (told.status_code, told.json()["asked"]["said"], state_of(asked)) == (200, said, state)


def test_another_word_is_refused(asked):
    answer = ana(asked).post("enrolment_still", asked.seeker.public_id, said="maybe")

    assert refusal(answer) == (400, "invalid")


def test_before_the_first_mail_nothing_is_asked():
    scene = make_scene()

    answer = ana(scene).post("enrolment_still", scene.seeker.public_id, said="yes")

    assert refusal(answer) == (409, "nothing_asked")


def test_who_has_somebody_by_now_does_not_leave_by_an_old_question(asked):
    introduce(asked, asked.seeker, later(weeks=5))

    answer = ana(asked).post("enrolment_still", asked.seeker.public_id, said="leave")

    assert refusal(answer) == (409, "sign_closed")


# For the team


def names(answer):
    return [row["person"]["name_to_use"] for row in answer.json()["results"]]


@pytest.fixture
def silent():
    """Ana left a mail without an answer, and twelve weeks are over."""
    scene = waiting_scene(signs_before_call=1)
    live(4, 8)
    with time_machine.travel(later(weeks=12), tick=False):
        yield scene


def test_the_list_says_who_since_when_and_why(silent):
    row = Caller(silent.cora).get("team_to_speak_to").json()["results"][0]

    assert (row["person"]["name_to_use"], row["unanswered"], row["is_silent"]) == ("Ana", 1, True)
    assert (row["waits_since"], row["spoken_at"]) == ("2026-03-02T10:00:00+01:00", None)


@pytest.mark.parametrize(
    ("asked_for", "told"),
    [({"side": "volunteer"}, ["Ben"]), ({"silent": "false"}, []), ({}, ["Ana", "Ben"])],
)
def test_the_list_is_asked_by_side_and_by_why(silent, asked_for, told):
    assert names(Caller(silent.cora).get("team_to_speak_to", **asked_for)) == told


def test_the_list_is_asked_by_programme(silent):
    other = make_programme(silent.programme.organisation)
    enrolment_at(State.ACTIVE, make_person("Dee"), other, by=silent.cora, now=NOW)

    answer = Caller(silent.cora).get("team_to_speak_to", programme=str(other.public_id))

    assert names(answer) == ["Dee"]


def test_a_talk_is_noted(silent):
    cora = Caller(silent.cora)

    answer = cora.post("team_contacts", silent.seeker.public_id, note="Called")

    assert (answer.status_code, answer.json()["note"]) == (201, "Called")
    assert names(cora.get("team_to_speak_to")) == ["Ben"]


def test_talks_are_read(silent):
    note_contact(enrolment_id=silent.seeker.pk, by=silent.cora, now=NOW, note="Called")

    told = Caller(silent.cora).get("team_contacts", silent.seeker.public_id).json()

    assert [row["note"] for row in told] == ["Called"]


def test_a_talk_needs_no_note(silent):
    answer = Caller(silent.cora).post("team_contacts", silent.seeker.public_id)

    assert answer.json()["note"] == ""


def test_a_note_that_is_too_long_is_refused(silent):
    answer = Caller(silent.cora).post("team_contacts", silent.seeker.public_id, note="x" * 1001)

    assert refusal(answer) == (400, "contact_note_too_long")


def test_of_who_left_no_talk_is_noted(silent):
    cora = Caller(silent.cora)
    cora.post("team_still", silent.seeker.public_id, said="leave")

    answer = cora.post("team_contacts", silent.seeker.public_id)

    assert refusal(answer) == (409, "not_taking_part")


def test_what_was_said_by_phone_is_noted(silent):
    cora = Caller(silent.cora)

    told = cora.post("team_still", silent.seeker.public_id, said="yes", note="Gladly").json()

    assert told["asked"]["said"] == "yes"
    notes = cora.get("team_contacts", silent.seeker.public_id).json()
    assert [row["note"] for row in notes] == ["Gladly"]


def test_the_team_reads_what_the_person_reads(silent):
    told = [
        caller.get(name, silent.seeker.public_id).json()
        for caller, name in (
            (Caller(silent.cora), "team_waiting"),
            (ana(silent), "enrolment_waiting"),
        )
    ]

    assert told[0] == told[1]


def test_the_team_reads_the_forecast_of_both_sides():
    scene = history()

    told = Caller(scene.cora).get("team_forecast", scene.programme.public_id).json()

    assert [(row["side"], row["band"]["half"]) for row in told] == [
        ("volunteer", None),
        ("seeker", 8),
    ]
    assert "Half of the people" in told[1]["in_words"][0]
