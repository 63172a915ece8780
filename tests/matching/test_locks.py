"""Drafts that the team is sure of: a search leaves them as they are and plans around them."""

import pytest
from django.test import override_settings

from core.models import Event
from matching import services
from matching.errors import PlacesAllLocked
from matching.models import MatchRun, Proposal
from matching.states import ProposalState
from organisations.models.enrolments import Side
from organisations.services import pause_enrolment
from organisations.states import State
from tests.clock import NOW, later
from tests.matching.builders import another_seeker, make_scene, propose
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """Cem likes nothing that Ben likes; Ana does. A search alone would give Ben to Ana."""
    scene = make_scene()
    cem = make_person("Cem", likes=("birds",))
    scene.cem = enrolment_at(State.ACTIVE, cem, scene.programme, by=scene.cora)
    scene.worse = propose(scene, scene.cem)
    return scene


def lock(scene, proposal, locked=True):
    return services.lock_proposal(proposal_id=proposal.pk, locked=locked, by=scene.cora, now=NOW)


def search(scene):
    run = services.request_run(
        programme_id=scene.programme.pk, objective="best_score", by=scene.cora, now=later(hours=1)
    )
    services.execute_run(run_id=run.pk, now=later(hours=1))
    run = MatchRun.objects.get(pk=run.pk)
    assert (run.state, run.failure) == ("finished", "")
    return run


def board():
    return {p.seeker.person.name_to_use for p in Proposal.objects.filter(state=ProposalState.DRAFT)}


def test_without_a_lock_the_better_pair_takes_the_place(scene):
    search(scene)

    assert board() == {"Ana"}


def test_a_locked_draft_keeps_its_place(scene):
    lock(scene, scene.worse)

    run = search(scene)

    assert (board(), run.pairs) == ({"Cem"}, 1)
    assert list(run.left_over.values_list("enrolment", "reason")) == [
        (scene.seeker.pk, "all_taken")
    ]


def test_a_locked_draft_stays_the_same_draft(scene):
    lock(scene, scene.worse)
    search(scene)

    draft = Proposal.objects.get(state=ProposalState.DRAFT)
    assert (draft.pk, draft.is_locked) == (scene.worse.pk, True)


def test_a_lock_that_was_taken_away_holds_nothing(scene):
    lock(scene, scene.worse)
    lock(scene, scene.worse, locked=False)

    search(scene)

    assert board() == {"Ana"}


def test_a_lock_of_somebody_who_pauses_holds_nobody_back(scene):
    lock(scene, scene.worse)
    pause_enrolment(enrolment_id=scene.cem.pk, by=scene.cora, now=NOW)

    run = search(scene)

    assert run.pairs == 1
    assert board() == {"Ana", "Cem"}  # it stays, for the team to see


def test_locking_twice_is_locking_once(scene):
    lock(scene, scene.worse)
    lock(scene, scene.worse)

    assert Event.objects.filter(kind="matching.proposal_locked").count() == 1


def test_no_more_drafts_are_locked_than_somebody_has_places(scene):
    lock(scene, scene.worse)

    with pytest.raises(PlacesAllLocked):
        lock(scene, scene.draft())


def test_more_locks_than_places_fail_no_search(scene):
    """Ben offers fewer places since."""
    scene.volunteer.capacity = 2
    scene.volunteer.save()
    for draft in (scene.worse, scene.draft()):
        lock(scene, draft)
    scene.volunteer.capacity = 1
    scene.volunteer.save()

    assert search(scene).pairs == 1
    assert board() == {"Ana", "Cem"}


def test_a_lock_holds_in_a_search_by_region(scene):
    lock(scene, scene.worse)
    far = make_person("Far", place="6700")
    enrolment_at(State.ACTIVE, far, scene.programme, by=scene.cora)

    with override_settings(REGION_AT_LEAST=1):
        run = services.request_run(
            programme_id=scene.programme.pk,
            objective="best_score",
            by=scene.cora,
            now=later(hours=1),
        )
        services.execute_run(run_id=run.pk, now=later(hours=1))
        for part in run.parts.order_by("pk"):
            services.execute_part(part_id=part.pk, now=later(hours=1))
        services.execute_run(run_id=run.pk, now=later(hours=1))

    assert MatchRun.objects.get(pk=run.pk).state == "finished"
    assert board() == {"Cem"}


def test_a_locked_draft_does_not_fall_away_by_a_swap(scene):
    fatou = enrolment_at(
        State.ACTIVE, make_person("Fatou"), scene.programme, side=Side.VOLUNTEER, by=scene.cora
    )
    dirk = another_seeker(scene, "Dirk")
    theirs = services.propose_pair(volunteer_id=fatou.pk, seeker_id=dirk.pk, by=scene.cora, now=NOW)
    before = _options(scene)
    lock(scene, theirs)

    assert (before, _options(scene)) == ([fatou], [])


def _options(scene):
    swap = services.preview_swap(proposal=scene.worse, keep="seeker", by=scene.cora, now=NOW)
    return [each.candidate.enrolment for each in swap.options]
