"""Two coordinators at once: real threads, real PostgreSQL. The control takes the locks out and shows that the race is really run."""

import pytest

from core.models import Event
from notifications.models import Delivery, LetterBatch
from notifications.services import letters as service
from notifications.states import DeliveryState
from tests.clock import NOW
from tests.notifications.builders import again
from tests.notifications.letters import ORGANISATION, batch_of, letter, letters
from tests.racing import at_once, goes_wrong, unexpected
from tests.teams import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def carl(db):
    return make_user()


def make(by):
    return service.make_batch(organisation_id=ORGANISATION, by=by, now=NOW)


def _both_take():
    """Two coordinators at once; gives what they got."""
    letters(3)
    carl, dana = make_user(), make_user()
    return at_once(lambda: make(carl), lambda: make(dana))


def test_two_who_take_letters_at_once_never_get_the_same():
    for _round in range(5):
        told = _both_take()

        assert not unexpected(told)
        taken = [
            number
            for event in Event.objects.filter(kind="notifications.letters_made")
            for number in event.data["letters"]
        ]
        assert len(taken) == len(set(taken)) == Delivery.objects.count()


def test_without_locks_two_get_the_same(monkeypatch):
    def race():
        return lambda: all(isinstance(each, LetterBatch) for each in _both_take())

    assert goes_wrong(monkeypatch, race)


def test_posting_and_putting_back_at_once_do_one_of_both(carl):
    for _round in range(5):
        waiting = letter()
        batch = batch_of(waiting, by=carl)
        told = at_once(
            lambda: service.post_batch(batch_id=batch.pk, by=carl, now=NOW),
            lambda: service.undo_batch(batch_id=batch.pk, by=carl, now=NOW),
        )

        is_posted = again(waiting).state == DeliveryState.SENT
        assert (again(waiting).batch_id is not None) == is_posted
        assert not unexpected(told)
        assert sum(isinstance(each, Exception) for each in told) == 1
