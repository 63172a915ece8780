"""One's own messages, by the API."""

import pytest

from notifications.models import Message
from tests.api.callers import Caller, refusal
from tests.notifications.builders import HELLO, again, make_reader, plan, queue
from tests.teams import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_reader(user=make_user())


@pytest.fixture
def caller(ana):
    return Caller(ana.user)


@pytest.fixture
def message(ana):
    return plan(queue(ana)).message


def test_a_program_lists_them_with_neutral_words(caller, message):
    plan(queue())

    listed = caller.get("messages").json()

    assert (listed["count"], listed["results"]) == (
        1,
        [
            {
                "id": str(message.public_id),
                "kind": HELLO,
                "subject": "Hello",
                "at": "2026-03-02T10:00:00+01:00",
                "read_at": None,
            }
        ],
    )


def test_one_tells_its_words_and_is_not_read_by_that(caller, message):
    told = caller.get("message", message.public_id).json()

    assert told["text"].startswith("Dear Ana,")
    assert told["link"] == "http://127.0.0.1:8000/people/"
    assert (told["read_at"], again(message).read_at) == (None, None)


def test_what_is_over_has_no_words(caller, message):
    Message.objects.filter(pk=message.pk).update(context={"over": True})

    told = caller.get("message", message.public_id).json()

    assert (told["text"], told["link"]) == (None, "")


def test_one_is_read_once(caller, message):
    first = caller.post("message_read", message.public_id).json()["read_at"]

    assert first is not None
    assert caller.post("message_read", message.public_id).json()["read_at"] == first


def test_those_of_others_are_not_there(message):
    other = Caller(make_user())

    for answer in (
        other.get("message", message.public_id),
        other.post("message_read", message.public_id),
    ):
        assert refusal(answer) == (404, "not_found")
    assert again(message).read_at is None


def test_nobody_has_none():
    assert Caller().get("messages").status_code == 401
