"""Letters are taken together, printed, and posted or put back."""

import pytest

from accounts.services import change_place
from core.models import Event
from notifications import services
from notifications.errors import LettersPosted, NoLetters, NotToTell
from notifications.models import Delivery, LetterBatch, Message
from notifications.selectors import (
    list_letter_batches,
    list_to_tell_by_hand,
    list_waiting_letters,
    was_sent,
)
from notifications.services import letters as service
from notifications.states import DeliveryState
from tests.clock import NOW, earlier, later
from tests.notifications.builders import again, make_reader, plan, queue
from tests.notifications.letters import ORGANISATION, batch_of, by_letter, letter, letters
from tests.teams import make_user

pytestmark = pytest.mark.django_db
OURS = {"organisation_id": ORGANISATION}


@pytest.fixture
def carl(db):
    return make_user()


def make(by, now=NOW):
    return service.make_batch(organisation_id=ORGANISATION, by=by, now=now)


def envelopes(printed):
    return [each.envelope[0] for each in printed]


def test_all_letters_that_wait_are_taken_together(carl):
    waiting = letters(3)

    batch = make(carl)

    assert set(batch.deliveries.all()) == set(waiting)
    assert (batch.made_by, batch.made_at, batch.posted_at) == (carl, NOW, None)
    assert list(list_waiting_letters(organisations=[ORGANISATION], now=NOW)) == []


def test_the_log_tells_which_letters_were_taken(carl):
    waiting = letter()

    make(carl)

    event = Event.objects.get(kind="notifications.letters_made")
    assert (event.by, event.organisation_id, event.data) == (carl, 3, {"letters": [waiting.pk]})


def test_letters_of_others_and_other_messages_stay(carl):
    ours = letter()
    letter(organisation_id=4)
    plan(queue(**OURS))
    plan(queue(make_reader(email="", reach_by="letter"), **OURS))

    assert list(make(carl).deliveries.all()) == [ours]


def test_a_letter_that_is_not_due_yet_stays(carl):
    waiting = letter()
    Delivery.objects.filter(pk=waiting.pk).update(due_at=later(minutes=1))

    with pytest.raises(NoLetters):
        make(carl)


def test_what_is_in_a_batch_is_not_taken_again(carl):
    letter()
    make(carl)

    with pytest.raises(NoLetters):
        make(carl)
    assert LetterBatch.objects.count() == 1


def test_nothing_waits(carl):
    with pytest.raises(NoLetters):
        make(carl)


def test_the_oldest_are_taken_when_there_are_too_many(carl, monkeypatch):
    monkeypatch.setattr(service, "AT_MOST", 2)
    newest, oldest, middle = (
        letter(now=earlier(hours=hours), due_at=earlier(hours=hours)) for hours in (1, 3, 2)
    )
    for delivery in (newest, oldest, middle):
        Delivery.objects.filter(pk=delivery.pk).update(due_at=delivery.message.due_at)

    assert set(make(carl).deliveries.all()) == {oldest, middle}


def spoil(delivery, **context):
    Message.objects.filter(pk=delivery.message_id).update(context=context)


@pytest.mark.parametrize(
    ("context", "now", "state", "failure"),
    [
        ({"over": True}, NOW, DeliveryState.CANCELLED, "no_longer_true"),
        ({}, later(hours=2), DeliveryState.CANCELLED, "too_late"),
        ({"broken": True}, NOW, DeliveryState.TECHNICAL, "ZeroDivisionError"),
    ],
    ids=["over", "too late", "broken"],
)
def test_what_cannot_be_printed_is_settled_and_not_taken(carl, context, now, state, failure):
    good, bad = letter(), letter(expires_at=later(hours=1))
    spoil(bad, **context)

    batch = make(carl, now)

    bad = again(bad)
    assert (bad.state, bad.failure, bad.batch) == (state, failure, None)
    assert list(batch.deliveries.all()) == [good]


def test_what_is_over_is_cancelled_when_there_is_nothing_else_too(carl):
    bad = letter()
    spoil(bad, over=True)

    with pytest.raises(NoLetters):
        make(carl)
    assert again(bad).state == DeliveryState.CANCELLED


def move_away(delivery):
    change_place(person=delivery.message.person, typed="9000", by=None, now=NOW)


def test_whose_address_is_gone_goes_on_waiting_to_be_told(carl):
    lost = letter()
    move_away(lost)

    with pytest.raises(NoLetters):
        make(carl)
    assert list(list_to_tell_by_hand(organisations=[ORGANISATION])) == [lost]


def test_a_batch_is_printed_in_the_words_of_the_moment(carl):
    waiting = letter(by_letter("Emma", language="en"))
    batch = batch_of(waiting, by=carl)
    spoil(waiting, name="Emmy")

    [printed] = service.print_batch(batch_id=batch.pk, by=carl, now=NOW)

    assert printed.envelope == ["Emma", "Kouter 1", "9000 Gent"]
    assert printed.written.text.startswith("Dear Emmy,")


def test_a_batch_can_be_printed_again(carl):
    batch = batch_of(letter(), by=carl)
    first = service.print_batch(batch_id=batch.pk, by=carl, now=NOW)

    assert service.print_batch(batch_id=batch.pk, by=carl, now=NOW) == first
    assert Event.objects.filter(kind="notifications.letters_printed").count() == 2


