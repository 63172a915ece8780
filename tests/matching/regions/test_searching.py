"""A search that is cut into regions, which workers solve on their own: the answer of the whole, once."""

import pytest

from core.events import Event
from matching import services
from matching.models import Proposal
from matching.services import parts, runs
from matching.states import PartState, RunState
from notifications.models import Message
from tests.clock import NOW, later
from tests.matching.builders import approve
from tests.matching.regions.builders import (
    TOWNS,
    again,
    answer_of,
    at_percent,
    do_part,
    finished,
    nothing_is_kept,
    parts_of,
    spread,
)

pytestmark = pytest.mark.django_db


# The same answer


def test_a_search_in_regions_finds_what_one_in_one_piece_finds(country, settings):
    in_regions = finished(country)
    settings.REGION_AT_LEAST = 1000
    in_one_piece = finished(country)

    assert (in_regions.state, in_one_piece.state) == (RunState.FINISHED, RunState.FINISHED)
    assert (in_regions.regions, in_one_piece.regions) == (len(TOWNS), 1)
    assert answer_of(in_regions) == answer_of(in_one_piece)


def test_the_order_in_which_parts_are_done_does_not_matter(country):
    forwards = finished(country)
    run = spread(country)
    for part in reversed(parts_of(run)):
        do_part(part)

    assert answer_of(again(run)) == answer_of(forwards)


def test_parts_see_one_moment(country):
    expected = answer_of(finished(country))
    run = spread(country)
    Proposal.objects.all().delete()
    for enrolment in country.programme.enrolments.all():
        enrolment.person.profile.delete()  # whoever reads now finds nobody

    for part in parts_of(run):
        do_part(part)

    assert answer_of(again(run)) == expected


def test_a_small_pool_stays_in_one_piece(country, settings):
    settings.REGION_AT_LEAST = 12  # they are twelve

    run = spread(country)

    assert (run.state, run.regions) == (RunState.FINISHED, 1)
    assert nothing_is_kept()


def test_a_draft_made_while_parts_are_searched_stays(country):
    run = spread(country)
    volunteer, seeker, _other = country.programme.enrolments.order_by("pk")[:3]  # of one town
    by_hand = services.propose_pair(
        volunteer_id=volunteer.pk, seeker_id=seeker.pk, by=country.cora, now=later(minutes=1)
    )

    for part in parts_of(run):
        run_id = services.execute_part(part_id=part.pk, now=later(minutes=2))
        services.execute_run(run_id=run_id, now=later(minutes=2))

    assert again(run).state == RunState.FINISHED
    assert Proposal.objects.get(pk=by_hand.pk).state == "draft"


def test_a_draft_approved_while_parts_are_searched_stays_offered(country):
    finished(country)
    run = spread(country)
    offered = approve(Proposal.objects.filter(state="draft").first(), country.cora)

    for part in parts_of(run):
        do_part(part)

    assert again(run).state == RunState.FINISHED
    assert Proposal.objects.get(pk=offered.pk).state == "offered"


# Each part once, and the whole once


def test_nobody_has_a_search_while_its_parts_are_searched(country):
    run = spread(country)

    assert (run.state, run.claim, run.lease_until) == (RunState.SPREAD, None, None)


def test_a_part_that_another_has_is_left_alone(country):
    run = spread(country)
    part = parts_of(run)[0]
    parts._claim(part.pk, NOW)

    assert services.execute_part(part_id=part.pk, now=NOW) is None
    assert parts_of(run)[0].attempts == 1


def test_a_part_that_is_done_is_not_done_again(country):
    run = spread(country)
    part = parts_of(run)[0]
    do_part(part)

    assert services.execute_part(part_id=part.pk, now=later(days=1)) is None


def test_a_search_is_not_put_together_before_its_last_part(country):
    run = spread(country)
    for part in parts_of(run)[:-1]:
        do_part(part)

    services.execute_run(run_id=run.pk, now=later(days=1))

    assert again(run).state == RunState.SPREAD


