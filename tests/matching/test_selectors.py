"""Who may read what of searches and proposals: every list starts from who asks."""

import pytest

from core.errors import NotFoundHere
from matching import selectors, services
from matching.states import ProposalState
from tests.clock import NOW, later
from tests.matching.builders import (
    TOMORROW,
    another_seeker,
    answer_of,
    make_scene,
    proposal_at,
    propose,
    say,
)
from tests.teams import make_coordinator, make_organisation, make_user

pytestmark = pytest.mark.django_db


def request_run(scene, at=NOW):
    return services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=at
    )


def test_a_team_reads_its_own_proposals():
    scene, proposal = proposal_at(ProposalState.DRAFT)
    proposal_at(ProposalState.DRAFT)

    assert list(selectors.list_proposals(by=scene.cora)) == [proposal]


@pytest.mark.parametrize("who", ["member", "stranger", "nobody"])
def test_who_is_not_in_the_team_reads_no_proposal(who):
    scene, proposal = proposal_at(ProposalState.DRAFT)
    others = {"member": scene.ana.user, "stranger": make_user(), "nobody": None}

    assert not selectors.list_proposals(by=others[who]).exists()
    with pytest.raises(NotFoundHere):
        selectors.get_proposal(public_id=proposal.public_id, by=others[who])


def test_a_team_finds_a_proposal_by_its_public_id():
    scene, proposal = proposal_at(ProposalState.DRAFT)

    assert selectors.get_proposal(public_id=proposal.public_id, by=scene.cora) == proposal


def test_drafts_on_hold_come_after_the_others():
    scene = make_scene(capacity=2)
    held, free = scene.draft(), propose(scene, another_seeker(scene))
    services.hold_proposal(proposal_id=held.pk, until=TOMORROW, by=scene.cora, now=NOW)

    assert list(selectors.list_proposals(by=scene.cora)) == [free, held]


def test_reading_the_board_costs_no_query_per_row(django_assert_num_queries):
    scene = make_scene(capacity=3)
    for enrolment in (scene.seeker, another_seeker(scene), another_seeker(scene, "Dua")):
        propose(scene, enrolment)

    with django_assert_num_queries(1):
        names = [
            (each.volunteer.person.name_to_use, each.seeker.person.place.postal.name_nl)
            for each in selectors.list_proposals(by=scene.cora)
        ]

    assert len(names) == 3


def test_a_team_reads_its_own_searches():
    scene = make_scene()
    run = request_run(scene)
    request_run(make_scene())

    assert list(selectors.list_runs(by=scene.cora)) == [run]


def test_a_search_of_another_organisation_does_not_exist():
    run = request_run(make_scene())
    zoe = make_coordinator(make_organisation())

    with pytest.raises(NotFoundHere):
        selectors.get_run(public_id=run.public_id, by=zoe)


def test_a_team_finds_a_search_by_its_public_id():
    scene = make_scene()
    run = request_run(scene)

    assert selectors.get_run(public_id=run.public_id, by=scene.cora) == run


def test_the_latest_search_is_the_one_that_was_asked_for_last():
    scene = make_scene()
    services.execute_run(run_id=request_run(scene).pk, now=NOW)
    second = request_run(scene, at=later(days=1))

    assert selectors.latest_run(programme=scene.programme) == second


def test_before_the_first_search_there_is_no_latest_one():
    assert selectors.latest_run(programme=make_scene().programme) is None


def test_people_read_only_what_they_were_asked():
    scene, proposal = proposal_at(ProposalState.OFFERED)

    assert list(selectors.list_own_answers(user=scene.ana.user)) == [answer_of(proposal, scene.ana)]


def test_a_draft_is_unknown_to_its_people():
    scene, proposal = proposal_at(ProposalState.DRAFT)

    with pytest.raises(NotFoundHere):
        selectors.get_own_answer(proposal_id=proposal.public_id, user=scene.ana.user)


def test_who_is_asked_second_knows_nothing_before():
    scene, proposal = proposal_at(ProposalState.OFFERED, make_scene(asks_volunteer_first=True))

    with pytest.raises(NotFoundHere):
        selectors.get_own_answer(proposal_id=proposal.public_id, user=scene.ana.user)


def test_who_is_asked_second_knows_it_after_the_first_yes():
    scene, proposal = proposal_at(ProposalState.OFFERED, make_scene(asks_volunteer_first=True))
    say(proposal, scene.ben, yes=True)

    found = selectors.get_own_answer(proposal_id=proposal.public_id, user=scene.ana.user)

    assert found == answer_of(proposal, scene.ana)


def test_a_proposal_to_others_does_not_exist():
    _scene, proposal = proposal_at(ProposalState.OFFERED)

    with pytest.raises(NotFoundHere):
        selectors.get_own_answer(proposal_id=proposal.public_id, user=make_user())


def test_each_finds_the_other():
    scene, proposal = proposal_at(ProposalState.OFFERED)

    others = [selectors.other_of(answer_of(proposal, who)) for who in (scene.ana, scene.ben)]

    assert others == [scene.volunteer, scene.seeker]


def ask(scene, proposal, who, at):
    return services.ask_question(
        answer_id=answer_of(proposal, who).pk, text="Where?", by=who.user, way="page", now=at
    )


def test_open_questions_wait_oldest_first():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    second = ask(scene, proposal, scene.ana, later(hours=2))
    first = ask(scene, proposal, scene.ben, later(hours=1))

    assert list(selectors.list_open_questions(by=scene.cora)) == [first, second]


def test_a_question_is_answered_by_deciding():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    ask(scene, proposal, scene.ana, NOW)
    say(proposal, scene.ana, yes=True)

    assert not selectors.list_open_questions(by=scene.cora).exists()


def test_a_question_is_read_by_its_own_team_only():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    ask(scene, proposal, scene.ana, NOW)

    assert not selectors.list_open_questions(by=make_coordinator(make_organisation())).exists()


@pytest.mark.parametrize("who", ["volunteer", "seeker"])
def test_a_file_shows_the_proposals_of_its_person(who):
    scene, proposal = proposal_at(ProposalState.DECLINED)

    assert list(selectors.list_proposals_of(enrolment=getattr(scene, who))) == [proposal]


def test_a_file_leaves_out_drafts_that_were_replaced():
    scene, proposal = proposal_at(ProposalState.SUPERSEDED)

    assert proposal not in selectors.list_proposals_of(enrolment=scene.seeker)


def test_proposals_are_counted_by_programme_and_state():
    scene = make_scene(capacity=2)
    scene.draft()
    propose(scene, another_seeker(scene))

    counts = selectors.count_proposals(programmes=[scene.programme])

    assert counts == {(scene.programme.pk, "draft"): 2}


def test_the_map_shows_cells_with_counts():
    scene = make_scene()
    another_seeker(scene)
    cell = scene.ana.place.cell

    points = selectors.waiting_by_town(programme=scene.programme)

    assert [(p["kind"], p["count"], p["lat"], p["lon"]) for p in points] == [
        ("seeker", 2, cell.lat, cell.lon),
        ("volunteer", 1, cell.lat, cell.lon),
    ]