def test_what_is_no_longer_true_is_not_printed_and_not_posted(carl):
    good, bad = letter(by_letter("Ana")), letter(by_letter("Ben"))
    batch = batch_of(good, bad, by=carl)
    spoil(bad, over=True)

    printed = service.print_batch(batch_id=batch.pk, by=carl, now=NOW)
    service.post_batch(batch_id=batch.pk, by=carl, now=NOW)

    assert envelopes(printed) == ["Ana"]
    assert (again(good).state, again(bad).state) == (DeliveryState.SENT, DeliveryState.CANCELLED)


def test_nothing_is_left_to_print(carl):
    bad = letter()
    batch = batch_of(bad, by=carl)
    spoil(bad, over=True)

    with pytest.raises(NoLetters):
        service.print_batch(batch_id=batch.pk, by=carl, now=NOW)
    assert again(bad).state == DeliveryState.CANCELLED


def test_whose_address_is_gone_leaves_the_batch(carl):
    good, lost = letter(by_letter("Ana")), letter(by_letter("Ben"))
    batch = batch_of(good, lost, by=carl)
    move_away(lost)

    printed = service.print_batch(batch_id=batch.pk, by=carl, now=NOW)

    assert envelopes(printed) == ["Ana"]
    assert list(list_waiting_letters(organisations=[ORGANISATION], now=NOW)) == [lost]


def test_who_was_told_by_phone_meanwhile_gets_no_letter(carl):
    by_phone, by_post = letter(by_letter("Ana")), letter(by_letter("Ben"))
    batch = batch_of(by_phone, by_post, by=carl)
    services.mark_told(delivery_id=by_phone.pk, by=carl, now=NOW)

    printed = service.print_batch(batch_id=batch.pk, by=carl, now=NOW)
    service.post_batch(batch_id=batch.pk, by=carl, now=later(hours=1))
    later_on = service.print_batch(batch_id=batch.pk, by=carl, now=later(hours=2))

    assert envelopes(printed) == envelopes(later_on) == ["Ben"]
    assert (again(by_phone).sent_at, again(by_post).sent_at) == (NOW, later(hours=1))


@pytest.mark.parametrize(
    "change",
    [
        lambda delivery: spoil(delivery, over=True),
        lambda delivery: spoil(delivery, broken=True),
        move_away,
    ],
    ids=["over", "broken", "moved"],
)
def test_printing_again_what_is_in_the_post_changes_nothing_of_it(carl, change):
    posted, other = letter(by_letter("Ana")), letter(by_letter("Ben"))
    batch = batch_of(posted, other, by=carl)
    service.post_batch(batch_id=batch.pk, by=carl, now=NOW)
    before = again(posted).__dict__ | {"_state": None}
    change(posted)

    printed = service.print_batch(batch_id=batch.pk, by=carl, now=later(days=1))

    assert envelopes(printed) == ["Ben"]
    assert again(posted).__dict__ | {"_state": None} == before


def test_what_came_too_late_after_it_was_posted_can_be_printed_again(carl):
    batch = batch_of(letter(expires_at=later(days=1)), by=carl)
    service.post_batch(batch_id=batch.pk, by=carl, now=NOW)

    assert len(service.print_batch(batch_id=batch.pk, by=carl, now=later(days=2))) == 1


def test_what_is_in_the_post_is_sent(carl):
    waiting = letter()
    batch = batch_of(waiting, by=carl)

    service.post_batch(batch_id=batch.pk, by=carl, now=later(hours=1))

    sent = again(waiting)
    assert (sent.state, sent.sent_at) == (DeliveryState.SENT, later(hours=1))
    assert again(batch).posted_at == later(hours=1)
    assert was_sent(sent.message)
    event = Event.objects.get(kind="notifications.letter_posted")
    assert (event.person_id, event.subject_id) == (sent.message.person_id, sent.message_id)


def test_letters_are_posted_once(carl):
    batch = batch_of(letter(), by=carl)
    service.post_batch(batch_id=batch.pk, by=carl, now=NOW)

    with pytest.raises(LettersPosted):
        service.post_batch(batch_id=batch.pk, by=carl, now=later(hours=1))
    assert again(batch).posted_at == NOW


def test_who_got_a_letter_is_not_told_again(carl):
    waiting = letter()
    service.post_batch(batch_id=batch_of(waiting, by=carl).pk, by=carl, now=NOW)

    with pytest.raises(NotToTell):
        services.mark_told(delivery_id=waiting.pk, by=carl, now=NOW)


def test_letters_that_are_put_back_wait_again(carl):
    waiting = letter()
    batch = batch_of(waiting, by=carl)

    service.undo_batch(batch_id=batch.pk, by=carl, now=NOW)

    assert list(make(carl).deliveries.all()) == [waiting]
    event = Event.objects.get(kind="notifications.letters_put_back")
    assert (event.subject_id, event.data) == (batch.pk, {"letters": [waiting.pk]})


def test_what_is_in_the_post_cannot_be_put_back(carl):
    waiting = letter()
    batch = batch_of(waiting, by=carl)
    service.post_batch(batch_id=batch.pk, by=carl, now=NOW)

    with pytest.raises(LettersPosted):
        service.undo_batch(batch_id=batch.pk, by=carl, now=NOW)
    assert again(waiting).batch == batch


def test_batches_tell_how_many_letters_they_have_newest_first(carl):
    old = batch_of(letter(), letter(), by=carl)
    letter()
    new = make(carl, later(hours=1))
    letter(organisation_id=4)
    service.make_batch(organisation_id=4, by=carl, now=NOW)
    gone = old.deliveries.first()
    gone.cancel(failure="no_longer_true")
    gone.save()

    listed = list_letter_batches(organisations=[ORGANISATION])

    assert [(each, each.letters) for each in listed] == [(new, 1), (old, 1)]