def test_a_search_is_put_together_once(country):
    run = finished(country)

    services.execute_run(run_id=run.pk, now=later(days=1))

    assert Event.objects.filter(kind="matching.run_finished").count() == 1
    assert Message.objects.filter(kind="matching.run_finished").count() == 1


def test_a_search_tells_how_many_regions_are_ready(country):
    run = spread(country)
    seen = [(again(run).regions_done, again(run).progress)]
    for part in parts_of(run)[:-1]:
        do_part(part)
        seen.append((again(run).regions_done, again(run).progress))

    assert seen == [(0, 0), (1, 21), (2, 42), (3, 63)]  # of 84 for all


def test_a_search_in_regions_never_seems_to_go_back(country, monkeypatch):
    run = spread(country)
    seen = []
    tell, renew = parts._tell_progress, runs._promise
    note = lambda: seen.append(again(run).progress)  # noqa: E731
    monkeypatch.setattr(parts, "_tell_progress", lambda id_: (tell(id_), note()))
    monkeypatch.setattr(runs, "_promise", lambda *args: (renew(*args), note()))

    for part in parts_of(run):
        do_part(part)

    assert len(set(seen)) > 10
    assert seen == sorted(seen)


# Lost


@pytest.mark.parametrize(("time", "nudged"), [({"seconds": 60}, 0), ({"seconds": 121}, 1)])
def test_a_part_is_nudged_again_once_its_worker_gives_no_sign_of_life(
    country, django_capture_on_commit_callbacks, time, nudged
):
    run = spread(country)
    first, *others = parts_of(run)
    parts._claim(first.pk, NOW)
    for part in others:
        do_part(part)

    with django_capture_on_commit_callbacks() as nudges:
        services.sweep_runs(now=later(**time))

    assert len(nudges) == nudged


def test_parts_that_the_queue_lost_are_nudged_again(country, django_capture_on_commit_callbacks):
    spread(country)

    with django_capture_on_commit_callbacks() as nudges:
        services.sweep_runs(now=later(minutes=1))

    assert len(nudges) == len(TOWNS)


def test_a_search_whose_worker_was_lost_after_the_last_part_is_nudged_again(
    country, django_capture_on_commit_callbacks
):
    run = spread(country)
    for part in parts_of(run):
        services.execute_part(part_id=part.pk, now=NOW)

    with django_capture_on_commit_callbacks() as nudges:
        services.sweep_runs(now=later(minutes=1))

    assert len(nudges) == 1


def test_a_search_whose_worker_was_lost_while_it_was_put_together_is_put_together(
    country, monkeypatch
):
    expected = answer_of(finished(country))
    run = spread(country)
    for part in parts_of(run):
        services.execute_part(part_id=part.pk, now=NOW)
    runs._claim(run.pk, NOW)

    services.execute_run(run_id=run.pk, now=later(seconds=121))

    assert again(run).attempts == 2
    assert answer_of(again(run)) == expected
    assert nothing_is_kept()


def test_a_worker_that_lost_its_part_to_another_delivers_nothing(country, monkeypatch):
    run = spread(country)
    part = parts_of(run)[0]
    at_percent(monkeypatch, 80, lambda: parts._claim(part.pk, later(days=3650)))

    assert services.execute_part(part_id=part.pk, now=NOW) is None
    assert (parts_of(run)[0].state, parts_of(run)[0].attempts) == (PartState.RUNNING, 2)


def test_a_part_that_kills_its_workers_ends_the_search_with_a_code(country):
    run = spread(country)
    part = parts_of(run)[0]
    for day in range(runs.MAX_ATTEMPTS):
        parts._claim(part.pk, later(days=day))

    services.execute_part(part_id=part.pk, now=later(days=10))

    assert (again(run).state, again(run).failure) == (RunState.FAILED, "worker_lost")
    assert nothing_is_kept()
