"""Two beats at once send one summary: by the turn, by the lock, and by the key, each of which is enough.

The control takes lock and key out and shows that the race is really run: then two go out.
"""

from itertools import count

import pytest

from core.models import JobSlot
from notifications import services
from notifications.messages import DIGEST
from notifications.models import Message
from notifications.models.choices import Digest
from notifications.services import digests
from tests.notifications.summing_up import TUESDAY_NINE, gather, summaries, who_wants
from tests.racing import at_once, goes_wrong, without_locks

_key = count(1)


@pytest.fixture
def crowd(transactional_db):
    return who_wants(Digest.DAILY)


def twice(person):
    """Two who send what is gathered, whatever the turn says; gives what both did."""
    gather(person)
    return at_once(*[lambda: digests.queue_digests(now=TUESDAY_NINE)] * 2)


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_take_one_turn(crowd):
    gather(crowd)

    told = at_once(*[lambda: services.send_digests(now=TUESDAY_NINE)] * 4)

    assert (sorted(told), JobSlot.objects.count(), len(summaries())) == ([0, 0, 0, 1], 1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_queue_one_summary(crowd):
    told = twice(crowd)

    assert (sorted(told), len(summaries())) == ([False, True], 1)


@pytest.mark.django_db(transaction=True)
def test_the_key_alone_keeps_it_at_one(crowd, monkeypatch):
    without_locks(monkeypatch)

    told = twice(crowd)

    assert (sorted(told), len(summaries())) == ([False, True], 1)


@pytest.mark.django_db(transaction=True)
def test_without_lock_and_key_two_summaries_go_out(monkeypatch):
    monkeypatch.setattr(digests, "_key", lambda *_args: f"digest:{next(_key)}")

    def race():
        person = who_wants(Digest.DAILY)
        gather(person)

        def doubled():
            at_once(*[lambda: digests.queue_digests(now=TUESDAY_NINE)] * 2)
            return Message.objects.filter(kind=DIGEST, person=person).count() > 1

        return doubled

    assert goes_wrong(monkeypatch, race)
