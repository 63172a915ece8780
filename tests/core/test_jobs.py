"""Nudges for the queue, which may be down, and turns that are taken once."""

import time
from uuid import uuid4

import pytest
from celery import Celery
from django.conf import settings
from django.db import transaction

from config.local.servers import free_port
from core import jobs
from core.jobs import nudge, take_turn
from core.models import JobSlot
from tests.clock import NOW, earlier, later


@pytest.fixture
def queue(monkeypatch):
    """The real queue server, with a queue of this test's own."""
    app = Celery("tests", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.task_default_queue = f"test-{uuid4()}"
    monkeypatch.setattr(jobs, "current_app", app)
    with app.connection_for_write() as connection:
        simple = connection.SimpleQueue(app.conf.task_default_queue)
        yield simple
        simple.queue.delete()
        simple.close()


@pytest.fixture
def queue_is_down(monkeypatch):
    app = Celery("tests", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.broker_url = f"redis://127.0.0.1:{free_port()}/0"
    monkeypatch.setattr(jobs, "current_app", app)
    return app


@pytest.mark.django_db
def test_a_nudge_reaches_the_queue_after_commit(queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        nudge("accounts.geocode", place_id=7, version=2)

    message = queue.get(timeout=5)
    assert (message.headers["task"], message.payload[1]) == (
        "accounts.geocode",
        {"place_id": 7, "version": 2},
    )


@pytest.mark.django_db
def test_before_commit_nothing_is_in_the_queue(queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        nudge("accounts.geocode", place_id=7, version=2)

    with pytest.raises(queue.Empty):
        queue.get(block=False)
    assert len(waiting) == 1


@pytest.mark.django_db
def test_what_is_rolled_back_nudges_nobody(queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        nudge("accounts.geocode", place_id=7, version=2)
        transaction.set_rollback(True)

    with pytest.raises(queue.Empty):
        queue.get(block=False)


def test_a_queue_that_is_down_is_a_line_in_the_log_and_no_error(queue_is_down, caplog):
    queue_is_down.conf.broker_transport_options = {"max_retries": 0}

    jobs._send("accounts.geocode", {"place_id": 7})

    assert "queue unreachable, the sweep will do accounts.geocode" in caplog.text


def test_a_queue_that_is_down_keeps_nobody_waiting(queue_is_down):
    start = time.monotonic()

    jobs._send("accounts.geocode", {"place_id": 7})

    assert time.monotonic() - start < 3


def test_a_nudge_leaves_no_result_behind():
    assert settings.CELERY_TASK_IGNORE_RESULT


def turn(now=NOW, job="tests.sweep", every_s=20):
    return take_turn(job=job, now=now, every_s=every_s)


@pytest.mark.django_db
def test_a_turn_is_taken_once():
    assert [turn(), turn(later(seconds=19.9))] == [True, False]


@pytest.mark.django_db
def test_the_next_turn_is_taken_again():
    assert [turn(), turn(later(seconds=20))] == [True, True]


@pytest.mark.django_db
def test_each_job_has_its_own_turns():
    assert [turn(), turn(job="tests.other")] == [True, True]


@pytest.mark.django_db
def test_turns_longer_than_a_day_ago_are_forgotten_for_this_job_only():
    turn(earlier(days=2))
    turn(earlier(days=2), job="tests.other")

    turn()

    assert sorted(JobSlot.objects.values_list("job", "slot")) == [
        ("tests.other", earlier(days=2)),
        ("tests.sweep", NOW),
    ]


@pytest.mark.django_db
def test_a_turn_is_written_by_its_job_and_moment():
    turn(later(minutes=7))

    assert str(JobSlot.objects.get()) == "tests.sweep 2026-03-02 09:07"
