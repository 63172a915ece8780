"""What the audit counts, for whom, and what it hides."""

from itertools import count

import pytest
from django.utils import translation

from matching import services
from matching.audit import audit_of
from matching.views.audit import in_order
from organisations.services import leave_programme
from organisations.states import State
from tests.clock import NOW, earlier
from tests.matching.builders import answer_of
from tests.people import make_person
from tests.teams import enrolment_at, make_programme

pytestmark = pytest.mark.django_db

_number = count(1)


@pytest.fixture
def enrol(programme, cora):
    """`enrol(6, weeks=3, birth_year=1990)` enrols six seekers who became ready three weeks ago."""

    def enrol(how_many=1, *, weeks=1, side="seeker", state=State.ACTIVE, into=programme, **details):
        wishes = {"capacity": details.pop("capacity")} if "capacity" in details else {}
        return [
            enrolment_at(
                state,
                make_person(f"Secret {next(_number)}", **details),
                into,
                side=side,
                by=cora,
                now=earlier(weeks=weeks),
                **wishes,
            )
            for _each in range(how_many)
        ]

    return enrol


@pytest.fixture
def told(programme):
    """`told("age")` gives code → figures of the seekers; `told()` those of everybody together."""

    def told(by=None, side="seeker"):
        audit = audit_of(programme=programme, side=side, now=NOW)
        if by is None:
            return audit.total
        table = next(table for table in audit.tables if table.by == by)
        return {row.code: row for row in table.rows}

    return told


@pytest.fixture
def offer(cora, enrol):
    """`offer(seekers)` offers all of them to one volunteer; `offer(seekers, yes=True)` lets all agree."""

    def offer(seekers, *, yes=False, capacity=None):
        (volunteer,) = enrol(side="volunteer", capacity=capacity or len(seekers))
        for seeker in seekers:
            proposal = services.propose_pair(
                volunteer_id=volunteer.pk, seeker_id=seeker.pk, by=cora, now=NOW
            )
            services.approve_proposal(proposal_id=proposal.pk, by=cora, now=NOW)
            for person in (seeker.person, volunteer.person) if yes else ():
                services.answer_proposal(
                    answer_id=answer_of(proposal, person).pk,
                    yes=True,
                    way="coordinator",
                    by=cora,
                    now=NOW,
                )

    return offer


def test_half_wait_longer_and_one_in_ten_waits_much_longer(enrol, told):
    for weeks in range(1, 12):
        enrol(weeks=weeks)

    total = told()

    assert (total.waiting, total.half_weeks, total.tenth_weeks) == (11, 6, 10)


@pytest.mark.parametrize("state", sorted(set(State) - {State.ACTIVE}))
def test_who_is_not_ready_does_not_wait_but_is_new(enrol, told, state):
    enrol(5)
    enrol(5, state=state)

    assert (told().waiting, told().new) == (5, 10)


def test_who_found_somebody_waits_no_more(enrol, told, offer):
    enrol(6)
    offer(enrol(5), yes=True)

    assert told().waiting == 6


def test_who_is_being_asked_still_waits(enrol, told, offer):
    enrol(6)
    offer(enrol(1))

    assert told().waiting == 7


def test_a_volunteer_with_a_seat_left_still_waits(enrol, told, offer):
    enrol(5, side="volunteer")
    offer(enrol(1), yes=True, capacity=2)

    assert told(side="volunteer").waiting == 6


def test_who_registered_more_than_a_year_ago_is_not_new(enrol, told):
    enrol(5, weeks=53)
    enrol(7, weeks=52)

    assert (told().waiting, told().new) == (12, 7)


def test_how_many_of_the_new_ones_were_matched_and_when(enrol, told, offer):
    enrol(15, weeks=2)
    offer(enrol(5, weeks=9), yes=True)

    assert (told().percent, told().found_weeks) == (25, 9)


def test_a_match_of_somebody_who_is_not_new_does_not_count(enrol, told, offer):
    enrol(6)
    offer(enrol(5, weeks=60), yes=True)

    assert (told().new, told().percent) == (6, 0)


def test_who_stopped_after_a_match_stays_matched(enrol, told, offer, cora):
    enrol(5)
    matched = enrol(5)
    offer(matched, yes=True)
    leave_programme(enrolment_id=matched[0].pk, by=cora, now=NOW)

    assert told().percent == 50


def test_nobody_matched_is_said(enrol, told):
    enrol(6)

    assert (told().percent, told().percent_is_hidden) == (0, False)


def test_volunteers_are_counted_apart(enrol, told):
    enrol(5)
    enrol(6, side="volunteer")

    assert (told().waiting, told(side="volunteer").waiting) == (5, 6)


def test_another_programme_is_not_counted(enrol, told, programme):
    enrol(5)
    enrol(5, into=make_programme(programme.organisation))

    assert told().waiting == 5


