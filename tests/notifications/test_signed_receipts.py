"""The way in for providers: a list of receipts, signed."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from notifications.models import DeadAddress, Delivery
from notifications.signatures import sign
from notifications.views.receipts import MOST
from tests.clock import NOW
from tests.notifications.builders import (
    again,
    delivery_at,
    make_reader,
    plan,
    queue,
)


@pytest.fixture
def sent(db):
    return delivery_at("sent", make_reader(email="ana@example.org"))


KEY = "a key of the tests"


@pytest.fixture
def send(client, settings):
    """Posts receipts, signed with the key unless said otherwise."""
    settings.RECEIPTS_KEY = KEY

    def send(said, *, key=KEY, at=None, signature=None):
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        signature = signature or sign(body, key=key, at=at or NOW)
        return client.post(
            reverse("receipts"),
            body,
            content_type="application/json",
            headers={"X-Kompaan-Signature": signature},
        )

    return send


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def entry(delivery, **more):
    return {
        "message": str(delivery.message.public_id),
        "channel": "mail",
        "what": "bounced",
        "status": "5.1.1",
        "at": NOW.isoformat(),
    } | more


def test_signed_receipts_are_noted(sent, send):
    answer = send([entry(sent), entry(sent, message=str(uuid4()))])

    assert (answer.status_code, answer.json()) == (200, {"noted": 1, "unknown": 1})
    assert again(sent).state == "permanent"


def test_sending_them_again_notes_nothing(sent, send):
    send([entry(sent)])

    assert send([entry(sent)]).json() == {"noted": 0, "unknown": 0}


def test_an_address_that_is_named_counts(sent, send):
    send([entry(sent, address="Somebody@else.example")])

    assert not DeadAddress.objects.exists()


def test_what_was_not_sent_yet_has_to_come_again_and_the_others_are_noted(sent, send):
    answer = send([entry(plan(queue())), entry(sent)])

    assert (answer.status_code, answer.json()["code"]) == (409, "not_sent_yet")
    assert again(sent).state == "permanent"


@pytest.mark.parametrize(
    "how",
    [
        {"key": "another"},
        {"at": NOW - timedelta(minutes=6)},
        {"at": NOW + timedelta(minutes=6)},
        {"signature": "nonsense"},
        {"signature": "t=1"},
        {"signature": "t=²,v1=é"},
        {"signature": f"t={'9' * 400},v1="},
        {"signature": f"t={int(NOW.timestamp())},v1=é"},
        {"signature": f"t={int(NOW.timestamp())}"},
    ],
)
def test_what_is_not_signed_now_with_our_key_changes_nothing(sent, send, how):
    answer = send([entry(sent)], **how)

    assert (answer.status_code, answer.json()["code"]) == (403, "bad_signature")
    assert again(sent).state == "sent"


def test_a_signature_is_good_for_its_own_body_only(sent, send):
    other = sign(b"[]", key=KEY, at=NOW)

    assert send([entry(sent)], signature=other).status_code == 403


def test_while_a_key_is_replaced_both_signatures_stand_there(sent, send):
    body = json.dumps([entry(sent)]).encode()
    old, new = (sign(body, key=key, at=NOW) for key in ("the next", KEY))

    assert send(body, signature=f"{old}, {new.split(',')[1]}").status_code == 200


def test_without_a_key_there_is_no_such_address(send, settings):
    settings.RECEIPTS_KEY = ""

    assert send([]).status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"{}", b"[1]", b'"x"', b"\xff", b"[" * 100_000, b"null", b'[{"a": NaN}]'],
)
def test_what_is_no_list_of_receipts_is_refused(send, body, db):
    answer = send(body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize(
    "wrong",
    [
        {"message": "7"},
        {"message": None},
        {"channel": "x" * 13},
        {"channel": "a\0b"},
        {"what": "opened"},
        {"what": ["bounced"]},
        {"status": "5.1"},
        {"status": "5.1.1\n"},
        {"at": "yesterday"},
        {"at": 12},
        {"at": None},
        {"address": "x" * 255},
        {"address": "a\0@b.example"},
    ],
)
def test_one_wrong_receipt_refuses_all(sent, send, wrong):
    answer = send([entry(sent), entry(sent, **wrong)])

    assert (answer.status_code, again(sent).state) == (400, "sent")


def test_a_moment_at_the_end_of_time_is_taken(sent, send):
    answer = send([entry(sent, at="0001-01-01T00:00:00+14:00")])

    assert (answer.status_code, again(sent).state) == (200, "permanent")
    assert Delivery.objects.get(pk=sent.pk).tries.count() == 2


def test_too_many_at_once_are_refused(send, db):
    answer = send([{}] * (MOST + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_too_long_a_list_is_refused(send, settings, db):
    answer = send(b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
