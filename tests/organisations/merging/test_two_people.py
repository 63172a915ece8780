"""Files that look alike and are of two people: kept, not offered again, and taken back when it was wrong."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from core.errors import DomainError, NotFoundHere
from core.models import Event
from organisations import duplicate_selectors, services
from organisations.duplicate_selectors import list_alike_to, list_duplicates
from organisations.errors import SaidToBeTwo, SamePersonAlready
from organisations.merge_selectors import preview_merge
from organisations.models import TwoPeople
from organisations.states import State
from organisations.two_people import list_two_people
from tests.clock import NOW, later
from tests.organisations.merging.builders import merge
from tests.pages.builders import everything
from tests.people import make_person
from tests.racing import at_once
from tests.teams import enrolment_at, make_coordinator, make_organisation, make_programme

pytestmark = pytest.mark.django_db


def file_of(name, programme, by, phone="0470123456"):
    person = make_person(name, email="", phone=phone, reach_by="phone")
    return enrolment_at(State.APPLIED, person, programme, by=by)


@pytest.fixture
def mieke(programme, cora):
    return file_of("Mieke", programme, cora)


@pytest.fixture
def miecke(programme, cora):
    return file_of("Miecke", programme, cora)


def say_two(one, other, by, at=NOW):
    return services.say_two_people(
        organisation_id=one.organisation_id,
        one_id=one.person_id,
        other_id=other.person_id,
        by=by,
        now=at,
    )


def take_back(said, by):
    services.take_back_two_people(public_id=said.public_id, by=by, now=NOW)


def told_of(said):
    return [
        event.kind.removeprefix("organisations.two_people_")
        for event in Event.objects.filter(subject_id=said, kind__contains="two_people").order_by(
            "pk"
        )
    ]


def test_they_are_not_offered_again_from_whichever_side_one_looks(mieke, miecke, cora):
    say_two(miecke, mieke, cora)

    assert list(list_duplicates(by=cora)) == []
    assert not list_alike_to(enrolment=mieke, by=cora)
    assert not list_alike_to(enrolment=miecke, by=cora)


def test_it_is_kept_by_whom_and_when(mieke, miecke, cora):
    said = say_two(miecke, mieke, cora)

    (row,) = list_two_people(by=cora)
    assert (row, row.said_by, row.said_at) == (said, cora, NOW)
    assert (row.first_file, row.second_file) == (mieke.public_id, miecke.public_id)


def test_it_stands_in_the_file_of_each(mieke, miecke, cora):
    said = say_two(mieke, miecke, cora)

    events = Event.objects.filter(kind="organisations.two_people_said", subject_id=said.pk)
    assert {(each.person_id, each.by, each.data == {}) for each in events} == {
        (mieke.person_id, cora, True),
        (miecke.person_id, cora, True),
    }


def test_who_was_said_to_be_two_takes_no_place_of_others(
    mieke, miecke, programme, cora, monkeypatch
):
    monkeypatch.setattr(duplicate_selectors, "MOST_GROUPS", 1)
    say_two(mieke, miecke, cora)
    one, two = (file_of(name, programme, cora, phone="0470999999") for name in ("Jan", "Jann"))

    assert list(list_duplicates(by=cora)) == [(one, two)]


def test_a_third_who_looks_like_both_is_still_offered_with_each(mieke, miecke, programme, cora):
    say_two(mieke, miecke, cora)
    third = file_of("Mieke", programme, cora)
    with_the_first = list(list_duplicates(by=cora))

    say_two(mieke, third, cora)

    assert with_the_first == [(mieke, third)]
    assert list(list_duplicates(by=cora)) == [(miecke, third)]


def test_saying_it_twice_is_once(mieke, miecke, cora):
    first = say_two(mieke, miecke, cora)

    assert say_two(miecke, mieke, cora, at=later(days=1)) == first
    assert (TwoPeople.objects.get().said_at, len(told_of(first.pk))) == (NOW, 2)


def test_taken_back_they_are_offered_again(mieke, miecke, cora):
    said = say_two(mieke, miecke, cora)
    pk = said.pk

    take_back(said, cora)

    assert list(list_duplicates(by=cora)) == [(mieke, miecke)]
    assert told_of(pk) == ["said"] * 2 + ["taken_back"] * 2


def test_what_was_taken_back_is_gone_for_who_does_it_too(mieke, miecke, cora):
    said = say_two(mieke, miecke, cora)
    take_back(said, cora)

    with pytest.raises(NotFoundHere):
        take_back(said, cora)


def test_one_file_is_not_two_people(mieke, cora):
    with pytest.raises(SamePersonAlready):
        say_two(mieke, mieke, cora)


def test_another_organisation_says_and_takes_back_nothing(mieke, miecke, cora):
    zoe = make_coordinator(make_organisation())
    said = say_two(mieke, miecke, cora)
    before = everything()

    for step in (lambda: say_two(mieke, miecke, zoe), lambda: take_back(said, zoe)):
        with pytest.raises(NotFoundHere):
            step()

    assert (everything(), list(list_two_people(by=zoe))) == (before, [])


def test_nothing_is_said_of_a_person_of_another_organisation(mieke, programme, cora):
    stranger = file_of("Mieke", make_programme(), None)

    with pytest.raises(NotFoundHere):
        say_two(mieke, stranger, cora)


def test_two_who_were_said_to_be_two_are_not_merged_before_it_is_taken_back(mieke, miecke, cora):
    said = say_two(mieke, miecke, cora)
    in_the_way = [each.code for each in preview_merge(kept=mieke, other=miecke).refusals]

    with pytest.raises(SaidToBeTwo):
        merge((mieke, miecke), cora)
    take_back(said, cora)

    assert in_the_way == ["said_to_be_two"]
    assert merge((mieke, miecke), cora).pk == mieke.person_id


def test_after_a_merge_the_file_that_stays_is_somebody_else_too(mieke, miecke, programme, cora):
    third = file_of("Mie", programme, cora)
    say_two(mieke, miecke, cora)

    merge((third, mieke), cora)

    row = TwoPeople.objects.get()
    assert {row.first_id, row.second_id} == {third.person_id, miecke.person_id}
    assert (row.said_by, row.said_at) == (cora, NOW)


def test_what_was_said_of_both_files_is_one_row_after_a_merge(mieke, miecke, programme, cora):
    third = file_of("Mie", programme, cora)
    say_two(mieke, miecke, cora)
    say_two(third, miecke, cora)

    merge((third, mieke), cora)

    assert TwoPeople.objects.count() == 1


@pytest.mark.parametrize(
    ("order", "constraint"),
    [
        ((0, 1), "two_people_are_said_once"),
        ((1, 0), "two_people_name_the_lower_id_first"),
        ((0, 0), "two_people_name_the_lower_id_first"),
    ],
)
def test_the_database_keeps_one_row_in_order(mieke, miecke, cora, order, constraint):
    say_two(mieke, miecke, cora)
    ids = [(mieke, miecke)[place].person_id for place in order]

    told = [uuid4(), mieke.organisation_id, *ids, NOW]
    row = "INSERT INTO organisations_twopeople (public_id, organisation_id, first_id, second_id, said_at) VALUES (%s, %s, %s, %s, %s)"

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(row, told)


@pytest.mark.django_db(transaction=True)
def test_two_who_say_it_at_once_say_it_once(mieke, miecke, cora):
    lea = make_coordinator(mieke.organisation)

    results = at_once(lambda: say_two(mieke, miecke, cora), lambda: say_two(miecke, mieke, lea))

    said = TwoPeople.objects.get()
    assert results == [said, said]
    assert len(told_of(said.pk)) == 2


@pytest.mark.django_db(transaction=True)
def test_of_a_merge_and_a_word_at_once_one_comes_first(mieke, miecke, cora):
    for _round in range(5):
        results = at_once(
            lambda: merge((mieke, miecke), cora), lambda: say_two(mieke, miecke, cora)
        )
        codes = [each.code if isinstance(each, DomainError) else None for each in results]
        assert codes in ([None, "not_found"], ["said_to_be_two", None])
        if codes[0] is None:
            break
        take_back(TwoPeople.objects.get(), cora)
