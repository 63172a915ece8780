"""A paper is taken back and somebody is introduced at the same moment: real threads. What counts is which of the two came first.

Two things hold it: the lock of the services, and the database, which looks once more. Each is tried with the other one out.
"""

from datetime import date
from threading import Event as Signal

import pytest
from django.db import IntegrityError, connection, transaction

from core.models import Event
from groups.models import Group
from groups.services import groups
from matching.states import ProposalState
from organisations.errors import IntroductionWaits
from organisations.models import Clearance
from organisations.selectors import is_cleared
from organisations.services import change_programme, take_back_clearance
from tests.clock import NOW
from tests.matching.builders import approve, make_scene, say, train
from tests.matching.test_races import say_yes
from tests.racing import at_once, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene():
    """Ben is trained and said yes to Ana, who has not answered yet."""
    scene = make_scene(required_clearances=["training"])
    train(scene)
    scene.offered = approve(scene.draft(), scene.cora)
    say(scene.offered, scene.ben, yes=True)
    return scene


@pytest.fixture
def only_services():
    """The database does not look."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE groups_seat DISABLE TRIGGER introduced_only_when_clear")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE groups_seat ENABLE TRIGGER introduced_only_when_clear")


def at_the_worst_moment(scene, monkeypatch, change):
    """`change` runs in another thread after the papers were looked at and before the pair is written. Gives what became of the yes
    and of the change."""
    looked, done = Signal(), Signal()

    def look(*, enrolment, on):
        clear = is_cleared(enrolment=enrolment, on=on)
        if enrolment.is_volunteer:
            looked.set()
            done.wait(0.5)  # with the locks in it is never done by then
        return clear

    def change_it():
        looked.wait(20)
        try:
            return change()
        finally:
            done.set()

    monkeypatch.setattr(groups, "is_cleared", look)
    return at_once(say_yes(scene.offered, scene.ana), change_it)


def take_back(scene):
    return lambda: take_back_clearance(
        enrolment_id=scene.volunteer.pk, kind="training", by=scene.cora, now=NOW
    )


def require_more(scene):
    return lambda: change_programme(
        programme_id=scene.programme.pk,
        by=None,
        now=NOW,
        required_clearances=["training", "insurance"],
    )


def delete_paper(scene):
    """As nobody should: past the services."""
    return lambda: Clearance.objects.filter(enrolment=scene.volunteer).delete()


def introduced_after(kind):
    """Was the pair written after the paper was gone? The log is written in the same transactions, and numbers what happens."""
    formed, changed = (
        Event.objects.filter(kind=kind).order_by("-pk").values_list("pk", flat=True).first() or 0
        for kind in ("groups.group_formed", kind)
    )
    return formed > changed


def test_the_lock_of_the_services_makes_one_wait(scene, monkeypatch, only_services):
    results = at_the_worst_moment(scene, monkeypatch, take_back(scene))

    assert (results[0].state, results[1]) == (ProposalState.AGREED, None)
    assert not introduced_after("organisations.clearance_taken_back")


def test_without_either_lock_somebody_would_be_introduced_who_is_not_clear(
    scene, monkeypatch, only_services
):
    with monkeypatch.context() as patch:
        without_locks(patch)
        at_the_worst_moment(scene, patch, take_back(scene))

    assert Group.objects.exists()
    assert introduced_after("organisations.clearance_taken_back")


@pytest.mark.parametrize("change", [take_back, require_more, delete_paper])
def test_without_the_lock_of_the_services_the_database_refuses(scene, monkeypatch, change):
    with monkeypatch.context() as patch:
        without_locks(patch)
        results = at_the_worst_moment(scene, patch, change(scene))

    assert isinstance(results[0], IntroductionWaits)
    assert not Group.objects.exists()


def test_what_is_required_from_now_on_counts_for_who_comes_later(scene, monkeypatch):
    results = at_the_worst_moment(scene, monkeypatch, require_more(scene))

    assert isinstance(results[0], IntroductionWaits)
    assert not Group.objects.exists()


@pytest.mark.parametrize("change", [delete_paper, require_more])
def test_a_change_that_is_not_committed_yet_is_waited_for(scene, change):
    begun = Signal()

    def slowly():
        with transaction.atomic():
            change(scene)()
            begun.set()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.5)")

    def yes():
        begun.wait(20)
        return say_yes(scene.offered, scene.ana)()

    results = at_once(yes, slowly)

    assert isinstance(results[0], IntroductionWaits)
    assert not Group.objects.exists()


def test_the_database_looks_at_the_day_too(scene):
    Clearance.objects.update(valid_until=date(2026, 3, 1))
    seat = "UPDATE groups_seat SET state = 'taken', group_id = %s, taken_at = %s WHERE enrolment_id = %s"
    group = Group.objects.create(programme=scene.programme, kind="pair", formed_at=NOW)

    with pytest.raises(IntegrityError) as refusal, connection.cursor() as cursor:
        cursor.execute(seat, [group.pk, NOW, scene.volunteer.pk])

    assert refusal.value.__cause__.diag.constraint_name == "introduced_only_when_clear"
