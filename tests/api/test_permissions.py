"""Who reaches what: every address of the urlconf, with a body that would be fine for somebody who may."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from followup.services import note_move
from groups.models import Session
from groups.services import wait_for_group
from matching.services import request_run
from matching.states import ProposalState
from organisations.models import (
    Role,
)
from organisations.services import give_role, say_two_people
from organisations.states import State
from tests.api.addresses import OF_FORMING, arguments_of, operations
from tests.api.bodies import RULES, bodies_of_forming
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.followup.builders import Duo, meet_and_ask
from tests.groups.peers import form, make_circle, plan, somebody
from tests.matching.builders import (
    another_seeker,
    approve,
    make_scene,
    proposal_at,
    propose,
    say,
)
from tests.matching.choices import another_choice
from tests.matching.circles import two_drafts
from tests.organisations.acquaintance import get_to_know
from tests.organisations.questions import some_questions
from tests.pages.builders import everything
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation, make_programme, make_user

pytestmark = pytest.mark.django_db

ANONYMOUS = {
    ("get", "catalogues"),
    ("get", "places"),
    ("get", "programme_questions"),
    ("get", "programmes"),
    ("post", "registrations"),
}
ALL = operations()
TEAM = [each for each in ALL if each[1].startswith("team_")]
OF_A_PAIR = [each for each in ALL if each[1].startswith("pair_") or each[1] == "pair"]
OF_A_GROUP = [each for each in ALL if each[1].startswith("group_") or each[1] == "group"]
OF_SOMEBODY = [
    (method, name)
    for method, name in ALL
    if name.startswith(("enrolment_", "proposal_", "choice_"))
    or name in ("enrolment", "answer", "question", "proposal", "choice")
]


def bodies(scene):
    """A body that is fine, by the name of the address."""
    programme = {"programme": str(scene.programme.public_id)}
    seeker, volunteer = str(scene.seeker.public_id), str(scene.volunteer.public_id)
    return {
        "enrolment": {"version": 1},
        "answer": {"yes": True},
        "question": {"text": "Why?"},
        "team_enrolments": {
            **programme,
            "side": "seeker",
            "name_to_use": "Dee",
            "place": "9000",
            "email": "dee@example.org",
            "consent": True,
        },
        "team_enrolment": {"version": scene.seeker.version, "note": "x"},
        "team_clearance": {"seen_on": "2026-03-01"},
        "team_talk": {
            "version": 1,
            "at": (datetime.now(UTC) + timedelta(days=3)).isoformat(),
            "way": "place",
            "place": "Kouter 1",
        },
        "team_coordinator": {"coordinator": scene.cora.email},
        "team_filters": {
            "name": "Mine",
            "query": "state=applied",
            "organisation": str(scene.programme.organisation.public_id),
        },
        "team_info_note": {"version": 1, "texts": {"nl": "Lees dit"}},
        "team_merge_preview": {"kept": seeker, "other": volunteer},
        "team_merges": {
            "kept": seeker,
            "other": volunteer,
            "kept_version": 1,
            "other_version": 1,
        },
        "team_two_people": {"one": seeker, "other": volunteer},
        "team_proxies": {
            "email": "helper@example.org",
            "may": ["profile"],
            "ends_on": timezone.localdate().isoformat(),
        },
        "team_runs": programme,
        "team_proposals": {"volunteer": volunteer, "seeker": seeker},
        "team_proposal_hold": {"until": None},
        "team_proposal_reject": {"reason": "other"},
        "team_proposal_lock": {"locked": True},
        "team_proposal_swap": {"keep": "seeker", "other": volunteer, "seen": "1"},
        "team_programme_decide": {"proposals": [volunteer], "action": "approve"},
        "team_proposal_answers": {"person": "seeker", "yes": True},
        "team_looks": {"note": "Called"},
        "choice_choose": {"card": str(scene.card)},
        "choice_question": {"text": "Why?"},
        "team_choices": {"proposals": scene.cards},
        "team_choice_told": {"card": str(scene.card)},
        "team_contacts": {"note": "Called"},
        "team_still": {"said": "yes"},
        "enrolment_still": {"said": "yes"},
        "team_programme_questions": {
            "version": 1,
            "questions": [{"kind": "yes_no", "label": {"nl": "Roken?"}}],
        },
        "enrolment_answers": {"version": 1, "answers": {"q1": "no"}},
        "team_answers": {"version": 1, "answers": {"q1": "no"}},
        "team_programme": {"version": 1, "answer_days": 9},
        "team_rules": RULES | {"version": 1},
        "team_rules_preview": RULES,
        "team_exclusions": {"one": seeker, "other": volunteer},
        "team_timings": {"version": 0, "trial_weeks": 6},
        "team_pair_talk": {"talk_on": "2026-03-10"},
        "team_pair_finish": {"reason": "goal", "procedure": "yes"},
        "team_pair_decide_move": {"move": str(scene.move.public_id), "decision": "go_on"},
        "group_texts": {"version": 1, "rules": "Silence is fine"},
        "group_plan": {"day": "2026-03-19", "begins": "19:00", "place": str(scene.room)},
        "group_gathering": {
            "version": 1,
            "day": "2026-03-19",
            "begins": "18:00",
            "place": str(scene.room),
        },
        "group_cancel": {"version": 1},
        "group_come": {"comes": True, "person": str(scene.circle.mia.public_id)},
        "group_there": {"person": str(scene.circle.mia.public_id), "was_there": True},
        "group_leave": {"person": str(scene.circle.mia.public_id)},
        "wait": {"yes": False},
        "team_group_merge": {"into": str(scene.circle.group.public_id)},
        "team_group_split": {"people": [str(scene.circle.mia.public_id)]},
        "team_group_waits": {"person": str(scene.circle.outside.public_id)},
        **bodies_of_forming(scene.forms),
        "pair_meeting": {"moments": ["2026-03-09T10:00:00Z"], "place": "Park"},
        "pair_take": {"meeting": str(scene.session.public_id), "start": "2026-03-05T09:00:00Z"},
        "pair_agreement": {"version": 0, "rhythm": "Weekly"},
        "pair_sign": {"version": 1, "person": "seeker"},
        "pair_break": {"starts_on": "2026-03-10"},
        "pair_answer": {"question": str(scene.question.public_id), "said": "yes"},
        "pair_move": {"place": "8400", "person": "seeker"},
    }


def subject_of(name, scene, proposal, run):
    if "choice" in name:
        return scene.choice
    own = {
        "team_talk": lambda: scene.newcomer.public_id,
        "team_talk_missed": lambda: scene.newcomer.public_id,
        "team_filter": lambda: scene.kept.public_id,
        "team_two_people_back": lambda: scene.two_people.public_id,
        "team_info_note": lambda: scene.programme.organisation.public_id,
    }
    if name in own:
        return own[name]()
    if name in OF_FORMING:
        return OF_FORMING[name](scene.forms)
    if "run" in name or "left_over" in name:
        return run.public_id
    if "proposal" in name or name in ("answer", "question"):
        return proposal.public_id
    if name == "wait":
        return scene.circle.wait
    if "group" in name and name != "team_programme_groups":
        return scene.circle.group.public_id
    if "pair" in name:
        return scene.duo.group.public_id
    of_programme = name in ("team_audit", "team_timings", "team_forecast")
    of_programme |= name.startswith(("team_rules", "team_programme"))
    return scene.programme.public_id if of_programme else scene.seeker.public_id


def call(caller, method, name, scene, proposal, run):
    subject = subject_of(name, scene, proposal, run)
    others = dict.fromkeys(("group_first", "group_off"), scene.circle.wait) | dict.fromkeys(
        _OF_GATHERING, scene.gathering
    )
    other = others.get(name.removeprefix("team_"), scene.volunteer.public_id)
    arguments = arguments_of(name, subject, other)
    body = bodies(scene).get(name, {}) if method in ("post", "put", "patch") else {}
    return getattr(caller, method)(name, *arguments, **body)


_OF_GATHERING = ("group_gathering", "group_cancel", "group_come", "group_there")


def _gather(scene):
    """Finn leads a group with Mia, which meets; Rosa waits for a place in it."""
    circle = form(make_circle(programme=make_programme(scene.programme.organisation)))
    scene.circle, scene.room = circle, circle.place.public_id
    scene.gathering = plan(circle)[0].public_id
    circle.outside, rosa = (somebody(circle.programme, name) for name in ("Sami", "Rosa"))
    circle.wait = wait_for_group(
        group_id=circle.group.pk, enrolment_id=rosa.pk, by=circle.cora, now=NOW
    ).public_id


def _get_to_know(scene):
    """Nora has a talk to come, the seeker a paper."""
    newcomer = make_person("Nora")
    scene.newcomer = enrolment_at(State.APPLIED, newcomer, scene.programme, by=scene.cora)
    scene.two_people = say_two_people(
        organisation_id=scene.programme.organisation_id,
        one_id=scene.seeker.person_id,
        other_id=newcomer.pk,
        by=scene.cora,
        now=NOW,
    )
    scene.kept = get_to_know(talk_with=scene.newcomer, paper_of=scene.seeker, by=scene.cora)


@pytest.fixture(scope="module")
def world(kept):
    """Built once for this file. Two that are asked, a search of the same programme, and Dee and Ben, who met and of whom Dee moved."""
    scene, proposal = proposal_at(ProposalState.OFFERED, make_scene(capacity=2))
    some_questions(scene.programme)
    _get_to_know(scene)
    dee = another_seeker(scene, "Dee")
    agreed = approve(propose(scene, dee), scene.cora)
    for person in (dee.person, scene.ben):
        agreed = say(agreed, person, yes=True)
    together = SimpleNamespace(ana=dee.person, ben=scene.ben, cora=scene.cora)
    scene.duo = Duo(together, agreed.group)
    meet_and_ask(scene.duo)
    scene.session = Session.objects.get(group=agreed.group)
    scene.question = scene.duo.question(dee.person)
    seat = scene.duo.seat(dee.person)
    scene.move = note_move(seat_id=seat.pk, typed="8400", by=dee.person.user, now=NOW)
    _let_choose(scene)
    _gather(scene)
    scene.forms = two_drafts(organisation=scene.programme.organisation)
    run = request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )
    return scene, proposal, run


def _let_choose(scene):
    """Ana's second programme lets her choose between two."""
    choice = another_choice(scene)
    scene.choice = choice.public_id
    cards = choice.cards.select_related("proposal")
    scene.cards = [str(card.proposal.public_id) for card in cards]
    scene.card = scene.cards[0]


