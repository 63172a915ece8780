"""A pair by programs only: from the first meeting to the goodbye."""

import pytest
import time_machine

from followup.models.check_ins import Kind
from groups.models import Session
from groups.states import State
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.followup.builders import ASKED, REVIEW, duo_at, introduced, propose, say, sweep, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def callers(duo):
    return Caller(duo.ana.user), Caller(duo.ben.user), Caller(duo.cora)


def test_two_programs_bring_a_pair_to_its_trial(clock):
    duo = introduced()
    ana, ben, _cora = callers(duo)
    pair = duo.group.public_id
    moments = ["2026-03-05T10:00:00+01:00", "2026-03-06T10:00:00+01:00"]

    told = ana.post("pair_meeting", pair, moments=moments, place="De Krook").json()
    meeting = told["meeting"]["id"]
    ben.post("pair_take", pair, meeting=meeting, start=moments[0])
    ana.put("pair_agreement", pair, version=0, rhythm="Weekly")
    for each in (ana, ben):
        each.post("pair_sign", pair, version=1)
    for minutes in (1, 2):
        sweep(ASKED.replace(minute=minutes + 1))
    clock.move_to(ASKED)
    for each in (ana, ben):
        (question,) = each.get("pair_questions", pair).json()
        each.post("pair_answer", pair, question=question["id"], said="yes")

    told = ana.get("pair", pair).json()
    assert (told["state"], told["review_on"]) == ("trial", "2026-04-25")


def test_each_reads_only_their_own_answer_and_the_team_reads_both():
    duo = duo_at(State.INTRODUCED)
    say(duo, duo.ana, "unsure", note="Too quick")
    ana, ben, cora = callers(duo)

    told = [each.get("pair_questions", duo.group.public_id).json() for each in (ana, ben, cora)]

    said = [sorted(row["said"] for row in rows) for rows in told]
    assert said == [["unsure"], [""], ["", "unsure"]]


def test_nobody_answers_for_the_other():
    duo = duo_at(State.INTRODUCED)
    question = str(duo.question(duo.ben).public_id)

    answer = callers(duo)[0].post("pair_answer", duo.group.public_id, question=question, said="no")

    assert refusal(answer) == (404, "not_found")


def test_a_meeting_that_was_replaced_is_not_taken():
    duo = introduced()
    _ana, ben, _cora = callers(duo)
    old = propose(duo, duo.ana)
    propose(duo, duo.ana, replaces=old.public_id)

    answer = ben.post(
        "pair_take",
        duo.group.public_id,
        meeting=str(old.public_id),
        start=old.moments[0].isoformat(),
    )

    assert refusal(answer) == (409, "wrong_state")


def test_a_text_that_changed_is_not_overwritten():
    duo = introduced()
    write(duo, duo.ben)

    answer = callers(duo)[0].put("pair_agreement", duo.group.public_id, version=0, rhythm="Daily")

    assert refusal(answer) == (409, "changed_meanwhile")


def test_the_team_plans_and_notes_for_who_has_no_screen():
    duo = introduced()
    cora, pair = callers(duo)[2], duo.group.public_id

    cora.post("pair_meeting", pair, moments=["2026-03-05T10:00:00Z"], place="De Krook", fixed=True)
    cora.put("pair_agreement", pair, version=0, rhythm="Weekly")
    told = cora.post("pair_sign", pair, version=1, person="seeker").json()

    assert Session.objects.get(group=duo.group).state == "planned"
    assert [member["has_signed"] for member in told["members"]] == [False, True]


def test_a_holiday_is_taken_and_ended(clock):
    duo = duo_at(State.ACTIVE)
    clock.move_to(REVIEW)
    ana, ben, _cora = callers(duo)

    paused = ana.post("pair_break", duo.group.public_id, starts_on=REVIEW.date().isoformat())
    going = ben.delete("pair_break", duo.group.public_id)

    assert (paused.json()["state"], going.json()["state"]) == ("paused", "active")


def test_it_ends_by_programs(clock):
    duo = duo_at(State.ACTIVE)
    clock.move_to(REVIEW)
    ana, _ben, cora = callers(duo)
    pair = duo.group.public_id

    moved = ana.post("pair_move", pair, place="8400").json()
    waits = cora.get("team_to_do").json()["moves"]
    cora.post("team_pair_decide_move", pair, move=moved["id"], decision="go_on")
    ana.post("pair_stop", pair)
    cora.post("team_pair_talk", pair, talk_on=REVIEW.date().isoformat())
    told = cora.post("team_pair_finish", pair, reason="moved", procedure="yes").json()

    assert ([each["id"] for each in waits], told["reason"]) == ([moved["id"]], "moved")
    assert duo.now_is().state == State.CLOSED


def test_a_trial_is_prolonged(clock):
    duo = duo_at(State.TRIAL)
    sweep(REVIEW)
    clock.move_to(REVIEW)

    told = callers(duo)[2].post("team_pair_longer", duo.group.public_id).json()

    assert told["review_on"] == "2026-06-15"
    assert duo.question(duo.ana, Kind.REVIEW).state == "missed"


def test_lists_begin_with_who_asks():
    duo = duo_at(State.TRIAL)
    ana, _ben, cora = callers(duo)
    zoe = callers(introduced())

    told = [
        [row["state"] for row in caller.get(name).json()["results"]]
        for caller, name in ((ana, "pairs"), (cora, "team_pairs"), (zoe[2], "team_pairs"))
    ]

    assert told == [["trial"], ["trial"], ["introduced"]]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("pair_meeting", {"moments": ["9999-12-31T23:59:59Z"], "place": "x"}),
        ("pair_meeting", {"moments": ["0001-01-01T00:00:00+14:00"], "place": "x"}),
        ("pair_meeting", {"moments": [], "place": "x"}),
        ("pair_meeting", {"moments": "now", "place": "x"}),
        ("pair_meeting", {"moments": ["2026-03-05T10:00:00Z"], "place": "\u200b"}),
        ("pair_meeting", {"moments": ["2026-03-05T10:00:00Z"], "place": 7}),
        ("pair_sign", {"version": 10**30}),
        ("pair_sign", {"version": "1"}),
        ("pair_break", {"starts_on": "0001-01-01"}),
        ("pair_answer", {"question": "x", "said": "yes"}),
        ("pair_move", {"place": "x" * 10_000}),
        ("pair_move", {"place": ""}),
    ],
)
def test_no_body_breaks_an_address(name, body):
    duo = introduced()

    answer = callers(duo)[0].post(name, duo.group.public_id, **body)

    assert answer.status_code in (400, 404, 409)
    assert set(answer.json()) == {"code", "message", "fields"}
