"""The arrival list: who fits somebody now."""

import pytest

from matching import services
from matching.errors import PersonNotReady
from matching.services.ranking import rank_for
from matching.states import ProposalState
from organisations import services as organisations
from organisations.states import State
from tests.clock import NOW
from tests.matching.builders import another_seeker, make_scene, proposal_at
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db


def ranked(enrolment, **more):
    return rank_for(enrolment=enrolment, now=NOW, **more)


def test_a_seeker_reads_the_volunteers_who_fit():
    scene = make_scene()

    assert [each.enrolment for each in ranked(scene.seeker)] == [scene.volunteer]


def test_a_volunteer_reads_the_seekers_who_fit():
    scene = make_scene()

    assert [each.enrolment for each in ranked(scene.volunteer)] == [scene.seeker]


def test_the_best_comes_first():
    scene = make_scene()
    dua = make_person("Dua", likes=("walking", "coffee", "birds", "sea"))
    liked = make_person("Els", likes=("walking",), profile={"day_parts": ["sat_morning"]})
    for person in (liked, dua):
        enrolment_at(State.ACTIVE, person, scene.programme, by=scene.cora)

    scores = [each.score for each in ranked(scene.volunteer)]

    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


def test_the_list_is_no_longer_than_asked():
    scene = make_scene()
    another_seeker(scene)

    assert len(ranked(scene.volunteer, limit=1)) == 1


def test_somebody_who_is_not_ready_has_no_list():
    scene = make_scene()
    paused = organisations.pause_enrolment(enrolment_id=scene.seeker.pk, by=scene.cora, now=NOW)

    assert ranked(paused) == []


def test_somebody_whose_places_are_taken_has_no_list():
    scene, _proposal = proposal_at(ProposalState.OFFERED)

    assert ranked(scene.seeker) == []


@pytest.mark.parametrize("who", ["seeker", "volunteer"])
def test_somebody_who_is_not_ready_cannot_be_proposed_by_hand(who):
    scene = make_scene()
    organisations.pause_enrolment(enrolment_id=getattr(scene, who).pk, by=scene.cora, now=NOW)

    with pytest.raises(PersonNotReady):
        scene.draft()


def test_people_who_are_kept_apart_do_not_find_each_other():
    scene = make_scene()
    services.exclude_people(
        organisation_id=scene.programme.organisation_id,
        one_id=scene.ana.pk,
        other_id=scene.ben.pk,
        by=scene.cora,
        now=NOW,
    )

    assert ranked(scene.seeker) == []


def test_a_list_tells_why():
    scene = make_scene()

    (candidate,) = ranked(scene.seeker)

    assert candidate.facts["shared_languages"] == (0,)
    assert "score" not in candidate.facts


def test_a_place_on_the_list_scores_as_a_search_does():
    scene = make_scene()
    (candidate,) = ranked(scene.seeker)
    run = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )

    services.execute_run(run_id=run.pk, now=NOW)

    draft = run.proposals.get()
    assert (candidate.score, candidate.bonus) == (draft.score, draft.bonus)


def test_a_longer_list_costs_no_more_queries(django_assert_max_num_queries):
    scene = make_scene()
    for name in ("Cem", "Dua", "Els"):
        another_seeker(scene, name)
    ranked(scene.seeker)  # makes the first version of the rules

    with django_assert_max_num_queries(10):
        names = [each.enrolment.person.place.postal.name_nl for each in ranked(scene.volunteer)]

    assert len(names) == 4
