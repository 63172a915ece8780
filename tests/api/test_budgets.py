"""Lists of thirty cost no query a row."""

from itertools import count

import pytest
import time_machine

from matching import services
from matching.models import Proposal
from organisations.services import add_theme, apply, save_wish
from organisations.states import State
from tests.api.callers import Caller
from tests.clock import NOW, later
from tests.matching.builders import approve, make_scene, propose
from tests.matching.circles import add_place, make_forms
from tests.people import make_person
from tests.teams import enrolment_at, make_programme

pytestmark = pytest.mark.django_db

ROWS = 30
_number = count(1)


def a_crowd(scene, size=ROWS):
    """Thirty more who look for somebody."""
    return [
        enrolment_at(
            State.ACTIVE, make_person(f"Cem {next(_number)}"), scene.programme, by=scene.cora
        )
        for _each in range(size)
    ]


@pytest.fixture
def reads(django_assert_max_num_queries):
    """`reads(caller, "team_runs", at_most=5)` gives the rows of a list of at least thirty."""

    def read(caller, name, *arguments, at_most):
        caller.get("catalogues")
        with django_assert_max_num_queries(at_most):
            told = caller.get(name, *arguments, page_size="100").json()
        return told["results"] if isinstance(told, dict) else told

    return read


def test_the_list_of_people(reads):
    scene = make_scene()
    a_crowd(scene)

    assert len(reads(Caller(scene.cora), "team_enrolments", at_most=5)) == ROWS + 2


def test_the_list_of_people_to_look_at(reads):
    scene = make_scene()
    a_crowd(scene)

    with time_machine.travel(later(weeks=10), tick=False):
        told = reads(Caller(scene.cora), "team_to_look_at", at_most=5)

    assert len(told) == ROWS + 2


def test_the_arrival_list(reads):
    scene = make_scene()
    a_crowd(scene)

    assert (
        len(reads(Caller(scene.cora), "team_candidates", scene.volunteer.public_id, at_most=15))
        == ROWS + 1
    )


def test_the_list_of_people_to_speak_to(reads):
    scene = make_scene()
    a_crowd(scene)

    with time_machine.travel(later(weeks=13), tick=False):
        told = reads(Caller(scene.cora), "team_to_speak_to", at_most=5)

    assert len(told) == ROWS + 2


def test_the_list_of_proposals(reads):
    scene = make_scene()
    for seeker in a_crowd(scene):
        propose(scene, seeker)

    assert len(reads(Caller(scene.cora), "team_proposals", at_most=6)) == ROWS


def test_the_proposals_of_a_person(reads):
    scene = make_scene(capacity=ROWS)
    for seeker in a_crowd(scene):
        approve(propose(scene, seeker), scene.cora)

    told = reads(Caller(scene.ben.user), "proposals", at_most=12)

    assert (len(told), Proposal.objects.count()) == (ROWS, ROWS)


def test_who_was_left_over(reads):
    scene = make_scene()
    a_crowd(scene)
    run = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )
    services.execute_run(run_id=run.pk, now=NOW)

    told = reads(Caller(scene.cora), "team_left_over", run.public_id, at_most=6)

    assert len(told) == ROWS


def test_the_list_of_searches(reads):
    scene = make_scene()
    for _each in range(ROWS):
        run = services.request_run(
            programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
        )
        services.cancel_run(run_id=run.pk, by=scene.cora, now=NOW)

    assert len(reads(Caller(scene.cora), "team_runs", at_most=5)) == ROWS


@pytest.mark.parametrize(("name", "at_most"), [("team_programmes", 5), ("programmes", 4)])
def test_the_lists_of_programmes(reads, name, at_most):
    scene = make_scene()
    for _each in range(ROWS):
        make_programme(scene.programme.organisation)

    assert len(reads(Caller(scene.cora), name, at_most=at_most)) == ROWS + 1


def test_the_enrolments_of_a_person(reads):
    scene = make_scene()
    for _each in range(ROWS):
        apply(person=scene.ana, programme_id=make_programme().pk, side="seeker", by=None, now=NOW)

    assert len(reads(Caller(scene.ana.user), "enrolments", at_most=5)) == ROWS + 1


def make_pairs(scene):
    for seeker in a_crowd(scene):
        proposal = approve(propose(scene, seeker), scene.cora)
        for answer in proposal.answers.order_by("pk"):
            services.answer_proposal(answer_id=answer.pk, yes=True, way="link", by=None, now=NOW)


def test_the_lists_of_pairs(reads, django_assert_max_num_queries):
    scene = make_scene(capacity=ROWS)
    make_pairs(scene)
    cora, ben = Caller(scene.cora), Caller(scene.ben.user)

    assert len(reads(cora, "team_pairs", at_most=7)) == ROWS
    assert len(reads(ben, "pairs", at_most=7)) == ROWS
    with time_machine.travel(later(weeks=3), tick=False), django_assert_max_num_queries(12):
        assert len(cora.get("team_to_do").json()["to_plan"]) == ROWS


def test_the_lists_of_forming_groups(reads):
    forms = make_forms(people=0)
    for number in range(ROWS):
        facts = {"programme_id": forms.programme.pk, "by": forms.cora, "now": NOW}
        add_theme(name_nl=f"Thema {number}", **facts)
        add_place(forms.programme, forms.cora, f"Zaal {number}")
        services.cancel_forming(
            forming_id=services.request_forming(**facts).pk, by=forms.cora, now=NOW
        )
    cora, team = Caller(forms.cora), forms.programme.organisation.public_id

    assert len(reads(cora, "team_themes", forms.programme.public_id, at_most=6)) == ROWS + 1
    assert len(reads(cora, "team_places", team, at_most=6)) == ROWS + 1
    assert len(reads(cora, "team_formings", at_most=5)) == ROWS


def test_who_found_no_group(reads):
    forms = make_forms(people=0, name="Ver")
    for who in a_crowd(forms):
        facts = {"theme_id": forms.theme.pk, "by": forms.cora, "now": NOW}
        save_wish(enrolment_id=who.pk, **facts)
    forming = forms.search()

    told = reads(Caller(forms.cora), "team_forming_left", forming.public_id, at_most=6)

    assert len(told) == ROWS
