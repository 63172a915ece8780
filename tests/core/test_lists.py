"""A page of a long list is what Django's own pages would show, found otherwise."""

import pytest
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import F

from accounts.models import Person
from core.lists import InTurn, Pages, rows_of
from tests.people import make_person

pytestmark = pytest.mark.django_db

NAMES = ("Ana", "Ben", "Cem", "Dee", "Ana", "Eli", "Flo")
ORDERS = (("name_to_use", "pk"), ("-name_to_use", "-pk"), (F("family_name").asc(), "pk"))


@pytest.fixture
def people():
    return [make_person(name) for name in NAMES]


def named(*names):
    return Person.objects.filter(name_to_use__in=names)


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_every_page_has_the_same_rows(people, at_once, order, size):
    rows = Person.objects.order_by(*order)
    plain = Paginator(rows, size)

    told = [list(Pages(rows.all(), size, at_once=at_once).page(n)) for n in plain.page_range]

    assert told == [list(plain.page(n)) for n in plain.page_range]


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("number", [None, "", "x", "0", "-1", "2", "3", "4", "5", "99999"])
def test_what_is_typed_as_a_number_leads_to_the_same_page(people, at_once, number):
    rows = Person.objects.order_by("pk")

    page = Pages(rows, 2, at_once=at_once).get_page(number)

    plain = Paginator(rows, 2).get_page(number)
    assert (page.number, list(page), page.paginator.count) == (plain.number, list(plain), 7)


@pytest.mark.parametrize("at_once", [False, True])
def test_nobody_is_one_empty_page(at_once):
    page = Pages(Person.objects.order_by("pk"), 2, at_once=at_once).get_page(3)

    assert (page.number, list(page), page.paginator.num_pages) == (1, [], 1)


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize(
    ("number", "refusal"), [("x", PageNotAnInteger), (0, EmptyPage), (9, EmptyPage)]
)
def test_a_page_that_is_not_there_is_refused(people, at_once, number, refusal):
    with pytest.raises(refusal):
        Pages(Person.objects.order_by("pk"), 2, at_once=at_once).page(number)


def test_what_can_be_counted_at_once_costs_two_queries(people, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = Pages(Person.objects.order_by("pk"), 2, at_once=True).get_page("3")

    assert (page.paginator.num_pages, page.has_next()) == (4, True)


def test_a_late_page_is_looked_for_from_the_end(people, django_assert_num_queries):
    with django_assert_num_queries(3) as asked:
        Pages(Person.objects.order_by("pk"), 2).get_page("4")

    assert "DESC LIMIT 1" in asked.captured_queries[1]["sql"]


def test_a_plain_list_has_pages_too():
    assert list(Pages(["a", "b", "c"], 2, at_once=True).get_page(2)) == ["c"]


def test_rows_come_in_the_order_of_their_ids_and_without_conditions(people):
    ids = [people[3].pk, people[0].pk, 0]

    assert rows_of(named("Ana"), ids) == [people[3], people[0]]


# Two lists, one after the other


def in_turn(first, then):
    return InTurn(first, then, shown=Person.objects.all(), order="birth_year", flag="is_first")


def test_who_is_on_both_lists_stands_once_and_first(people):
    told = in_turn(named("Ben", "Flo"), named("Ana", "Ben"))

    assert [(row.name_to_use, row.is_first) for row in told] == [
        ("Ben", True),
        ("Flo", True),
        ("Ana", False),
        ("Ana", False),
    ]


def test_each_list_is_in_its_order():
    old, young, other = (
        make_person(n, birth_year=y) for n, y in (("A", 1950), ("B", 2000), ("C", 1970))
    )

    assert list(in_turn(named("A", "B"), named("C"))) == [old, young, other]


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_pages_of_both_lists_follow_each_other(people, size):
    told = in_turn(named("Ben", "Flo"), named("Ana", "Ben", "Dee"))
    paginator = Pages(told, size)

    rows = [row for n in paginator.page_range for row in paginator.page(n)]

    assert (rows, paginator.count) == (list(told), 5)


@pytest.mark.parametrize("number", ["x", "2", "3", "99"])
def test_a_page_of_both_lists_is_found_as_any_other(people, number):
    told = in_turn(named("Ben", "Flo"), named("Ana"))

    page = Pages(told, 2).get_page(number)

    assert page.number == (1 if number == "x" else 2)
    assert list(page) == list(told)[2 * page.number - 2 : 2 * page.number]


def test_both_lists_may_be_narrowed(people):
    told = in_turn(named("Ben", "Flo"), named("Ana")).narrowed(
        lambda rows: rows.exclude(name_to_use="Flo")
    )

    assert [row.name_to_use for row in told] == ["Ben", "Ana", "Ana"]


@pytest.mark.parametrize("first", [Person.objects.none, lambda: named("nobody")])
def test_one_of_both_may_be_empty(people, first):
    assert [row.name_to_use for row in in_turn(first(), named("Dee"))] == ["Dee"]
    assert [row.name_to_use for row in in_turn(named("Dee"), first())] == ["Dee"]


def test_both_may_be_empty():
    page = Pages(in_turn(Person.objects.none(), Person.objects.none()), 2).get_page(4)

    assert (list(page), page.paginator.count, page.paginator.num_pages) == ([], 0, 1)
