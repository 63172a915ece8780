"""Registrations, first talks, spreadsheets and signs of life: each move of everybody from each state, as the services take it."""

import pytest
from django.urls import reverse

from organisations import services
from organisations.models import Talk
from organisations.models.imports import ImportState
from organisations.states import State, TalkState
from tests.api.callers import address_of
from tests.clock import NOW, later
from tests.life_cycles.roles import cast_of, differences
from tests.matching.builders import make_scene
from tests.organisations.imports.builders import ANA, again, applied, read, started
from tests.people import make_person
from tests.teams import enrolment_at, make_user
from tests.waitlist.builders import sign_at
from waitlist.services import answer_sign
from waitlist.states import SignState

pytestmark = pytest.mark.django_db

ENROLMENT = """
    start_intake | coordinator lead               | applied > intake                     | wrong_state | not_found | not_authenticated
    activate     | coordinator lead               | applied intake > active              | wrong_state | not_found | not_authenticated
    decline      | coordinator lead               | applied intake > declined            | wrong_state | not_found | not_authenticated
    pause        | coordinator lead seeker helper | active > paused                      | wrong_state | not_found | not_authenticated
    resume       | coordinator lead seeker helper | paused > active                      | wrong_state | not_found | not_authenticated
    leave        | coordinator lead seeker        | applied intake active paused > left  | wrong_state | not_found | not_authenticated
"""
TALK = """
    plan   | coordinator lead | planned missed cancelled > = | wrong_state | not_found | not_authenticated
    cancel | coordinator lead | planned > cancelled | not_found | not_found | login
    miss   | coordinator lead | planned > missed             | not_found   | not_found | not_authenticated
"""
IMPORT = """
    apply  | coordinator lead | preview > applying                    | import_closed | not_found | login
    cancel | coordinator lead | reading preview applying > cancelled  | import_closed | not_found | login
"""
SIGN = """
    yes            | seeker           | asked missed renewed ended > renewed | sign_closed | not_found | not_authenticated
    not now        | seeker           | asked missed renewed ended > ended   | sign_closed | not_found | not_authenticated
    told: yes      | coordinator lead | asked missed renewed ended > renewed | sign_closed | not_found | not_authenticated
    told: not now  | coordinator lead | asked missed renewed ended > ended   | sign_closed | not_found | not_authenticated
"""


@pytest.fixture(scope="module")
def enrolments(kept):
    """One of each state, in one programme."""
    scene = make_scene()
    found = {}
    for state in State:
        person = make_person("Cem", user=make_user())
        found[state] = enrolment_at(state, person, scene.programme, by=scene.cora)
    return {
        state: (each, cast_of(scene.programme, seeker=each.person, volunteer=scene.ben))
        for state, each in found.items()
    }


@pytest.mark.parametrize("state", State)
def test_a_registration(enrolments, state):
    enrolment, cast = enrolments[state]
    how = {"enrolment_id": enrolment.pk, "now": NOW}

    def at(name):
        return address_of(name, enrolment.public_id)

    steps = {
        "start_intake": (
            at("team_enrolment_start-intake"),
            lambda by: services.start_intake(by=by, **how),
        ),
        "activate": (
            at("team_enrolment_activate"),
            lambda by: services.activate_enrolment(by=by, **how),
        ),
        "decline": (
            at("team_enrolment_decline"),
            lambda by: services.decline_enrolment(by=by, **how),
        ),
        "pause": (at("team_enrolment_pause"), lambda by: services.pause_enrolment(by=by, **how)),
        "resume": (at("team_enrolment_resume"), lambda by: services.resume_enrolment(by=by, **how)),
        "leave": (at("team_enrolment_leave"), lambda by: services.leave_programme(by=by, **how)),
    }

    assert list(differences(ENROLMENT, enrolment, steps, cast)) == []


AFTER = later(days=4)


