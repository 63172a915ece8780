"""A coordinator prints the letters, brings them to the post, and says so."""

import pytest
from django.urls import reverse

from accounts.services import change_person, change_place
from notifications.models import Delivery, LetterBatch
from notifications.states import DeliveryState
from organisations import services
from organisations.models import Role
from tests.clock import NOW
from tests.notifications.builders import again
from tests.notifications.letters import by_letter, letter
from tests.notifications.pdfs import read, words
from tests.pages.access import MOST
from tests.pages.builders import links_of, says, visitor, words_of
from tests.teams import make_organisation

pytestmark = pytest.mark.django_db

LETTERS = reverse("organisations:letters")


def waiting(world, name="Iris", organisation_id=None, **details):
    """A letter to `name` that is still true."""
    return letter(
        by_letter(name, **details),
        kind="followup.team",
        context={"group": world.agreed.group_id},
        organisation_id=organisation_id or world.programme.organisation_id,
    )


def send(browser, name, *args):
    return browser.post(reverse(f"organisations:{name}", args=args), follow=True)


def take(browser, world):
    send(browser, "make_letters", world.programme.organisation.public_id)
    return LetterBatch.objects.latest("pk")


def test_the_desk_leads_to_the_letters(world, cora):
    waiting(world)

    desk = cora.get(reverse("organisations:desk"))

    assert says(desk, "Iris")
    assert says(desk, "by letter")
    assert LETTERS in links_of(desk)


def test_a_letter_can_be_told_by_phone_from_the_desk(world, cora):
    delivery = waiting(world)

    page = send(cora, "message_told", delivery.pk)

    assert says(page, "Noted. Thank you for calling.")
    assert says(cora.get(LETTERS), "No letter waits.")


def test_the_page_tells_who_waits_for_a_letter(world, cora):
    waiting(world, "Iris", family_name="Maes")

    page = cora.get(LETTERS)

    assert says(page, f"1 letter of {world.programme.organisation.name} waits")
    assert says(page, "Iris Maes 03/02/2026")


def test_whose_address_is_gone_is_marked(world, cora):
    delivery = waiting(world)
    change_place(person=delivery.message.person, typed="9000", by=None, now=NOW)

    assert says(cora.get(LETTERS), "no address any more: tell them from the desk")


def test_letters_are_taken_together_printed_and_posted(world, cora):
    delivery = waiting(world)

    taken = send(cora, "make_letters", world.programme.organisation.public_id)
    batch = LetterBatch.objects.get()
    pdf = send(cora, "print_letters", batch.public_id)
    posted = send(cora, "post_letters", batch.public_id)

    assert says(taken, "They stand below, ready to print.")
    assert says(taken, "not in the post yet")
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    assert pdf["Content-Disposition"] == f'attachment; filename="letters-2026-03-02-{batch.pk}.pdf"'
    [page] = read(pdf.content)
    assert world.programme.organisation.name in words(page)
    assert "Iris Kouter 1 9000 Gent 2 maart 2026" in words(page)
    assert says(posted, "in the post since 03/02/2026")
    assert again(delivery).state == DeliveryState.SENT


def test_letters_that_are_put_back_wait_again(world, cora):
    waiting(world)
    batch = take(cora, world)

    page = send(cora, "undo_letters", batch.public_id)

    assert says(page, "These letters wait again.")
    assert says(page, "1 letter of")
    assert not says(page, "Taken together")


@pytest.mark.parametrize("name", ["post_letters", "undo_letters"])
def test_what_is_in_the_post_stays_there(world, cora, name):
    waiting(world)
    batch = take(cora, world)
    send(cora, "post_letters", batch.public_id)

    page = send(cora, name, batch.public_id)

    assert (page.status_code, page.context["error"].code) == (409, "letters_posted")


def test_a_colleague_was_first(world, cora):
    waiting(world)
    take(cora, world)

    page = send(cora, "make_letters", world.programme.organisation.public_id)

    assert (page.status_code, page.context["error"].code) == (409, "no_letters")


def test_a_batch_that_was_put_back_is_gone(world, cora):
    waiting(world)
    batch = take(cora, world)
    send(cora, "undo_letters", batch.public_id)

    assert send(cora, "print_letters", batch.public_id).status_code == 404


def test_letters_of_another_organisation_are_not_told(world, zoe):
    waiting(world)
    other = zoe.get(LETTERS)

    assert says(other, "No letter waits.")
    assert "Iris" not in words_of(other)


def test_who_works_for_two_organisations_takes_the_letters_of_each(world, clock):
    other = make_organisation("Zonnebloem")
    services.give_role(
        user=world.cora, organisation=other, name=Role.Name.COORDINATOR, by=None, now=NOW
    )
    waiting(world, "Iris")
    waiting(world, "Jef", organisation_id=other.pk)
    browser = visitor(world.cora)

    page = send(browser, "make_letters", other.public_id)

    assert says(page, "1 letter of Zonnebloem, not in the post yet")
    assert says(page, f"1 letter of {world.programme.organisation.name} waits")
    assert Delivery.objects.get(batch__isnull=False).message.person.name_to_use == "Jef"


def test_a_posted_letter_stands_on_the_timeline(world, cora):
    emma = world.emma.person
    change_person(
        person_id=emma.pk, by=world.cora, now=NOW, expected_version=None, reach_by="letter"
    )
    change_place(person=emma, typed="9000", address="Kouter 1", by=None, now=NOW)
    letter(
        again(emma),
        kind="followup.team",
        context={"group": world.agreed.group_id},
        organisation_id=world.programme.organisation_id,
    )
    send(cora, "post_letters", take(cora, world).public_id)

    page = cora.get(reverse("organisations:timeline", args=[world.emma.public_id]))

    assert says(page, "A letter was posted")


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_reads_as_little_for_many_as_for_few(
    world, cora, django_assert_max_num_queries, number
):
    for each in range(number):
        waiting(world, f"Iris {each}")
        take(cora, world)
        waiting(world, f"Jef {each}")

    with django_assert_max_num_queries(MOST):
        page = cora.get(LETTERS)

    assert page.content.decode().count("not in the post yet") == min(number, 25)
