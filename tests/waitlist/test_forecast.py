"""What somebody who waits is told about how long it takes: from the programme's own last year, honest, and never from few."""

import pytest
from django.utils import translation

from groups.states import State as GroupState
from organisations.models.enrolments import Side
from organisations.services import leave_programme, pause_enrolment
from organisations.states import State
from tests.clock import NOW, earlier, later
from tests.followup.builders import duo_at, finish
from tests.matching.builders import make_scene
from tests.people import make_person
from tests.teams import enrolment_at, make_programme
from tests.waitlist.builders import history, introduced_after, seeker_since, sweep
from waitlist.forecast_words import band_in_words, standing_of
from waitlist.models import Forecast
from waitlist.selectors import count_waits, get_waiting, steps_of
from waitlist.survival import NO_BAND, Band, Wait, band

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def past(kept):
    """A programme with a history, made once; what a test adds to it is undone."""
    return history()


def waits(scene, now=NOW, side=Side.SEEKER, programme=None):
    programme = programme or scene.programme
    rows = count_waits(programme_id=programme.pk, side=side, now=now)
    return sorted(rows, key=lambda wait: (wait.end, wait.found))


def standing(scene, now=NOW, language="en"):
    with translation.override(language):
        return standing_of(get_waiting(enrolment_id=scene.seeker.pk), now=now, language=language)


def test_who_still_waits_is_counted_until_today():
    assert waits(make_scene(), now=later(days=5)) == [Wait(0, 5, False)]


def test_who_was_introduced_is_counted_until_then():
    scene = make_scene(capacity=5)
    introduced_after(scene, 10)

    assert Wait(0, 10, True) in waits(scene)


@pytest.mark.parametrize("stop", [pause_enrolment, leave_programme])
def test_who_stopped_waiting_is_counted_until_then_and_not_as_introduced(stop):
    scene = make_scene()
    cem = seeker_since(scene, earlier(days=50))
    stop(enrolment_id=cem.pk, by=scene.cora, now=earlier(days=30))

    assert Wait(0, 20, False) in waits(scene)


def test_equal_waits_come_together():
    scene = make_scene(capacity=5)
    introduced_after(scene, 10, 10)

    assert Wait(0, 10, True, 2) in waits(scene)


@pytest.mark.parametrize("state", [State.APPLIED, State.INTAKE, State.DECLINED])
def test_who_was_never_ready_did_not_wait(state):
    scene = make_scene()
    enrolment_at(state, make_person("Dee"), scene.programme, by=scene.cora, now=earlier(days=9))

    assert waits(scene) == [Wait(0, 0, False)]


@pytest.mark.parametrize(("days", "counted"), [(364, 2), (366, 1)])
def test_only_who_began_in_the_last_year_counts(days, counted):
    scene = make_scene()
    seeker_since(scene, earlier(days=days))

    assert len(waits(scene)) == counted


def test_who_came_from_an_older_list_counts_from_the_day_they_were_ready_here():
    scene = make_scene()
    type(scene.seeker).objects.filter(pk=scene.seeker.pk).update(waiting_since=earlier(days=100))

    assert waits(scene, now=later(days=5)) == [Wait(100, 105, False)]


def test_each_side_and_each_programme_has_its_own():
    scene = make_scene()
    other = make_programme(scene.programme.organisation)

    assert [len(waits(scene, side=side)) for side in Side] == [1, 1]
    assert waits(scene, programme=other) == []


def test_a_forecast_tells_quarter_half_and_most(past):
    assert standing(past).band == Band(4, 8, 12)


def test_the_forecast_says_that_it_is_no_promise(past):
    told = " ".join(standing(past).sentences)

    assert "Half of the people who began to wait here in the last year" in told
    assert "That is no promise" in told
    assert "%" not in told


def test_from_too_few_introductions_it_says_so_in_words():
    told = standing(make_scene())

    assert told.band == NO_BAND
    assert told.sentences[0].startswith("How long it takes we cannot say yet")


def test_where_few_of_many_were_introduced_it_says_so_in_words():
    with translation.override("en"):
        told = band_in_words(Band(None, None, None, is_rare=True))

    assert told[0].startswith("Fewer than one in four")


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Band(3, None, None), "one in four was introduced within 3 weeks. For the others"),
        (Band(1, 6, None), "One in four waited less than 1 week; how long the longest"),
        (Band(3, 6, 11), "One in four waited less than 3 weeks, one in four longer than 11 weeks."),
    ],
)
def test_it_tells_as_much_as_is_known(known, words):
    with translation.override("en"):
        told = " ".join(band_in_words(known))

    assert words in told
    assert "That is no promise" in told


def test_many_who_still_wait_make_it_longer(past):
    before = band(steps_of(programme_id=past.programme.pk, side="seeker", now=NOW)).quarter
    for number in range(6):
        seeker_since(past, earlier(days=300), f"Fay {number}")

    after = band(steps_of(programme_id=past.programme.pk, side="seeker", now=NOW)).quarter

    assert after > before


def test_who_waited_for_a_while_reads_about_those_who_waited_as_long(past):
    assert standing(past).weeks_more == standing(past).band.half
    assert "as long as you" in " ".join(standing(past, now=later(weeks=3)).sentences)
    assert "as long as you" not in " ".join(standing(past).sentences)


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "geen belofte"), ("fr", "pas une promesse")]
)
def test_it_speaks_the_language_of_the_reader(past, language, words):
    assert words in " ".join(standing(past, language=language).sentences)


def test_after_a_buddy_the_wait_begins_anew():
    duo = duo_at(GroupState.CLOSING)
    finish(duo, now=later(weeks=20))

    waiting = get_waiting(enrolment_id=duo.scene.seeker.pk)

    assert waiting.waits_since == later(weeks=20)


@pytest.mark.parametrize(
    ("texts", "language", "text"),
    [
        ({"nl": "Kom wandelen", "fr": "Venez marcher"}, "fr", "Venez marcher"),
        ({"nl": "Kom wandelen"}, "fr", "Kom wandelen"),
        ({}, "nl", ""),
    ],
)
def test_the_programme_says_what_there_is_meanwhile(texts, language, text):
    assert standing(make_scene(meanwhile_text=texts), language=language).meanwhile == text


# Kept for a day


def test_the_sweep_keeps_the_forecast_of_each_side():
    scene = make_scene()

    sweep(NOW)

    kept = Forecast.objects.filter(programme=scene.programme)
    assert set(kept.values_list("side", flat=True)) == {"volunteer", "seeker"}


def test_what_was_kept_is_what_is_told(past):
    sweep(NOW)
    before = standing(past).band
    kept = Forecast.objects.get(programme=past.programme, side="seeker")
    kept.steps = []
    kept.save()

    assert before.half is not None
    assert standing(past).band == NO_BAND


@pytest.mark.parametrize(("hours", "anew"), [(23, False), (25, True)])
def test_after_a_day_it_is_counted_anew(hours, anew):
    scene = make_scene()
    sweep(NOW)
    introduced_after(scene, 10, since=earlier(days=11))

    sweep(later(hours=hours))

    kept = Forecast.objects.get(programme=scene.programme, side="seeker")
    assert bool(kept.steps) == anew


def test_a_forecast_holds_numbers_only(past):
    sweep(NOW)

    steps = Forecast.objects.get(programme=past.programme, side="seeker").steps

    assert {type(value) for step in steps for value in step} <= {int, float}


def test_counting_costs_one_query(past, django_assert_num_queries):
    with django_assert_num_queries(1):
        waits(past)
