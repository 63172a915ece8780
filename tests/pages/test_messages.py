"""What could not be sent, whom mail does not reach, and how messages do: pages of a team about its own people."""

import pytest
from django.urls import reverse

from accounts.models import User
from core.models import Event
from notifications.channels.base import Outcome, Result
from notifications.models import DeadAddress, Delivery, Message
from notifications.receipts import What
from notifications.services import note_receipt
from tests.clock import NOW, later
from tests.notifications.builders import again, queue, settled
from tests.pages.access import MOST
from tests.pages.builders import fields_of, links_of, says, visitor, words_of
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db

FAILED = reverse("organisations:failed_messages")


def refused(world, person=None, detail="smtp_550", **more):
    """A mail to Ana, or to somebody else, that their mail server did not take."""
    mail = queue(
        person or world.ana,
        kind="matching.proposal_offered",
        organisation_id=world.programme.organisation_id,
    )
    Message.objects.exclude(pk=mail.pk).filter(state="queued").update(due_at=later(days=900))
    more = {"outcome": Outcome.PERMANENT} | more
    return settled(Result(more["outcome"], detail), mail)


@pytest.fixture(autouse=True)
def _nothing_else_is_due(world, db):
    Message.objects.filter(state="queued").update(due_at=later(days=900))


@pytest.fixture
def failed(world, monkeypatch):
    """A mail to Ana that failed."""
    return refused(world)


def press(client, name, delivery, **more):
    return client.post(reverse(f"organisations:{name}", args=[delivery.pk]), more)


def test_the_desk_leads_to_all_that_failed(cora, failed):
    assert FAILED in links_of(cora.get(reverse("organisations:desk")))


def test_what_failed_is_told_with_its_reason_and_its_tries(cora, failed):
    page = cora.get(FAILED)

    for words in ("Ana", "The other side did not take it.", "1 try", "refused", "(smtp_550)"):
        assert says(page, words), words


def test_a_kind_that_is_gone_is_told_without_its_name(cora, failed):
    Message.objects.filter(pk=failed.message_id).update(kind="tests.gone")

    assert says(cora.get(FAILED), "The other side did not take it.")


def test_somebody_of_the_team_is_told_by_address(cora, world, failed):
    Message.objects.filter(pk=failed.message_id).update(person=None, user=world.lea)

    assert says(cora.get(FAILED), world.lea.email)


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ({"channel": "mail"}, True),
        ({"channel": "hand"}, False),
        ({"reason": "not_taken"}, True),
        ({"reason": "address"}, False),
        ({"reason": "other"}, False),
        ({"channel": "pigeon", "reason": "x"}, True),
    ],
)
def test_what_failed_is_filtered_by_way_and_reason(cora, failed, asked, is_there):
    page = cora.get(FAILED, asked)

    assert says(page, "(smtp_550)") == is_there


def test_another_organisation_sees_nothing_of_it(zoe, failed):
    assert says(zoe.get(FAILED), "Nothing here.")


def test_sending_again_leads_back_to_the_list(cora, failed):
    page = press(cora, "message_again", failed, next=f"{FAILED}?channel=mail")

    assert page.url == f"{FAILED}?channel=mail"
    assert says(cora.get(FAILED), "We try again.")
    assert Message.objects.filter(dedupe_key__contains=":again:").count() == 1


@pytest.mark.parametrize("name", ["message_again", "message_told", "message_left"])
def test_from_the_desk_it_leads_back_to_the_desk(cora, failed, name):
    page = press(cora, name, failed)

    assert page.url == reverse("organisations:desk")
    assert again(failed).seen_to_at == NOW


def test_leaving_it_sends_nothing(cora, failed):
    press(cora, "message_left", failed)

    assert not Message.objects.filter(dedupe_key__contains=":again:").exists()
    assert Event.objects.filter(kind="notifications.message_dismissed").exists()


@pytest.mark.parametrize("name", ["message_again", "message_left"])
def test_the_second_of_two_coordinators_is_told_that_it_is_done(world, cora, failed, name):
    press(visitor(world.lea), "message_left", failed)

    page = press(cora, name, failed)

    assert page.status_code == 409
    assert says(page, "This message did not fail.")


@pytest.mark.parametrize("name", ["message_again", "message_told", "message_left"])
def test_a_stranger_sees_to_nothing(zoe, failed, name):
    assert press(zoe, name, failed).status_code == 404
    assert again(failed).seen_to_at is None


def page_again(client, *ids):
    return client.post(reverse("organisations:messages_again"), {"delivery": ids}, follow=True)


def test_all_of_a_page_is_sent_again(world, cora, failed):
    other = refused(world, world.cem.person)
    on_page = fields_of(cora.get(FAILED))["delivery"]

    page = page_again(cora, *on_page)

    assert sorted(on_page) == sorted([str(failed.pk), str(other.pk)])
    assert says(page, "We send 2 messages again.")
    assert Message.objects.filter(dedupe_key__contains=":again:").count() == 2


