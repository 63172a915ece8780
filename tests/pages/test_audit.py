"""The page that asks whether it is fair."""

import pytest
from django.urls import reverse

from organisations.states import State
from tests.clock import earlier
from tests.pages.builders import links_of, says, visitor, words_of
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(world):
    """Eight who wait for three weeks and three who wait for a year, besides those of the world."""
    for size, birth_year, weeks in ((8, 1990, 3), (3, 1950, 52), (12, 1960, 5)):
        for number in range(size):
            enrolment_at(
                State.ACTIVE,
                make_person(f"Fatou {number}", birth_year=birth_year),
                world.programme,
                by=world.cora,
                now=earlier(weeks=weeks),
            )


@pytest.fixture
def page(world, crowd, cora):
    def page(language="en", **query):
        client = visitor(world.cora, language=language)
        return client.get(reverse("matching:audit", args=[world.programme.public_id]), query)

    return page


def test_it_says_what_is_not_shown(page):
    assert says(page(), "numbers about fewer than 5 people stay hidden")


def test_it_names_nobody(page):
    assert "Fatou" not in words_of(page())


def test_a_group_stands_with_its_weeks(page):
    assert says(page(), "61 to 75 12 5 weeks 5 weeks 12 not shown")


def test_groups_of_which_nothing_is_told_are_only_named(page):
    assert "Not shown at all: 76 and older" in words_of(page())


def test_the_other_side_is_a_click_away(page):
    assert "?side=volunteer&order=" in links_of(page())


def test_the_side_stands_in_the_address(page):
    assert says(page(side="volunteer"), "Wait now not shown")


@pytest.mark.parametrize("query", [{"side": "x"}, {"order": "x"}, {"side": "", "order": "\0"}])
def test_an_unknown_side_or_order_shows_the_page_all_the_same(page, query):
    assert page(**query).status_code == 200


def test_the_order_that_was_chosen_stays_chosen(page):
    assert '<option value="weeks" selected>' in page(order="weeks").content.decode()


@pytest.mark.parametrize(
    ("language", "title"), [("nl", "Is het eerlijk?"), ("fr", "Est-ce équitable")]
)
def test_it_speaks_the_language_of_the_reader(page, language, title):
    assert says(page(language=language), title)


@pytest.mark.parametrize("name", ["matching:board", "organisations:programmes"])
def test_it_is_linked_where_programmes_are(cora, world, name):
    args = [world.programme.public_id] if name == "matching:board" else []

    links = links_of(cora.get(reverse(name, args=args)))

    assert reverse("matching:audit", args=[world.programme.public_id]) in links


def test_the_form_of_a_programme_links_to_it(world):
    address = reverse("organisations:programme", args=[world.programme.public_id])

    links = links_of(visitor(world.lea).get(address))

    assert reverse("matching:audit", args=[world.programme.public_id]) in links


def test_it_costs_as_many_queries_for_a_crowd(world, page, cora, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        cora.get(reverse("matching:audit", args=[world.programme.public_id]))
