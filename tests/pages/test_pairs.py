"""The page of a pair: each of the two and the team read and do what is theirs, and what was typed stays."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from followup.links import check_in_link
from followup.models import CheckIn, Moving
from groups.links import meeting_link
from groups.models import Agreement, Session, Timings
from groups.states import State
from tests.clock import later
from tests.followup.builders import ASKED, REVIEW, Duo, duo_at, introduced, propose, say, sweep
from tests.pages.builders import fields_of, says, visitor, words_of
from tests.people import make_person
from tests.teams import make_user

pytestmark = pytest.mark.django_db

MOMENT = "2026-03-05T10:00"


def to(duo, name, *more):
    return reverse(name, args=[duo.group.public_id, *more])


def browsers(duo, language="en"):
    return SimpleNamespace(
        ana=visitor(duo.ana.user, language=language),
        ben=visitor(duo.ben.user, language=language),
        cora=visitor(duo.cora, language=language),
    )


def page(client, duo):
    return client.get(to(duo, "groups:pair"))


def test_a_meeting_is_planned_by_two_browsers():
    duo = introduced()
    who = browsers(duo)
    said = {"first": MOMENT, "second": "2026-03-06T14:30", "place": "De Krook", "replaces": ""}

    who.ana.post(to(duo, "groups:meet"), said)
    session = Session.objects.get(group=duo.group)
    shown = page(who.ben, duo)
    start = session.moments[1].isoformat()
    told = who.ben.post(to(duo, "groups:take", session.public_id), {"start": start}, follow=True)

    assert says(shown, "Which moment suits you?")
    assert says(told, "Friday 6 March 2026, 14:30")


def test_what_was_typed_stays_beside_what_is_wrong():
    duo = introduced()
    said = {"first": "2020-01-01T10:00", "place": "A park with ducks", "replaces": ""}

    told = browsers(duo).ana.post(to(duo, "groups:meet"), said)

    assert told.status_code == 422
    assert "A park with ducks" in fields_of(told)["place"]
    assert says(told, "Choose moments that are still to come")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"first": "no date", "place": "x"},
        {"first": "9999-12-31T23:59", "place": "x"},
        {"first": "0001-01-01T00:00", "place": "x"},
        {"first": MOMENT, "place": "\x00"},
        {"first": MOMENT, "place": "x" * 30_000},
        {"first": MOMENT, "place": "x", "replaces": "not-an-id"},
    ],
)
def test_no_input_of_a_meeting_breaks_the_page(said):
    duo = introduced()

    told = browsers(duo).ana.post(to(duo, "groups:meet"), said)

    assert told.status_code in (400, 422)
    assert not Session.objects.exists()


def test_moments_that_somebody_replaced_are_said():
    duo = introduced()
    propose(duo, duo.ben)
    said = {"first": MOMENT, "place": "De Krook", "replaces": ""}

    told = browsers(duo).ana.post(to(duo, "groups:meet"), said)

    assert told.status_code == 409
    assert says(told, "Somebody else changed this just now")
    assert "De Krook" in fields_of(told)["place"]


@pytest.mark.parametrize("start", ["", "x", "2026-03-05", "2026-03-05T10:00", "9" * 400])
def test_no_moment_breaks_the_page(start):
    duo = introduced()
    session = propose(duo, duo.ana)
    address = to(duo, "groups:take", session.public_id)

    assert browsers(duo).ben.post(address, {"start": start}).status_code == 400


def test_a_link_chooses_without_a_login():
    duo = introduced()
    session = propose(duo, duo.ana)
    path = "/" + meeting_link(duo.seat(duo.ben)).split("/", 3)[3]
    said = {"session": session.public_id, "start": session.moments[0].isoformat()}
    somebody = visitor()

    opened = somebody.get(path)
    state_after_opening = Session.objects.get(pk=session.pk).state
    told = somebody.post(path, said, follow=True)

    assert opened.status_code == 200
    assert state_after_opening == "proposed"
    assert says(told, "De Krook")
    assert Session.objects.get(pk=session.pk).state == "planned"


def test_a_link_proposes_other_moments():
    duo = introduced()
    session = propose(duo, duo.ana)
    path = "/" + meeting_link(duo.seat(duo.ben)).split("/", 3)[3]

    visitor().post(path, {"first": MOMENT, "place": "A park", "replaces": session.public_id})

    assert Session.objects.get(group=duo.group, state="proposed").place == "A park"


def test_one_answers_on_the_page_and_the_other_reads_nothing_of_it():
    duo = duo_at(State.INTRODUCED)
    who = browsers(duo)
    question = duo.question(duo.ana)
    before = page(who.ben, duo)

    who.ana.post(
        to(duo, "followup:answer", question.public_id), {"said": "unsure", "note": "Too quick"}
    )

    assert CheckIn.objects.get(pk=question.pk).said == "unsure"
    assert words_of(page(who.ben, duo)) == words_of(before)
    assert says(page(who.cora, duo), "Too quick")


def test_nobody_answers_for_the_other():
    duo = duo_at(State.INTRODUCED)
    address = to(duo, "followup:answer", duo.question(duo.ben).public_id)

    assert browsers(duo).ana.post(address, {"said": "no"}).status_code == 404


def test_the_team_notes_what_it_was_told_by_phone():
    duo = duo_at(State.INTRODUCED)
    question = duo.question(duo.ana)

    browsers(duo).cora.post(to(duo, "followup:answer", question.public_id), {"said": "yes"})

    assert CheckIn.objects.get(pk=question.pk).way == "coordinator"


def test_a_link_answers_and_opening_it_does_not():
    duo = duo_at(State.INTRODUCED)
    question = duo.question(duo.ana)
    path = "/" + check_in_link(question).split("/", 3)[3]
    somebody = visitor()
    somebody.get(path)
    before = CheckIn.objects.get(pk=question.pk).state

    told = somebody.post(path, {"said": "yes"}, follow=True)

    assert before == "asked"
    assert CheckIn.objects.get(pk=question.pk).said == "yes"
    assert says(told, "Yes, it clicks") or "klikt" in words_of(told)


def test_a_link_keeps_what_was_typed_when_it_refuses():
    duo = duo_at(State.INTRODUCED)
    path = "/" + check_in_link(duo.question(duo.ana)).split("/", 3)[3]

    told = visitor().post(path, {"said": "perhaps", "note": "It was nice"})

    assert told.status_code == 400
    assert fields_of(told)["note"] == ["It was nice"]


def test_an_agreement_is_written_signed_and_printed():
    duo = introduced()
    who = browsers(duo)
    said = {"version": 0, "rhythm": "Every second Saturday", "costs": "Half each"}

    who.ana.post(to(duo, "groups:agreement"), said)
    who.ben.post(to(duo, "groups:sign"), {"version": 1})
    who.cora.post(to(duo, "groups:sign"), {"version": 1, "person": "seeker"})

    printed = who.ana.get(to(duo, "groups:print"))
    assert says(printed, "Every second Saturday")
    assert Agreement.objects.get(group=duo.group).signatures.count() == 2


def test_who_wrote_meanwhile_is_not_overwritten_and_what_was_typed_stays():
    duo = introduced()
    who = browsers(duo)
    who.ben.post(to(duo, "groups:agreement"), {"version": 0, "rhythm": "Weekly"})

    told = who.ana.post(to(duo, "groups:agreement"), {"version": 0, "rhythm": "Monthly"})

    assert told.status_code == 422
    assert fields_of(told)["rhythm"] == ["Monthly"]
    assert fields_of(told)["version"] == ["1"]
    assert Agreement.objects.get(group=duo.group).rhythm == "Weekly"


@pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "9" * 300])
def test_no_version_breaks_signing(version):
    duo = introduced()
    who = browsers(duo)
    who.ben.post(to(duo, "groups:agreement"), {"version": 0, "rhythm": "Weekly"})

    assert who.ana.post(to(duo, "groups:sign"), {"version": version}).status_code == 409


def test_a_holiday_is_noted_and_ended(clock):
    duo = duo_at(State.ACTIVE)
    clock.move_to(REVIEW)
    who = browsers(duo)
    day = REVIEW.date().isoformat()

    who.ana.post(to(duo, "groups:rest"), {"starts_on": day, "until_on": ""})
    paused = duo.now_is().state
    who.ben.post(to(duo, "groups:go_on"))

    assert (paused, duo.now_is().state) == (State.PAUSED, State.ACTIVE)


def test_days_that_make_no_break_are_said(clock):
    duo = duo_at(State.ACTIVE)
    clock.move_to(REVIEW)

    told = browsers(duo).ana.post(to(duo, "groups:rest"), {"starts_on": "2020-01-01"})

    assert told.status_code == 422
    assert fields_of(told)["starts_on"] == ["2020-01-01"]


def test_a_move_that_nobody_knows_is_said_beside_the_field(clock):
    duo = duo_at(State.ACTIVE)
    clock.move_to(REVIEW)

    told = browsers(duo).ana.post(to(duo, "followup:moving"), {"place": "Nowhere at all"})

    assert told.status_code == 422
    assert "Nowhere at all" in fields_of(told)["place"]
    assert says(told, "We do not know this postcode")


def test_the_team_decides_about_a_move_and_ends_it_well(clock):
    duo = duo_at(State.ACTIVE)
    clock.move_to(REVIEW)
    who = browsers(duo)
    who.ana.post(to(duo, "followup:moving"), {"place": "8400"})
    moving = Moving.objects.get()

    on_the_desk = who.cora.get(reverse("organisations:desk"))
    who.cora.post(to(duo, "followup:decide_move", moving.public_id), {"decision": "end"})
    who.cora.post(to(duo, "followup:talk"), {"talk_on": later(weeks=9).date().isoformat()})
    told = who.cora.post(
        to(duo, "followup:finish"),
        {"reason": "moved", "procedure": "yes", "note": "A warm goodbye"},
        follow=True,
    )

    assert says(on_the_desk, "Somebody moved out of reach: decide")
    assert duo.now_is().state == State.CLOSED
    assert says(told, "A warm goodbye")


def test_stopping_needs_no_reason():
    duo = duo_at(State.INTRODUCED)

    told = browsers(duo).ben.post(to(duo, "followup:stop"), follow=True)

    assert duo.now_is().state == State.CLOSING
    assert says(told, "The coordinator calls you both")


def test_home_leads_to_the_page_and_to_the_question(clock):
    duo = duo_at(State.INTRODUCED)
    clock.move_to(ASKED)

    home = browsers(duo).ana.get(reverse("organisations:home"))

    assert says(home, "Did it click?")
    assert to(duo, "groups:pair") in home.content.decode()


def test_the_desk_shows_what_waits(clock):
    duo = duo_at(State.INTRODUCED)
    say(duo, duo.ana, "unsure")
    clock.move_to(ASKED)

    assert says(browsers(duo).cora.get(reverse("organisations:desk")), "No answer, or not sure")


def test_the_list_of_pairs_is_narrowed_by_state():
    duo = duo_at(State.TRIAL)
    cora = browsers(duo).cora

    told = {
        state: cora.get(reverse("groups:pairs"), {"state": state})
        for state in ("trial", "active", "x")
    }

    assert [says(page, "Ben – Ana") for page in told.values()] == [True, False, True]


def test_a_coordinator_who_is_one_of_the_two_reads_no_answer_of_the_other():
    duo = duo_at(State.INTRODUCED)
    say(duo, duo.ana, "unsure", note="Not for her eyes")
    duo.ben.user = duo.cora
    duo.ben.save()

    assert not says(page(visitor(duo.cora), duo), "Not for her eyes")


def test_timings_are_changed_by_the_lead():
    from organisations.models import Role
    from organisations.services import give_role
    from tests.clock import NOW

    duo = introduced()
    programme = duo.scene.programme
    give_role(
        user=duo.cora, organisation=programme.organisation, name=Role.Name.LEAD, by=None, now=NOW
    )
    cora, address = visitor(duo.cora), reverse("groups:timings", args=[programme.public_id])
    known = {name: values[0] for name, values in fields_of(cora.get(address)).items()}

    refused = cora.post(address, known | {"trial_weeks": "99"})
    cora.post(address, known | {"trial_weeks": "6"})

    assert says(refused, "Choose a number from 1 to 52.")
    assert Timings.objects.get(programme=programme).trial_weeks == 6


def test_a_stranger_finds_no_pair():
    duo = introduced()
    zoe = make_person("Zoe", user=make_user())

    assert page(visitor(zoe.user), duo).status_code == 404


@pytest.mark.parametrize("state", State)
def test_the_page_opens_in_each_state_and_language(state, clock):
    duo: Duo = duo_at(state)
    clock.move_to(REVIEW + timedelta(days=1))
    sweep(REVIEW + timedelta(days=1))
    everybody = [browsers(duo, language) for language in ("nl", "fr")]

    told = [page(each, duo) for who in everybody for each in (who.ana, who.ben, who.cora)]

    assert [each.status_code for each in told] == [200] * 6
