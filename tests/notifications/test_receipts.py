"""What is heard of a message after it went out, noted once and only forward."""

from dataclasses import replace
from uuid import uuid4

import pytest
import time_machine

from core.models import Event
from notifications.channels import get_channel
from notifications.channels.base import Outcome, Result
from notifications.errors import NotSentYet, UnknownMessage
from notifications.habits import hash_of
from notifications.models import Attempt, Choice, DeadAddress
from notifications.receipts import What, status_in
from notifications.services import delivering, note_receipt
from notifications.services.settling import settle
from notifications.states import DeliveryState
from notifications.topics import Topic
from tests.clock import NOW, earlier, later
from tests.notifications.builders import (
    HELLO_KIND,
    again,
    delivery_at,
    make_reader,
    plan,
    queue,
    take,
    told,
)
from tests.racing import at_once, goes_wrong, unexpected
from tests.teams import make_user

ADDRESS = "ana@example.org"
HOUR = later(hours=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def hear(delivery, what="bounced", status="5.1.1", **more):
    """Gives the delivery as it is then."""
    more = {"channel": "mail", "at": HOUR, "now": later(hours=2)} | more
    note_receipt(message=delivery.message.public_id, what=What(what), status=status, **more)
    return again(delivery)


@pytest.fixture
def sent(db):
    return delivery_at("sent", make_reader(email=ADDRESS))


def test_what_arrived_is_delivered(sent):
    assert hear(sent, "delivered", "").state == DeliveryState.DELIVERED


def test_what_came_back_for_good_is_permanent_and_says_why(sent):
    heard = hear(sent, "bounced", "5.7.1")

    assert (heard.state, heard.failure) == (DeliveryState.PERMANENT, "5.7.1")


def test_what_came_back_without_a_status_says_that_it_came_back(sent):
    heard = hear(sent, "bounced", "")

    assert (heard.state, heard.failure) == (DeliveryState.PERMANENT, "bounced")


def test_what_they_tried_for_too_long_is_no_fault_of_the_address(sent):
    heard = hear(sent, "bounced", "4.4.7")

    assert (heard.state, heard.failure) == (DeliveryState.TECHNICAL, "4.4.7")
    assert not DeadAddress.objects.exists()


def test_what_is_delayed_is_only_noted(sent):
    heard = hear(sent, "delayed", "4.4.1")

    assert (heard.state, told(heard)[-1]) == (DeliveryState.SENT, ("delayed", "4.4.1"))


def test_a_receipt_is_a_row_after_the_tries(sent):
    hear(sent)

    rows = Attempt.objects.filter(delivery=sent).order_by("number")
    assert list(rows.values_list("number", "outcome", "at"))[1:] == [(2, "bounced", HOUR)]


@pytest.mark.parametrize(
    ("at", "noted"), [(later(days=9), later(hours=2)), (earlier(days=900), NOW)]
)
def test_a_clock_that_is_wrong_is_not_believed(sent, at, noted):
    hear(sent, "delayed", at=at)

    assert sent.tries.order_by("-number").first().at == noted


def test_the_same_receipt_again_changes_nothing(sent):
    hear(sent)

    is_news = note_receipt(
        message=sent.message.public_id,
        channel="mail",
        what=What.BOUNCED,
        status="5.1.1",
        at=HOUR,
        now=later(days=1),
    )

    assert (is_news, len(told(sent)), DeadAddress.objects.count()) == (False, 2, 1)


@pytest.mark.parametrize("what", ["bounced", "delayed", "complained"])
def test_what_arrived_stays_so(sent, what):
    hear(sent, "delivered", "")

    assert hear(sent, what, "5.0.0").state == DeliveryState.DELIVERED


@pytest.mark.parametrize("state", ["permanent", "technical", "cancelled"])
@pytest.mark.parametrize("what", What)
def test_what_has_ended_does_not_move_and_the_receipt_is_noted(db, state, what):
    delivery = delivery_at(state)

    heard = hear(delivery, what, "")

    assert (heard.state, told(heard)[-1]) == (state, (what, ""))


@pytest.mark.parametrize("state", ["sending", "temporary"])
@pytest.mark.parametrize(
    ("what", "end"),
    [
        ("delivered", DeliveryState.DELIVERED),
        ("bounced", DeliveryState.PERMANENT),
        ("complained", DeliveryState.DELIVERED),
    ],
)
def test_what_is_heard_while_it_is_tried_once_more_counts(db, state, what, end):
    heard = hear(delivery_at(state), what)

    assert (heard.state, heard.claim, heard.lease_until) == (end, None, None)


@pytest.mark.django_db
def test_a_receipt_before_our_own_note_of_the_sending_is_not_lost():
    delivery = plan(queue())
    token = take(delivery)

    hear(delivery, "bounced", "5.1.1")
    settle(delivery=delivery, token=token, result=Result(Outcome.SENT), now=HOUR)

    assert (again(delivery).state, told(delivery)) == ("permanent", [("bounced", "5.1.1")])


@pytest.mark.django_db
def test_what_no_worker_took_yet_has_no_receipt():
    with pytest.raises(NotSentYet):
        hear(plan(queue()))


@pytest.mark.django_db
def test_what_is_told_in_a_summary_has_no_receipt_of_its_own():
    with pytest.raises(UnknownMessage):
        hear(delivery_at("gathered"))


def test_a_receipt_about_nothing_of_ours_stands_in_the_log(db, caplog):
    unknown = uuid4()

    with pytest.raises(UnknownMessage):
        note_receipt(message=unknown, channel="mail", what=What.DELIVERED, at=NOW, now=NOW)

    assert str(unknown) in caplog.text


def test_a_receipt_of_another_channel_is_not_about_this_one(sent):
    with pytest.raises(UnknownMessage):
        hear(sent, channel="sms")


@pytest.mark.parametrize("status", ["5.1.1", "5.1.10", "5.1.2", "5.2.1"])
def test_an_address_that_does_not_exist_gets_nothing_more(sent, status):
    hear(sent, status=status)

    dead = DeadAddress.objects.get()
    assert (dead.hash, dead.why) == (hash_of("mail", ADDRESS), status)
    assert Event.objects.filter(kind="notifications.address_shut").count() == 1


@pytest.mark.parametrize("status", ["5.7.1", "5.2.2", "5.1.7", "5.1.8", "5.2.10", "", "4.1.1"])
def test_an_address_that_refuses_once_is_kept(sent, status):
    hear(sent, status=status)

    assert not DeadAddress.objects.exists()


def test_a_new_address_does_not_pay_for_the_old_one(sent):
    hear(sent, about={"ana@old.example"})

    assert not DeadAddress.objects.exists()


def test_who_has_no_address_any_more_loses_none(sent):
    type(sent.message.person).objects.update(email="")

    hear(sent)

    assert not DeadAddress.objects.exists()


def test_who_complains_gets_no_mail_any_more(sent):
    heard = hear(sent, "complained", "", about={ADDRESS})

    assert (heard.state, DeadAddress.objects.get().why) == ("delivered", "complaint")
    assert plan(queue(sent.message.person)).channel == "hand"


def test_who_complains_is_not_asked_about_this_topic_again(sent):
    Choice.objects.create(person=sent.message.person, topic=Topic.CARE, channel="mail", wanted=True)

    hear(sent, "complained", "")

    choice = Choice.objects.get()
    assert (choice.person, choice.topic, choice.wanted) == (
        sent.message.person,
        HELLO_KIND.topic,
        False,
    )


@pytest.mark.django_db
def test_a_complaint_of_somebody_of_the_team_counts_for_the_login():
    user = make_user()

    hear(delivery_at("sent", user=user), "complained", "")

    assert Choice.objects.get().user == user


def test_a_complaint_about_a_kind_that_is_gone_shuts_the_address(sent):
    type(sent.message).objects.update(kind="tests.gone")

    hear(sent, "complained", "")

    assert (DeadAddress.objects.count(), Choice.objects.count()) == (1, 0)


def test_receipts_take_nothing_from_the_mails_of_a_day(sent):
    hear(sent, "delayed", at=NOW, now=NOW)

    limited = replace(get_channel("mail"), per_day=10)

    assert delivering._room(limited, NOW) == 9


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("5.1.1", "5.1.1"),
        ("5.1.1 (bad destination mailbox address)", "5.1.1"),
        ("smtp; 550-5.1.1 The account does not exist", "5.1.1"),
        ("smtp;550 5.01.10 RESOLVER", "5.1.10"),
        ("smtp; 550 host 5.1.1.1 refused", ""),
        ("smtp; 550 no", ""),
        ("3.1.1", ""),
        ("", ""),
        ("x" * 5000, ""),
    ],
)
def test_a_status_is_found_in_what_servers_say(text, status):
    assert status_in(text) == status


