"""Who of the team takes care of whom, the desk of a day, and filters kept under a name."""

import pytest

from core.errors import ChangedMeanwhile, NotFoundHere
from core.states import WrongMove
from organisations import services
from organisations.desk_selectors import (
    count_new,
    day_of_team,
    list_filters,
    list_missed,
    list_talks,
    list_without_answer,
    list_without_talk,
    workload,
)
from organisations.errors import FilterEmpty, FilterNameMissing, NotInTheTeam, TooManyFilters
from organisations.models import Enrolment, Role, SavedFilter
from organisations.selectors import NOBODY, filter_enrolments, list_enrolments
from organisations.services import filters
from organisations.states import State
from tests.clock import NOW, later
from tests.people import make_person
from tests.teams import (
    enrolment_at,
    make_coordinator,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cora(programme):
    return make_coordinator(programme.organisation, "cora@example.org")


@pytest.fixture
def carl(programme):
    return make_coordinator(programme.organisation, "carl@example.org")


@pytest.fixture
def zoe(db):
    return make_coordinator(make_organisation())


@pytest.fixture
def ana(programme, cora):
    return enrolment_at(State.ACTIVE, make_person(), programme, by=cora)


def assign(enrolment, to, by, **more):
    return services.assign_coordinator(
        enrolment_id=enrolment.pk, coordinator=to, by=by, now=NOW, **more
    )


def who_cares(enrolment):
    return Enrolment.objects.get(pk=enrolment.pk).coordinator


def test_somebody_takes_over_hands_over_and_lets_go(ana, cora, carl):
    seen = []
    for to in (cora, carl, None):
        assign(ana, to, cora)
        seen.append(who_cares(ana))

    assert seen == [cora, carl, None]


def test_two_who_take_over_at_once_do_not_both_get_it(ana, cora, carl):
    assign(ana, cora, cora, instead_of=None, is_checked=True)

    with pytest.raises(ChangedMeanwhile):
        assign(ana, carl, carl, instead_of=None, is_checked=True)

    assert who_cares(ana) == cora


def test_only_the_team_takes_care(ana, cora, zoe):
    with pytest.raises(NotInTheTeam):
        assign(ana, zoe, cora)
    with pytest.raises(NotFoundHere):
        assign(ana, zoe, zoe)


@pytest.mark.parametrize("state", [State.LEFT, State.DECLINED])
def test_nobody_takes_care_of_who_stopped(programme, cora, state):
    with pytest.raises(WrongMove):
        assign(enrolment_at(state, make_person(), programme, by=cora), cora, cora)


def test_the_people_of_who_leaves_the_team_have_nobody(ana, cora, carl, lea):
    assign(ana, carl, cora)

    services.end_role(role_id=Role.objects.get(user=carl).pk, by=lea, now=NOW)

    assert who_cares(ana) is None


def test_who_keeps_another_role_keeps_their_people(programme, ana, cora, carl, lea):
    services.give_role(
        user=carl, organisation=programme.organisation, name=Role.Name.LEAD, by=lea, now=NOW
    )
    assign(ana, carl, cora)

    role = Role.objects.get(user=carl, name=Role.Name.COORDINATOR)
    services.end_role(role_id=role.pk, by=lea, now=NOW)

    assert who_cares(ana) == carl


def test_the_workload_counts_each_colleague_and_nobody(
    programme, ana, cora, carl, django_assert_num_queries
):
    assign(ana, carl, cora)
    enrolment_at(State.APPLIED, make_person(), programme, by=cora)
    enrolment_at(State.LEFT, make_person(), programme, by=cora)

    with django_assert_num_queries(2):
        told = [(load.user, load.total) for load in workload(by=cora)]

    assert told == [(carl, 1), (cora, 0), (None, 1)]


def test_the_workload_of_another_organisation_is_not_told(ana, zoe):
    assert [(load.user, load.total) for load in workload(by=zoe)] == [(zoe, 0), (None, 0)]


@pytest.mark.parametrize(("chosen", "count"), [("", 2), (NOBODY, 1), ("x", 0), ("9" * 30, 0)])
def test_the_list_is_filtered_by_who_takes_care(programme, ana, cora, chosen, count):
    assign(ana, cora, cora)
    enrolment_at(State.APPLIED, make_person(), programme, by=cora)

    rows = filter_enrolments(list_enrolments(by=cora), coordinator=chosen)

    assert rows.count() == count


def plan(enrolment, by, at):
    return services.plan_talk(
        enrolment_id=enrolment.pk, at=at, way="place", place="Kouter 1", by=by, now=NOW
    )


def test_talks_of_today_are_those_one_holds_or_whose_people_one_cares_for(programme, cora, carl):
    first, second = (
        enrolment_at(State.APPLIED, make_person(), programme, by=cora) for _each in range(2)
    )
    plan(first, cora, later(hours=2))
    plan(second, carl, later(days=2))

    def today(who):
        return [talk.enrolment for talk in list_talks(by=cora, until=later(hours=9), who=who)]

    assert (today(""), today(str(carl.pk)), today(NOBODY)) == ([first], [], [first])
    assign(first, carl, cora)
    assert (today(str(carl.pk)), today(str(cora.pk)), today(NOBODY)) == ([first], [first], [])


def test_who_got_no_answer_within_the_days_of_the_programme_is_late(programme, cora):
    new = enrolment_at(State.APPLIED, make_person(), programme, by=cora)

    assert not list_without_answer(by=cora, now=later(days=2))
    assert list(list_without_answer(by=cora, now=later(days=3))) == [new]

    services.change_programme(programme_id=programme.pk, by=None, now=NOW, first_answer_days=5)

    assert not list_without_answer(by=cora, now=later(days=3))


@pytest.mark.parametrize(("days", "late"), [(2, False), (3, True)])
def test_who_waits_for_an_answer_stands_in_one_list_and_is_counted_there(
    programme, cora, days, late
):
    new = enrolment_at(State.APPLIED, make_person(), programme, by=cora)
    now = later(days=days)

    day = day_of_team(by=cora, now=now, at_most=9)

    assert (day.applied, day.without_answer) == (([], [new]) if late else ([new], []))
    assert count_new(by=cora, now=now) == {"applied": 0 if late else 1, "intake": 0}
    assert count_new(by=cora, now=now, who=str(cora.pk))["applied"] == 0


def test_who_has_no_talk_within_the_days_of_the_programme_is_late(programme, cora):
    new = enrolment_at(State.INTAKE, make_person(), programme, by=cora)

    assert list(list_without_talk(by=cora, now=later(days=15))) == [new]
    services.change_programme(programme_id=programme.pk, by=None, now=NOW, talk_within_days=20)
    assert not list_without_talk(by=cora, now=later(days=15))
    services.change_programme(programme_id=programme.pk, by=None, now=NOW, talk_within_days=14)
    plan(new, cora, later(days=20))
    assert not list_without_talk(by=cora, now=later(days=15))


def test_who_missed_the_talk_worries_until_there_is_another_moment(programme, cora):
    new = enrolment_at(State.APPLIED, make_person(), programme, by=cora)
    plan(new, cora, later(hours=1))
    services.miss_talk(enrolment_id=new.pk, by=cora, now=later(hours=2))

    assert list(list_missed(by=cora)) == [new]
    plan(new, cora, later(days=3))
    assert not list_missed(by=cora)


def keep(by, name="Wachtenden", query="state=applied&page=3&x=1&q=", **more):
    return services.save_filter(name=name, query=query, by=by, now=NOW, **more)


def test_a_filter_keeps_what_the_list_knows(cora):
    assert keep(cora).query == "state=applied"


def test_the_same_name_again_replaces_it(cora):
    keep(cora)
    keep(cora, query="side=volunteer")

    assert SavedFilter.objects.get().query == "side=volunteer"


def test_a_filter_is_ones_own_until_it_is_shared(programme, cora, carl, zoe):
    keep(cora)
    assert (len(list_filters(by=cora)), len(list_filters(by=carl))) == (1, 0)

    keep(cora, organisation=programme.organisation)

    assert (len(list_filters(by=carl)), len(list_filters(by=zoe))) == (1, 0)


def test_only_ones_own_filter_is_taken_away(programme, cora, carl):
    saved = keep(cora, organisation=programme.organisation)

    with pytest.raises(NotFoundHere):
        services.remove_filter(public_id=saved.public_id, by=carl)
    services.remove_filter(public_id=saved.public_id, by=cora)

    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": " "}, FilterNameMissing),
        ({"name": "x" * 61}, FilterNameMissing),
        ({"query": "page=2"}, FilterEmpty),
        ({"query": "q=" + "x" * 600}, FilterEmpty),
    ],
)
def test_an_impossible_filter_is_refused(cora, wrong, refusal):
    with pytest.raises(refusal):
        keep(cora, **wrong)


def test_nobody_shares_with_another_team(programme, cora, zoe):
    with pytest.raises(NotFoundHere):
        keep(zoe, organisation=programme.organisation)
    with pytest.raises(NotFoundHere):
        keep(make_user())


def test_there_is_an_end_to_filters(cora, monkeypatch):
    monkeypatch.setattr(filters, "MOST_FILTERS", 1)
    keep(cora)

    with pytest.raises(TooManyFilters):
        keep(cora, name="Nog een")