@pytest.mark.parametrize(("method", "name"), sorted(set(ALL) - ANONYMOUS))
def test_nobody_gets_in_without_a_login(method, name):
    answer = getattr(Caller(), method)(name, *arguments_of(name))

    assert refusal(answer) == (401, "not_authenticated")


@pytest.mark.parametrize(("method", "name"), sorted(ANONYMOUS))
def test_some_addresses_are_for_everybody(method, name):
    answer = getattr(Caller(), method)(name, *arguments_of(name))

    assert answer.status_code in (200, 400, 404 if arguments_of(name) else 200)


@pytest.mark.parametrize(("method", "name"), TEAM)
def test_the_team_of_another_organisation_reaches_nothing(world, method, name):
    zoe = Caller(make_coordinator(make_organisation()))
    before = everything()

    answer = call(zoe, method, name, *world)

    assert _is_nothing(answer, method, name)
    assert everything() == before


def _is_nothing(answer, method, name) -> bool:
    if name in ("team_to_do", "team_day"):
        return not any(answer.json().values())
    if name == "team_workload":
        return not any(each["total"] for each in answer.json())
    if method == "get" and not arguments_of(name):
        return answer.json()["results"] == []
    return refusal(answer) == (404, "not_found")


@pytest.mark.parametrize(("method", "name"), TEAM)
def test_one_of_the_two_people_reaches_nothing_of_the_team(world, method, name):
    before = everything()

    answer = call(Caller(world[0].ana.user), method, name, *world)

    assert refusal(answer) == (404, "not_found")
    assert everything() == before


