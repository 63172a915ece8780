"""The pages that a team opens most cost no query a row, however much stands on them."""

import pytest
from django.urls import reverse

from notifications.models import Delivery
from notifications.services import deliver_due
from organisations import services
from organisations.models import Enrolment
from organisations.states import State
from tests.clock import NOW, later
from tests.pages.access import MOST
from tests.pages.builders import links_of, says, visitor
from tests.people import make_person
from tests.teams import enrolment_at, make_programme
from waitlist.services.forecasts import refresh_forecasts

pytestmark = pytest.mark.django_db

FEW, MANY = 2, 12


def crowd(world, size):
    """So many who wait for an answer, so many for a talk, and so many who missed it."""
    for number in range(size):
        for name in ("Fatou", "Gil", "Hanne"):
            one = enrolment_at(
                State.APPLIED, make_person(f"{name} {number}"), world.programme, by=world.cora
            )
            told = {"enrolment_id": one.pk, "by": world.cora}
            if name != "Fatou":
                services.start_intake(**told, now=NOW)
            if name == "Hanne":
                place = {"way": "place", "place": "Kouter 1"}
                services.plan_talk(**told, at=later(hours=1), now=NOW, **place)
                services.miss_talk(**told, now=later(hours=2))
    deliver_due(now=later(weeks=2))
    Delivery.objects.update(state="permanent")


@pytest.mark.parametrize("size", [FEW, MANY])
def test_the_desk(world, cora, clock, django_assert_max_num_queries, size):
    crowd(world, size)
    clock.move_to(later(weeks=3))
    cora.force_login(world.cora)

    with django_assert_max_num_queries(MOST):
        page = cora.get(reverse("organisations:desk"))

    for name in ("Fatou", "Gil", "Hanne"):
        assert says(page, f"{name} 1")


@pytest.mark.parametrize("size", [FEW, MANY])
def test_what_the_desk_fetches_afterwards(world, cora, clock, django_assert_max_num_queries, size):
    for number in range(size):
        enrolment_at(State.ACTIVE, make_person(f"Ina {number}"), world.programme, by=world.cora)
    clock.move_to(later(weeks=14))
    cora.force_login(world.cora)

    for name in ("looks", "words"):
        place = reverse("organisations:desk_panel", args=[name])
        with django_assert_max_num_queries(MOST):
            page = cora.get(place, headers={"hx-request": "true"})
        assert says(page, "Ina 1")


@pytest.mark.parametrize("who", ["volunteer", "seeker", "emma", "cem"])
def test_what_the_page_of_a_person_fetches_afterwards(
    world, cora, django_assert_max_num_queries, who
):
    enrolment = getattr(world, who)

    for name in ("looks", "words"):
        with django_assert_max_num_queries(MOST):
            cora.get(reverse("organisations:person_panel", args=[enrolment.public_id, name]))


@pytest.mark.parametrize("who", ["volunteer", "seeker", "emma"])
def test_the_page_of_a_person(world, cora, django_assert_max_num_queries, who):
    enrolment = getattr(world, who)

    with django_assert_max_num_queries(MOST):
        page = cora.get(reverse("organisations:person", args=[enrolment.public_id]))

    assert says(page, enrolment.person.name_to_use)


@pytest.mark.parametrize("keep", ["seeker", "volunteer"])
def test_another_partner(world, cora, django_assert_max_num_queries, keep):
    for number in range(FEW):
        for side, name in (("volunteer", "Vic"), ("seeker", "Ina")):
            one = make_person(f"{name} {number}")
            enrolment_at(State.ACTIVE, one, world.programme, side=side, by=world.cora)

    with django_assert_max_num_queries(MOST):
        page = cora.get(reverse("matching:swap", args=[world.draft.public_id]), {"keep": keep})

    assert says(page, "Vic 1" if keep == "seeker" else "Ina 1")


def test_two_side_by_side(world, cora, django_assert_max_num_queries):
    two = [world.cem.public_id, world.volunteer.public_id]

    with django_assert_max_num_queries(MOST):
        assert says(cora.get(reverse("matching:beside", args=two)), "Cem")


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_the_own_page_of_somebody_with_much_to_do(world, django_assert_max_num_queries, who):
    person = getattr(world, who)
    for _each in range(FEW):
        enrolment_at(State.ACTIVE, person, make_programme())

    refresh_forecasts(now=NOW)
    browser = visitor(person.user)

    with django_assert_max_num_queries(MOST):
        page = browser.get(reverse("organisations:home"))

    assert says(page, "Each time we search, you count too.")


def test_lists_of_the_desk_begin_with_who_waits_longest(world, cora):
    late = enrolment_at(
        State.APPLIED, make_person("Late"), world.programme, by=world.cora, now=later(hours=2)
    )
    early = enrolment_at(
        State.APPLIED, make_person("Early"), world.programme, by=world.cora, now=NOW
    )
    emma = Enrolment.objects.get(pk=world.emma.pk)
    people = sorted([late, early, emma], key=lambda each: (each.applied_at, each.pk))

    links = links_of(cora.get(reverse("organisations:desk")))

    pages = [reverse("organisations:person", args=[each.public_id]) for each in people]
    assert [link for link in links if link in pages] == pages


def test_all_of_a_colleague_is_all_of_that_colleague(world, cora):
    for number in range(9):
        one = enrolment_at(
            State.APPLIED, make_person(f"Fatou {number}"), world.programme, by=world.cora
        )
        services.assign_coordinator(
            enrolment_id=one.pk, coordinator=world.cora, by=world.cora, now=NOW
        )

    links = links_of(cora.get(reverse("organisations:desk"), {"who": world.cora.pk}))

    assert f"{reverse('organisations:people')}?state=applied&coordinator={world.cora.pk}" in links
