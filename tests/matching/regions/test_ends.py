"""A search in regions that ends in another way: a fault, a cancellation, a part that is gone."""

from dataclasses import replace

import pytest

from matching import services
from matching.engine.errors import BadInput
from matching.errors import RunClosed, RunUnderWay
from matching.models import Proposal, RunPart
from matching.services import parts, regions, runs
from matching.states import RunState
from tests.clock import NOW
from tests.matching.regions.builders import (
    TOWNS,
    again,
    at_percent,
    do_part,
    finished,
    nothing_is_kept,
    parts_of,
    request,
    spread,
)

pytestmark = pytest.mark.django_db


def test_a_fault_in_a_part_ends_the_search_with_its_own_code(country, monkeypatch):
    run = spread(country)
    at_percent(monkeypatch, 45, lambda: 1 / 0)

    do_part(parts_of(run)[0])

    assert (again(run).state, again(run).failure) == (RunState.FAILED, "fault")
    assert nothing_is_kept()


def test_a_part_that_cannot_be_read_ends_the_search(country):
    run = spread(country)
    RunPart.objects.update(given=b"nothing that we wrote")

    do_part(parts_of(run)[0])

    assert again(run).failure == "fault"


def test_a_fault_while_storing_leaves_no_parts_and_no_drafts(country, monkeypatch):
    monkeypatch.setattr(runs, "tell_run_finished", lambda *_, **__: 1 / 0)

    run = finished(country)

    assert (run.state, run.regions_done) == (RunState.FAILED, len(TOWNS))
    assert nothing_is_kept()
    assert not Proposal.objects.exists()


def test_a_wrong_answer_of_a_part_is_not_stored(country, monkeypatch):
    solved = parts._solved
    monkeypatch.setattr(
        parts, "_solved", lambda *args: replace(m := solved(*args), total=m.total + 1)
    )

    run = finished(country)

    assert (run.state, run.failure) == (RunState.FAILED, "total")
    assert nothing_is_kept()
    assert not Proposal.objects.exists()


def test_a_search_that_is_spread_is_cancelled_with_its_parts(country):
    run = spread(country)
    do_part(parts_of(run)[0])

    services.cancel_run(run_id=run.pk, by=country.cora, now=NOW)

    assert again(run).state == RunState.CANCELLED
    assert nothing_is_kept()


def test_a_cancellation_in_the_middle_of_a_part_ends_it(country, monkeypatch):
    run = spread(country)
    at_percent(
        monkeypatch, 45, lambda: services.cancel_run(run_id=run.pk, by=country.cora, now=NOW)
    )

    do_part(parts_of(run)[0])

    assert again(run).state == RunState.CANCELLED
    assert nothing_is_kept()
    assert not Proposal.objects.exists()


def test_a_fault_after_a_cancellation_stays_a_cancellation(country, monkeypatch):
    run = spread(country)

    def cancel_and_fail():
        services.cancel_run(run_id=run.pk, by=country.cora, now=NOW)
        raise RuntimeError

    at_percent(monkeypatch, 45, cancel_and_fail)

    do_part(parts_of(run)[0])

    assert again(run).state == RunState.CANCELLED


def test_a_cancellation_while_it_is_cut_leaves_nothing(country, monkeypatch):
    run = request(country)
    pack = regions.pool_to_bytes

    def pack_and_cancel(pool):
        if again(run).state == RunState.RUNNING:
            services.cancel_run(run_id=run.pk, by=country.cora, now=NOW)
        return pack(pool)

    monkeypatch.setattr(regions, "pool_to_bytes", pack_and_cancel)

    services.execute_run(run_id=run.pk, now=NOW)

    assert again(run).state == RunState.CANCELLED
    assert nothing_is_kept()


def test_a_search_that_is_ready_keeps_no_parts(country):
    run = finished(country)

    assert (run.regions, run.regions_done, run.progress) == (len(TOWNS), len(TOWNS), 100)
    assert nothing_is_kept()


def test_a_part_that_is_gone_is_not_carried_out():
    assert services.execute_part(part_id=0, now=NOW) is None


def test_a_part_that_goes_while_it_is_claimed_is_not_carried_out(country, monkeypatch):
    run = spread(country)
    part, claim = parts_of(run)[0], parts._claim

    def claim_and_cancel(*args):
        token = claim(*args)
        services.cancel_run(run_id=run.pk, by=country.cora, now=NOW)
        return token

    monkeypatch.setattr(parts, "_claim", claim_and_cancel)

    assert services.execute_part(part_id=part.pk, now=NOW) is None


def test_a_part_that_goes_before_it_is_delivered_changes_nothing(country, monkeypatch):
    run = spread(country)
    part, pack = parts_of(run)[0], parts.matching_to_bytes

    def pack_and_cancel(matching):
        services.cancel_run(run_id=run.pk, by=country.cora, now=NOW)
        return pack(matching)

    monkeypatch.setattr(parts, "matching_to_bytes", pack_and_cancel)

    assert services.execute_part(part_id=part.pk, now=NOW) is None
    parts._tell_progress(run.pk)  # of parts that are gone there is nothing to tell
    assert (again(run).state, again(run).regions_done) == (RunState.CANCELLED, 0)


def test_what_the_engine_refuses_ends_the_search_with_its_code(country, monkeypatch):
    run = spread(country)

    def refuse():
        raise BadInput("width")

    at_percent(monkeypatch, 45, refuse)

    do_part(parts_of(run)[0])

    assert (again(run).state, again(run).failure) == (RunState.FAILED, BadInput("width").code)


def test_a_search_that_is_ready_cannot_be_cancelled(country):
    run = finished(country)

    with pytest.raises(RunClosed):
        services.cancel_run(run_id=run.pk, by=country.cora, now=NOW)


def test_another_search_waits_for_one_that_is_spread(country):
    spread(country)

    with pytest.raises(RunUnderWay):
        request(country)