def talk_at(state, scene):
    person = make_person("Nora", user=make_user())
    how = {"enrolment_id": enrolment_at(State.APPLIED, person, scene.programme, by=scene.cora).pk}
    at = later(days=3)
    services.plan_talk(at=at, way="place", place="Kouter 1", by=scene.cora, now=NOW, **how)
    step = {
        TalkState.HELD: services.activate_enrolment,
        TalkState.MISSED: services.miss_talk,
        TalkState.CANCELLED: services.cancel_talk,
    }.get(state)
    if step:
        step(by=scene.cora, now=AFTER, **how)
    return Talk.objects.get(**how)


@pytest.fixture(scope="module")
def talks(kept):
    scene = make_scene()
    found = {state: talk_at(state, scene) for state in TalkState}
    return {
        state: (talk, cast_of(scene.programme, seeker=talk.enrolment.person, volunteer=scene.ben))
        for state, talk in found.items()
    }


@pytest.mark.parametrize("state", TalkState)
def test_a_first_talk(talks, state):
    talk, cast = talks[state]
    how = {"enrolment_id": talk.enrolment_id, "now": AFTER}
    public_id = talk.enrolment.public_id
    steps = {
        "plan": (
            address_of("team_talk", public_id),
            lambda by: services.plan_talk(
                at=later(days=9), way="place", place="Kouter 2", by=by, **how
            ),
        ),
        "cancel": (
            reverse("organisations:end_talk", args=[public_id, "cancel"]),
            lambda by: services.cancel_talk(by=by, **how),
        ),
        "miss": (
            address_of("team_talk_missed", public_id),
            lambda by: services.miss_talk(by=by, **how),
        ),
    }

    assert list(differences(TALK, talk, steps, cast)) == []


def import_at(state, scene):
    if state == ImportState.READING:
        return started(scene.programme, b"a,b", scene.cora)
    if state == ImportState.FAILED:
        batch = started(scene.programme, b"nothing", scene.cora)
        services.read_import(import_id=batch.pk, now=NOW)
        return again(batch)
    batch = read(scene.programme, ANA, by=scene.cora)
    if state == ImportState.APPLYING:
        services.request_apply(import_id=batch.pk, only_good=True, by=scene.cora, now=NOW)
    elif state == ImportState.DONE:
        applied(batch, by=scene.cora)
    elif state == ImportState.CANCELLED:
        services.cancel_import(import_id=batch.pk, by=scene.cora, now=NOW)
    return again(batch)


@pytest.fixture(scope="module")
def imports(kept):
    """Each in a programme of its own: the same file is brought in once."""
    found = {}
    for state in ImportState:
        scene = make_scene()
        cast = cast_of(scene.programme, seeker=scene.ana, volunteer=scene.ben)
        found[state] = import_at(state, scene), cast
    return found


@pytest.mark.parametrize("state", ImportState)
def test_a_spreadsheet(imports, state):
    batch, cast = imports[state]
    steps = {
        "apply": (
            reverse("organisations:apply_import", args=[batch.public_id]),
            lambda by: services.request_apply(import_id=batch.pk, only_good=True, by=by, now=NOW),
        ),
        "cancel": (
            reverse("organisations:cancel_import", args=[batch.public_id]),
            lambda by: services.cancel_import(import_id=batch.pk, by=by, now=NOW),
        ),
    }

    assert batch.state == state
    assert list(differences(IMPORT, batch, steps, cast)) == []


@pytest.fixture(scope="module")
def signs(kept):
    found = {}
    for state in reversed(SignState):  # what sweeps end comes before what they would end
        scene, sign = sign_at(state)
        found[state] = sign, cast_of(scene.programme, seeker=scene.ana, volunteer=scene.ben)
    return found


@pytest.mark.parametrize("state", SignState)
def test_a_sign_of_life(signs, state):
    sign, cast = signs[state]

    def say(said, way):
        name = "team_still" if way == "coordinator" else "enrolment_still"
        return address_of(name, sign.enrolment.public_id), lambda by: answer_sign(
            sign_id=sign.pk, said=said, by=by, way=way, now=later(weeks=9)
        )

    steps = {
        "yes": say("yes", "page"),
        "not now": say("pause", "page"),
        "told: yes": say("yes", "coordinator"),
        "told: not now": say("pause", "coordinator"),
    }

    assert sign.state == state
    assert list(differences(SIGN, sign, steps, cast)) == []