# Races


@pytest.mark.django_db(transaction=True)
def test_the_same_receipt_twice_at_once_is_noted_once():
    delivery = delivery_at("sent")

    results = at_once(*[lambda: hear(delivery)] * 4)

    assert (unexpected(results), len(told(delivery))) == ([], 2)


@pytest.mark.django_db(transaction=True)
def test_two_receipts_at_once_are_two_rows():
    delivery = delivery_at("sent")

    results = at_once(lambda: hear(delivery, "delayed", "4.0.0"), lambda: hear(delivery))

    assert unexpected(results) == []
    assert sorted(told(delivery)[1:]) == [("bounced", "5.1.1"), ("delayed", "4.0.0")]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_receipt_fails(monkeypatch):
    def race():
        delivery = delivery_at("sent")
        return lambda: bool(
            unexpected(at_once(lambda: hear(delivery, "delayed", "4.0.0"), lambda: hear(delivery)))
        )

    assert goes_wrong(monkeypatch, race)


@pytest.mark.django_db(transaction=True)
def test_a_receipt_and_the_worker_at_once_lose_nothing():
    for _round in range(5):
        delivery = plan(queue())
        token = take(delivery)

        results = at_once(
            lambda delivery=delivery: hear(delivery),
            lambda delivery=delivery, token=token: settle(
                delivery=delivery, token=token, result=Result(Outcome.SENT), now=NOW
            ),
        )

        assert (unexpected(results), again(delivery).state) == ([], "permanent")