def test_of_a_page_only_what_nobody_saw_to_is_sent_again(world, cora, failed):
    other = refused(world, world.cem.person)
    press(visitor(world.lea), "message_left", other)

    page = page_again(cora, failed.pk, other.pk, other.pk)

    assert says(page, "We send 1 message again.")
    assert says(page, "Somebody else saw to 1 of them just now.")


def test_a_page_with_something_of_another_organisation_sends_nothing(zoe, cora, failed):
    assert page_again(zoe, failed.pk).status_code == 404
    assert page_again(cora, failed.pk, 0).status_code == 404
    assert again(failed).seen_to_at is None


@pytest.mark.parametrize("wrong", ["x", "-1", "9" * 40, ""])
def test_what_is_no_number_is_refused(cora, failed, wrong):
    assert page_again(cora, wrong).status_code in (400, 404)


@pytest.mark.parametrize("size", [1, 12])
def test_the_list_costs_no_query_a_row(world, cora, django_assert_max_num_queries, size):
    for number in range(size):
        refused(world, make_person(f"Fatou {number}"))

    with django_assert_max_num_queries(MOST):
        assert says(cora.get(FAILED), "Fatou 0")


# Whom mail does not reach


def bury(world, what=What.BOUNCED, status="5.1.1", now=NOW):
    """Mail to Cem comes back."""
    delivery = refused(world, world.cem.person, "", outcome=Outcome.SENT)
    note_receipt(
        message=delivery.message.public_id,
        channel="mail",
        what=what,
        status=status,
        at=now,
        now=now,
    )
    return delivery


def person_page(world):
    return reverse("organisations:person", args=[world.cem.public_id])


def works(world):
    return reverse("organisations:address_works", args=[world.cem.public_id])


def test_the_page_of_a_person_says_that_mail_does_not_arrive(world, cora):
    assert not says(cora.get(person_page(world)), "It works again")
    bury(world)

    page = cora.get(person_page(world))

    assert says(page, "Mail to this address does not arrive any more (since 03/02/2026).")
    assert says(page, "This address does not exist, or not any more.")


def test_a_complaint_is_told_as_one(world, cora):
    bury(world, What.COMPLAINED, "")

    assert says(cora.get(person_page(world)), "They called our mail unwanted.")


def test_it_works_again(world, cora):
    bury(world)

    page = cora.post(works(world), follow=True)

    assert says(page, "We send mail to this address again.")
    assert not says(page, "It works again")
    assert says(page, "Mail to this address arrives again")
    assert DeadAddress.objects.get().lifted_by == world.cora


def test_it_works_again_once(world, cora):
    bury(world)
    cora.post(works(world))

    assert cora.post(works(world)).status_code == 409


def test_a_stranger_opens_no_address(world, zoe):
    bury(world)

    assert zoe.post(works(world)).status_code == 404
    assert DeadAddress.objects.get().lifted_at is None


def not_reached(client):
    return client.get(reverse("organisations:not_reached"))


def test_people_whom_mail_does_not_reach_are_listed(world, cora, zoe):
    assert says(not_reached(cora), "Mail reaches everybody")
    bury(world)

    assert person_page(world) in links_of(not_reached(cora))
    assert says(not_reached(zoe), "Mail reaches everybody")


def test_the_desk_lists_them_too(world, cora):
    place = reverse("organisations:desk_panel", args=["not-reached"])
    assert says(cora.get(place), "Mail reaches everybody")
    bury(world)

    assert person_page(world) in links_of(cora.get(place))


def test_who_has_another_address_by_now_is_reached(world, cora):
    bury(world)
    User.objects.filter(person=world.cem.person).update(email="cem@new.example")

    assert says(not_reached(cora), "Mail reaches everybody")


def test_somebody_with_two_files_is_listed_once_and_the_newest_first(world, cora):
    bury(world)
    dan = make_person("Dan")
    for side in ("seeker", "volunteer"):
        enrolment_at("applied", dan, world.programme, side=side, by=world.cora)
    delivery = refused(world, dan, "", outcome=Outcome.SENT)
    note_receipt(
        message=delivery.message.public_id,
        channel="mail",
        what=What.COMPLAINED,
        at=later(days=1),
        now=later(days=1),
    )

    words = words_of(not_reached(cora))

    assert (words.count("Dan"), words.count("Cem")) == (1, 1)
    assert words.index("Dan") < words.index("Cem")


@pytest.mark.parametrize("name", ["not_reached", "message_figures"])
def test_these_lists_are_few_queries(world, cora, django_assert_max_num_queries, name):
    bury(world)

    with django_assert_max_num_queries(MOST):
        assert cora.get(reverse(f"organisations:{name}")).status_code == 200


# How messages do


def test_a_team_sees_how_its_own_messages_do(world, cora, zoe, failed):
    page, other = (client.get(reverse("organisations:message_figures")) for client in (cora, zoe))

    assert says(page, "1 message that could not be sent waits for somebody of the team.")
    assert says(page, "refused")
    assert says(other, "No message went out in the last 24 hours.")
    assert Delivery.objects.filter(pk=failed.pk, state="permanent").exists()