@pytest.mark.parametrize(
    ("birth_year", "code"),
    [
        (2009, "0-17"),
        (2008, "18-25"),
        (2001, "18-25"),
        (2000, "26-40"),
        (1986, "26-40"),
        (1985, "41-60"),
        (1966, "41-60"),
        (1965, "61-75"),
        (1951, "61-75"),
        (1950, "76+"),
        (None, ""),
    ],
)
def test_everybody_has_one_age(enrol, told, birth_year, code):
    enrol(birth_year=birth_year)

    assert list(told("age")) == [code]


@pytest.mark.parametrize(
    ("genders", "code"),
    [
        ([], "none"),
        (["woman"], "woman"),
        (["man"], "man"),
        (["other"], "other"),
        (["woman", "man"], "several"),
    ],
)
def test_everybody_has_one_wish_about_gender(enrol, told, genders, code):
    enrol(profile={"wish_genders": genders})

    assert list(told("wish")) == [code]


def test_who_speaks_two_languages_counts_with_both(enrol, told):
    enrol(5, languages={"nl": 3, "tr": 2})
    enrol(5, languages={"nl": 3})

    assert {code: row.waiting for code, row in told("language").items()} == {"nl": 10, "tr": 5}


def test_a_few_words_are_not_a_language(enrol, told):
    enrol(5, languages={"nl": 1})

    assert list(told("language")) == [""]


def test_people_are_counted_by_province(enrol, told):
    enrol(5, place="9000")
    enrol(6, place="6700")

    assert {code: row.waiting for code, row in told("region").items()} == {
        "Provincie Luxemburg": 6,
        "Provincie Oost-Vlaanderen": 5,
    }


def test_a_province_is_named_in_french(enrol, told):
    enrol(place="9000")

    with translation.override("fr"):
        assert told("region")["Provincie Oost-Vlaanderen"].label == "Province de Flandre orientale"


def test_ages_go_upwards(enrol, told):
    for birth_year in (1950, None, 1990, 2005):
        enrol(birth_year=birth_year)

    assert list(told("age")) == ["18-25", "26-40", "76+", ""]


def test_nothing_is_told_of_a_small_group(enrol, told):
    enrol(4, birth_year=1990, weeks=7)
    enrol(9, birth_year=1970)
    enrol(12, birth_year=1950)

    small = told("age")["26-40"]

    assert (small.waiting, small.half_weeks, small.tenth_weeks, small.new, small.percent) == (
        *(None, None, None, None, None),
    )


def test_a_second_group_is_hidden_with_a_small_one(enrol, told):
    enrol(4, birth_year=1990)
    enrol(9, birth_year=1970)
    enrol(14, birth_year=1950)

    assert {code: row.waiting for code, row in told("age").items()} == {
        "26-40": None,
        "41-60": None,
        "76+": 14,
    }


def test_a_total_that_would_give_a_small_group_away_is_not_shown(enrol, told):
    enrol(3, birth_year=1990)
    enrol(5, birth_year=1970)

    assert (told().waiting, told().half_weeks, told().new) == (None, None, None)


def test_a_small_number_of_matches_is_hidden(enrol, told, offer):
    enrol(10)
    offer(enrol(2), yes=True)

    assert (told().percent, told().percent_is_hidden, told().found_weeks) == (None, True, None)


def test_of_a_group_that_is_hidden_the_matches_are_hidden_too(enrol, told):
    enrol(3, birth_year=1990)
    enrol(9, birth_year=1970)
    enrol(13, birth_year=1950)

    middle = told("age")["41-60"]

    assert (middle.new, middle.percent, middle.percent_is_hidden) == (None, None, True)


def test_no_name_is_in_it(enrol, programme):
    enrol(6)

    assert "Secret" not in str(audit_of(programme=programme, side="seeker", now=NOW))


def test_without_anybody_all_tables_are_empty(told):
    assert (told().waiting, told().new, told("age")) == (0, 0, {})


@pytest.mark.parametrize("how_many", [1, 12])
def test_it_costs_one_query_whoever_is_counted(
    enrol, programme, django_assert_num_queries, how_many
):
    enrol(how_many)

    with django_assert_num_queries(1):
        audit_of(programme=programme, side="seeker", now=NOW)


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        ("", ["18-25", "26-40", "41-60", "61-75"]),
        ("waiting", ["61-75", "18-25", "26-40", "41-60"]),
        ("weeks", ["18-25", "61-75", "26-40", "41-60"]),
    ],
)
def test_what_is_hidden_stands_last_in_every_order(enrol, programme, order, codes):
    for size, birth_year, weeks in ((9, 2005, 8), (2, 1990, 20), (8, 1970, 3), (13, 1955, 5)):
        enrol(size, birth_year=birth_year, weeks=weeks)
    seekers = audit_of(programme=programme, side="seeker", now=NOW)
    ages = next(table for table in seekers.tables if table.by == "age")

    assert [row.code for row in in_order(ages, order)] == codes
