"""While a search stores its drafts, the team goes on: nobody waits for it, and it takes nothing out of anybody's hands."""

from threading import Event, Thread

import pytest
from django.db import connection

from matching import services
from matching.models import LeftOver, MatchRun, Proposal
from matching.services import drafts, runs
from matching.states import ProposalState, RunState
from organisations import services as organisations
from tests.clock import NOW, later
from tests.matching.builders import TOMORROW, another_seeker, approve, make_scene, say

pytestmark = pytest.mark.django_db(transaction=True)

A_MOMENT = "1500ms"


@pytest.fixture(autouse=True)
def _a_moment_only():
    """Whoever waits for a lock longer than a moment gets an error here, instead of waiting for the end."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{A_MOMENT}'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


@pytest.fixture
def scene():
    return make_scene(capacity=3)


def searching(scene):
    return services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )


class Storing:
    """A search in a thread of its own that stops in the middle of storing, when all rows are written and nothing is committed."""

    def __init__(self, monkeypatch, run):
        self.run, self.reached, self.go_on = run, Event(), Event()
        replace = runs._still_mine

        def wait(*args):
            self.reached.set()
            assert self.go_on.wait(30)
            return replace(*args)

        monkeypatch.setattr(runs, "_still_mine", wait)
        self.thread = Thread(target=self.execute)

    def execute(self):
        try:
            services.execute_run(run_id=self.run.pk, now=NOW)
        finally:
            connection.close()

    def __enter__(self):
        self.thread.start()
        assert self.reached.wait(60)
        return self

    def __exit__(self, *_):
        self.go_on.set()
        self.thread.join(60)
        self.run = MatchRun.objects.get(pk=self.run.pk)


def open_ones(scene):
    rows = Proposal.objects.filter(programme=scene.programme, state__in=("draft", "offered"))
    return sorted(rows.values_list("seeker_id", "state"))


def test_an_older_draft_is_approved_meanwhile_and_not_drafted_again(scene, monkeypatch):
    older = scene.draft()
    cem = another_seeker(scene)  # the search proposes the same volunteer to Cem too

    with Storing(monkeypatch, searching(scene)) as storing:
        approve(older, scene.cora)

    assert storing.run.state == RunState.FINISHED
    assert open_ones(scene) == [(scene.seeker.pk, "offered"), (cem.pk, "draft")]


def test_an_older_draft_is_put_on_hold_meanwhile_and_not_drafted_again(scene, monkeypatch):
    older = scene.draft()

    with Storing(monkeypatch, searching(scene)) as storing:
        services.hold_proposal(proposal_id=older.pk, until=TOMORROW, by=scene.cora, now=NOW)

    assert storing.run.state == RunState.FINISHED
    assert Proposal.objects.get(state="draft").pk == older.pk


def test_people_answer_meanwhile(scene, monkeypatch):
    offer = approve(scene.draft(), scene.cora)
    another_seeker(scene)

    with Storing(monkeypatch, searching(scene)):
        say(offer, scene.ana, yes=True)
        say(offer, scene.ben, yes=True)
        assert Proposal.objects.get(pk=offer.pk).state == ProposalState.AGREED


def test_a_draft_is_made_by_hand_meanwhile_and_stays(scene, monkeypatch):
    cem = another_seeker(scene)
    organisations.pause_enrolment(enrolment_id=cem.pk, by=scene.cora, now=NOW)

    with Storing(monkeypatch, searching(scene)) as storing:
        organisations.resume_enrolment(enrolment_id=cem.pk, by=scene.cora, now=NOW)
        services.propose_pair(
            volunteer_id=scene.volunteer.pk, seeker_id=cem.pk, by=scene.cora, now=later(minutes=1)
        )

    assert storing.run.state == RunState.FINISHED
    assert open_ones(scene) == [(scene.seeker.pk, "draft"), (cem.pk, "draft")]


def test_people_change_their_own_matters_meanwhile(scene, monkeypatch):
    with Storing(monkeypatch, searching(scene)) as storing:
        organisations.pause_enrolment(enrolment_id=scene.seeker.pk, by=scene.ana.user, now=NOW)
        services.save_rule_set(
            programme=scene.programme,
            rules={},
            weights={},
            by=scene.cora,
            now=NOW,
            expected_version=storing.run.rule_set.version,
        )

    assert storing.run.state == RunState.FINISHED


def test_a_cancellation_in_the_middle_of_storing_stores_nothing(scene, monkeypatch):
    with Storing(monkeypatch, searching(scene)) as storing:
        services.cancel_run(run_id=storing.run.pk, by=scene.cora, now=NOW)

    assert storing.run.state == RunState.CANCELLED
    assert not Proposal.objects.exists()


def test_a_cancellation_between_two_chunks_stores_nothing(scene, monkeypatch):
    run, put = searching(scene), runs.put_drafts

    def cancel():
        services.cancel_run(run_id=run.pk, by=scene.cora, now=NOW)
        connection.close()

    def cancel_and_put(**more):
        other = Thread(target=cancel)
        other.start()
        other.join(30)
        put(**more)

    monkeypatch.setattr(runs, "put_drafts", cancel_and_put)

    services.execute_run(run_id=run.pk, now=NOW)

    assert MatchRun.objects.get(pk=run.pk).state == RunState.CANCELLED
    assert not Proposal.objects.exists()


def test_a_fault_in_the_last_step_leaves_older_drafts_as_they_were(scene, monkeypatch):
    older = scene.draft()
    monkeypatch.setattr(runs, "tell_run_finished", lambda *_, **__: 1 / 0)

    services.execute_run(run_id=searching(scene).pk, now=NOW)

    assert [each.pk for each in Proposal.objects.filter(state="draft")] == [older.pk]


def test_a_search_of_several_chunks_stores_every_row(monkeypatch):
    monkeypatch.setattr(drafts, "CHUNK", 1)
    scene = make_scene(capacity=2)
    for name in ("Cem", "Dee", "Eli"):
        another_seeker(scene, name)

    services.execute_run(run_id=searching(scene).pk, now=NOW)

    assert (Proposal.objects.count(), LeftOver.objects.count()) == (2, 2)
