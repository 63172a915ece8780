"""Two people click at once: real threads, real PostgreSQL.

Each race has a control that takes the lock out and shows that the race is really run: without the lock the fault appears, or
the database's own constraint refuses with an error that the service no longer turns into a clear answer.
"""

import pytest

from core.errors import DomainError
from groups.models import Group
from groups.selectors import count_live_seats
from matching import services
from matching.models import MatchRun, Proposal
from matching.selectors import list_to_look_at
from matching.services import proposals
from matching.states import ProposalState
from organisations import services as organisations
from organisations.states import State as EnrolmentState
from tests.clock import NOW, later
from tests.matching.builders import (
    another_seeker,
    answer_of,
    approve,
    make_scene,
    proposal_at,
    propose,
)
from tests.people import make_person
from tests.racing import at_once, goes_wrong, unexpected
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def say_yes(proposal, person):
    return lambda: services.answer_proposal(
        answer_id=answer_of(proposal, person).pk, yes=True, way="page", by=person.user, now=NOW
    )


def two_yeses():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    results = at_once(say_yes(proposal, scene.ana), say_yes(proposal, scene.ben))
    return scene, Proposal.objects.get(pk=proposal.pk), results


def test_two_simultaneous_yeses_form_exactly_one_group():
    for _round in range(ROUNDS):
        _scene, proposal, results = two_yeses()

        assert not unexpected(results)
        assert proposal.state == ProposalState.AGREED

    assert Group.objects.count() == ROUNDS


def test_without_the_lock_two_yeses_go_wrong(monkeypatch):
    def race():
        scene, proposal = proposal_at(ProposalState.OFFERED)

        def nobody_formed_the_group():  # each saw only its own yes
            at_once(say_yes(proposal, scene.ana), say_yes(proposal, scene.ben))
            return Proposal.objects.get(pk=proposal.pk).state == ProposalState.OFFERED

        return nobody_formed_the_group

    assert goes_wrong(monkeypatch, race)


def overlapping():
    scene = make_scene(capacity=1)
    return scene, scene.draft(), propose(scene, another_seeker(scene))


def test_overlapping_approvals_never_overbook():
    for _round in range(ROUNDS):
        scene, first, second = overlapping()

        results = at_once(lambda: approve(first, scene.cora), lambda: approve(second, scene.cora))

        assert not unexpected(results)
        assert [isinstance(r, DomainError) for r in results].count(True) == 1
        assert count_live_seats(enrolment_id=scene.volunteer.pk) == 1


def test_without_the_lock_overlapping_approvals_are_stopped_by_the_database_only(monkeypatch):
    def race():
        scene, first, second = overlapping()

        def stopped_by_one_live_seat_per_number():
            results = at_once(
                lambda: approve(first, scene.cora), lambda: approve(second, scene.cora)
            )
            assert count_live_seats(enrolment_id=scene.volunteer.pk) == 1
            return len(unexpected(results)) == 1

        return stopped_by_one_live_seat_per_number

    assert goes_wrong(monkeypatch, race)


def test_approving_the_same_proposal_at_once_offers_it_once():
    for _round in range(ROUNDS):
        scene, proposal = proposal_at(ProposalState.DRAFT)

        results = at_once(*[lambda: approve(proposal, scene.cora)] * 4)

        assert not unexpected(results)
        assert [isinstance(r, DomainError) for r in results].count(True) == 3


def test_pausing_and_approving_at_once_leaves_no_offer_to_somebody_paused_before_it():
    for _round in range(ROUNDS):
        scene, proposal = proposal_at(ProposalState.DRAFT)

        results = at_once(
            lambda: approve(proposal, scene.cora),
            lambda: organisations.pause_enrolment(
                enrolment_id=scene.seeker.pk, by=scene.ana.user, now=NOW
            ),
        )

        assert not unexpected(results)


def test_the_database_refuses_an_offer_of_people_kept_apart(monkeypatch):
    scene, proposal = proposal_at(ProposalState.DRAFT)
    services.exclude_people(
        organisation_id=scene.programme.organisation_id,
        one_id=scene.ana.pk,
        other_id=scene.ben.pk,
        by=scene.cora,
        now=NOW,
    )
    monkeypatch.setattr(proposals, "are_kept_apart", lambda *_: False)
    monkeypatch.setattr(proposals, "_ensure_rules_hold", lambda *_: None)

    results = at_once(lambda: approve(proposal, scene.cora))

    assert results[0].__cause__.diag.constraint_name == "offer_respects_exclusions"


def test_two_searches_asked_at_once_are_one():
    scene = make_scene()

    results = at_once(
        *[
            lambda: services.request_run(
                programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
            )
        ]
        * 4
    )

    assert not unexpected(results)
    assert MatchRun.objects.count() == 1