@pytest.mark.parametrize(("method", "name"), OF_SOMEBODY)
@pytest.mark.parametrize("who", ["a stranger", "the team"])
def test_what_is_somebodys_own_is_for_nobody_else(world, who, method, name):
    user = world[0].cora if who == "the team" else make_person("Zoe", user=make_user()).user
    before = everything()

    answer = call(Caller(user), method, name, *world)

    assert refusal(answer) == (404, "not_found")
    assert everything() == before


@pytest.mark.parametrize(("method", "name"), [each for each in TEAM if arguments_of(each[1])])
def test_what_does_not_exist_is_said(world, method, name):
    scene = world[0]
    body = bodies(scene).get(name, {}) if method in ("post", "put", "patch") else {}

    answer = getattr(Caller(scene.cora), method)(name, *arguments_of(name), **body)

    assert refusal(answer) == (404, "not_found")


def test_an_address_that_does_not_exist_answers_as_the_rest():
    answer = Caller().client.post("/api/v1/nothing/like/this")

    assert refusal(answer) == (404, "not_found")


def test_a_method_that_does_not_exist_is_said():
    assert refusal(Caller().delete("catalogues")) == (405, "method_not_allowed")


@pytest.mark.parametrize(("method", "name"), OF_SOMEBODY)
def test_one_of_the_two_reaches_what_is_their_own(world, method, name):
    answer = call(Caller(world[0].ana.user), method, name, *world)

    assert answer.status_code in (200, 409)


@pytest.mark.parametrize(("method", "name"), TEAM)
def test_the_own_team_reaches_everything(world, method, name):
    scene = world[0]
    give_role(  # some of the addresses are for the lead only
        user=scene.cora,
        organisation=scene.programme.organisation,
        name=Role.Name.LEAD,
        by=None,
        now=NOW,
    )

    answer = call(Caller(world[0].cora), method, name, *world)

    assert answer.status_code in (200, 201, 204, 409)


@pytest.mark.parametrize(("method", "name"), OF_A_PAIR + OF_A_GROUP)
@pytest.mark.parametrize("who", ["a stranger", "another team", "another seeker"])
def test_what_belongs_to_a_pair_is_there_only_for_the_two_and_their_team(world, who, method, name):
    users = {
        "a stranger": lambda: make_person("Zoe", user=make_user()).user,
        "another team": lambda: make_coordinator(make_organisation()),
        "another seeker": lambda: world[0].ana.user,
    }
    caller, before = Caller(users[who]()), everything()

    answer = call(caller, method, name, *world)

    assert refusal(answer) == (404, "not_found")
    assert everything() == before


@pytest.mark.parametrize(("method", "name"), OF_A_PAIR + OF_A_GROUP)
@pytest.mark.parametrize("who", ["one of the two", "the team"])
def test_the_two_and_their_team_reach_what_belongs_to_the_pair(world, who, method, name):
    scene = world[0]
    one = scene.circle.finn.person if "group" in name else scene.duo.ana
    user = scene.cora if who == "the team" else one.user

    answer = call(Caller(user), method, name, *world)

    assert answer.status_code in (200, 201, 204, 409)
