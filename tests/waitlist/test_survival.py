"""How long people wait, without forgetting those who still wait: hand-worked examples, and plain text beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waitlist.survival import LEAST_ENDINGS, NO_BAND, Step, Wait, band, curve, weeks_more


def found(*days, people=1):
    return [Wait(0, day, True, people) for day in days]


def still(*days, people=1):
    return [Wait(0, day, False, people) for day in days]


def shares(waits):
    return [round(step.still, 4) for step in curve(waits)]


def test_without_anybody_there_is_no_curve():
    assert curve([]) == []


def test_who_still_waits_counts_for_as_long_as_they_were_seen():
    # 6 people: introduced on day 7 and 14; two are out of sight on day 10, two wait on at day 21.
    waits = [*found(7, 14), *still(10, 10, 21, 21)]

    assert curve(waits) == [
        Step(7, 6, 1, pytest.approx(5 / 6)),
        Step(14, 3, 1, pytest.approx(5 / 6 * 2 / 3)),
    ]


def test_on_the_same_day_an_introduction_counts_before_who_goes_out_of_sight():
    assert curve([*found(7), *still(7)])[0].at_risk == 2


def test_who_came_later_counts_only_from_the_day_they_were_seen():
    waits = [*found(7, 14), Wait(10, 21, False)]

    assert [step.at_risk for step in curve(waits)] == [2, 2]


def test_equal_courses_may_be_told_together():
    assert shares(found(7, people=3) + still(9)) == shares(found(7, 7, 7) + still(9))


def test_leaving_out_who_still_waits_would_tell_a_shorter_wait():
    waits = found(*range(7, 7 + 7 * LEAST_ENDINGS, 7))
    with_all = band(curve([*waits, *still(200, people=8)]))

    assert (band(curve(waits)).half, with_all.half) == (5, 9)


def test_the_band_is_in_whole_weeks_rounded_up():
    known = band(curve([*found(1, 8, 15, 22, 29, 36, 43, 50, 57, 64), *still(300, people=10)]))

    assert (known.quarter, known.half) == (5, 10)


def test_nobody_waits_zero_weeks():
    assert band(curve(found(0, people=LEAST_ENDINGS))).quarter == 1


def test_from_too_few_introductions_there_is_no_band():
    assert band(curve(found(*[7] * (LEAST_ENDINGS - 1)))) == NO_BAND
    assert band(curve(found(*[7] * LEAST_ENDINGS))).half == 1


def test_a_figure_that_rests_on_few_people_is_not_told():
    waits = found(7, 14, 21, 28, 35, 42, 49, 56, 63, 70)

    assert band(curve(waits)).most is None  # at three quarters only three still waited
    assert band(curve(waits)).half is not None


def test_when_fewer_than_a_quarter_were_introduced_it_says_so():
    known = band(curve([*found(*[7] * 10), *still(90, people=35)]))

    assert (known.quarter, known.is_rare) == (None, True)


def test_exactly_a_quarter_is_a_quarter():
    assert band(curve([*found(*[7] * 10), *still(90, people=30)])).quarter == 1


def test_what_was_not_reached_is_not_told():
    known = band(curve([*found(*[7] * 10), *still(90, people=15)]))

    assert (known.quarter, known.half, known.most) == (1, None, None)


def test_who_waited_longer_reads_about_those_who_waited_as_long():
    steps = curve([*found(*range(7, 147, 7)), *still(200, people=4)])

    assert weeks_more(steps, 0) == band(steps).half
    assert weeks_more(steps, 70) == 7  # 14 of 24 wait after ten weeks; seven of them until week 17


def test_about_a_time_after_which_few_were_introduced_nothing_is_said():
    steps = curve(found(*range(7, 147, 7)))

    assert weeks_more(steps, 7 * 16) is None


def test_from_too_few_introductions_nothing_is_said_about_more_weeks():
    assert weeks_more(curve(found(*[70] * (LEAST_ENDINGS - 1))), 7) is None


courses = st.lists(
    st.builds(
        lambda entry, lasts, is_found, people: Wait(entry, entry + lasts, is_found, people),
        st.integers(0, 30),
        st.integers(0, 60),
        st.booleans(),
        st.integers(1, 4),
    ),
    max_size=30,
)


def plainly(waits):
    """One person after the other, day by day."""
    people = [w for w in waits for _each in range(w.people)]
    share, told = 1.0, []
    for day in range(100):
        risk = [p for p in people if p.entry <= day <= p.end]
        ends = [p for p in risk if p.found and p.end == day]
        if ends:
            share *= 1 - len(ends) / len(risk)
            told.append((day, len(risk), len(ends), round(share, 9)))
    return told


@given(courses)
def test_it_is_what_counting_person_by_person_gives(waits):
    assert [(s.day, s.at_risk, s.found, round(s.still, 9)) for s in curve(waits)] == plainly(waits)


@given(courses)
def test_the_share_that_waits_never_grows_and_never_leaves_its_bounds(waits):
    told = [step.still for step in curve(waits)]

    assert told == sorted(told, reverse=True)
    assert all(0 <= share <= 1 for share in told)


@given(courses)
def test_a_band_never_runs_backwards(waits):
    known = band(curve(waits))
    told = [week for week in (known.quarter, known.half, known.most) if week is not None]

    assert told == sorted(told)
    assert known.half is None or known.quarter is not None