def test_two_workers_carry_a_search_out_once():
    scene = make_scene()
    run = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )

    at_once(*[lambda: services.execute_run(run_id=run.pk, now=NOW)] * 2)

    assert Proposal.objects.filter(run=run).count() == 1


def test_two_coordinators_who_note_a_look_at_once_are_both_right():
    scene = make_scene()
    then = later(weeks=8)

    results = at_once(
        *[lambda: services.note_look(enrolment_id=scene.seeker.pk, by=scene.cora, now=then)] * 4
    )

    assert not [each for each in results if isinstance(each, Exception)]
    assert list(list_to_look_at(by=scene.cora, now=then)) == [scene.volunteer]


def swap_of(scene, proposal, other):
    swap = services.preview_swap(proposal=proposal, keep="seeker", by=scene.cora, now=NOW)
    seen = next(o.seen for o in swap.options if o.candidate.enrolment.pk == other.pk)
    return lambda: services.swap_partner(
        proposal_id=proposal.pk, keep="seeker", other_id=other.pk, seen=seen, by=scene.cora, now=NOW
    )


def a_volunteer(scene, name="Fatou"):
    person = make_person(name)
    return enrolment_at(
        EnrolmentState.ACTIVE, person, scene.programme, side="volunteer", by=scene.cora
    )


def swap_and_approve():
    """A draft gets another partner while somebody sends it."""
    scene = make_scene(capacity=3)
    fatou, draft = a_volunteer(scene), scene.draft()
    step = swap_of(scene, draft, fatou)
    results = at_once(step, lambda: approve(draft, scene.cora))
    return Proposal.objects.get(pk=draft.pk), results


def test_a_draft_is_swapped_or_sent_never_both():
    for _round in range(ROUNDS):
        draft, results = swap_and_approve()

        assert not unexpected(results)
        assert sum(isinstance(each, DomainError) for each in results) == 1
        assert Proposal.objects.filter(seeker=draft.seeker).count() == (
            2 if draft.state == ProposalState.SUPERSEDED else 1
        )


def test_without_the_lock_a_draft_is_swapped_and_sent(monkeypatch):
    def race():
        scene = make_scene(capacity=3)
        fatou, draft = a_volunteer(scene), scene.draft()
        step = swap_of(scene, draft, fatou)

        def fault():
            results = at_once(step, lambda: approve(draft, scene.cora))
            return sum(isinstance(each, Exception) for each in results) != 1 or bool(
                unexpected(results)
            )

        return fault

    assert goes_wrong(monkeypatch, race)


def test_two_swaps_that_want_the_same_person_wait_for_each_other():
    for _round in range(ROUNDS):
        scene = make_scene(capacity=3)
        fatou, one = a_volunteer(scene), scene.draft()
        other = propose(scene, another_seeker(scene))
        results = at_once(swap_of(scene, one, fatou), swap_of(scene, other, fatou))

        assert not unexpected(results)
        assert Proposal.objects.filter(volunteer=fatou, state=ProposalState.DRAFT).count() == 1


def two_drafts_of_one_place():
    scene = make_scene(capacity=1)
    return scene, [scene.draft(), propose(scene, another_seeker(scene))]


def locked_at_once(scene, drafts):
    return at_once(
        *[
            lambda pk=draft.pk: services.lock_proposal(
                proposal_id=pk, locked=True, by=scene.cora, now=NOW
            )
            for draft in drafts
        ]
    )


def test_one_place_is_fixed_in_one_draft():
    for _round in range(ROUNDS):
        scene, drafts = two_drafts_of_one_place()

        results = locked_at_once(scene, drafts)

        assert not unexpected(results)
        assert Proposal.objects.filter(volunteer=scene.volunteer, is_locked=True).count() == 1


def test_without_the_lock_one_place_is_fixed_twice(monkeypatch):
    def race():
        scene, drafts = two_drafts_of_one_place()

        def fixed_twice():
            locked_at_once(scene, drafts)
            return scene.volunteer.proposals_as_volunteer.filter(is_locked=True).count() == 2

        return fixed_twice

    assert goes_wrong(monkeypatch, race)


def test_two_swaps_of_the_same_draft_do_it_once():
    for _round in range(ROUNDS):
        scene = make_scene(capacity=3)
        fatou, gul, draft = a_volunteer(scene), a_volunteer(scene, "Gül"), scene.draft()
        results = at_once(swap_of(scene, draft, fatou), swap_of(scene, draft, gul))

        assert not unexpected(results)
        assert sum(isinstance(each, DomainError) for each in results) == 1
        assert Proposal.objects.filter(seeker=scene.seeker, state="draft").count() == 1
