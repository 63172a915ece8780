"""An address that takes nothing more, until somebody hears that it works again; and what failed that nobody has to see to."""

import pytest

from core.models import Event
from notifications.errors import NotDead, NotFailed
from notifications.models import DeadAddress
from notifications.readers import reader_of_person, reader_of_user
from notifications.receipts import What
from notifications.selectors import find_dead_address, list_failed, who_is_not_reached
from notifications.services import dismiss, lift, mark_told, note_receipt, resend
from tests.clock import NOW, later
from tests.notifications.builders import delivery_at, make_reader, plan, queue
from tests.racing import at_once, goes_wrong, unexpected
from tests.teams import make_user

ADDRESS = "ana@example.org"


def come_back(delivery, what="bounced", status="5.1.1"):
    note_receipt(
        message=delivery.message.public_id,
        channel="mail",
        what=What(what),
        status=status,
        at=NOW,
        now=NOW,
    )
    return delivery


@pytest.fixture
def ana(db):
    """Whose address takes nothing."""
    ana = make_reader(email=ADDRESS)
    come_back(delivery_at("sent", ana))
    return ana


@pytest.fixture
def cora(db):
    return make_user()


def works(person, by=None, now=NOW):
    return lift(reader=reader_of_person(person), by=by, now=now)


def test_an_address_that_works_again_gets_mail(ana, cora):
    assert plan(queue(ana)).channel == "hand"

    works(ana, cora)

    assert plan(queue(ana)).channel == "mail"


def test_who_said_that_it_works_again_is_kept(ana, cora):
    dead = works(ana, cora, later(days=1))

    dead = DeadAddress.objects.get(pk=dead.pk)
    assert (dead.lifted_at, dead.lifted_by) == (later(days=1), cora)
    event = Event.objects.get(kind="notifications.address_lifted")
    assert (event.by, event.person_id) == (cora, ana.pk)


def test_somebody_of_the_team_has_an_address_too(cora):
    come_back(delivery_at("sent", user=cora))

    lift(reader=reader_of_user(cora), by=None, now=NOW)

    assert Event.objects.get(kind="notifications.address_lifted").person_id is None


def test_an_address_works_again_once(ana, cora):
    works(ana, cora)

    with pytest.raises(NotDead):
        works(ana, cora)


def test_an_address_that_always_worked_is_not_said_to_work_again(cora):
    with pytest.raises(NotDead):
        works(make_reader(), cora)


def test_the_doubled_receipt_of_then_does_not_shut_it_again(ana, cora):
    works(ana, cora)

    come_back(ana.messages.get().deliveries.get())

    assert find_dead_address(reader=reader_of_person(ana)) is None


def test_the_next_one_that_comes_back_does(ana, cora):
    works(ana, cora)

    come_back(delivery_at("sent", ana))

    assert find_dead_address(reader=reader_of_person(ana)).why == "5.1.1"


def test_a_dead_address_is_found_by_the_address_of_now(ana):
    assert find_dead_address(reader=reader_of_person(ana)).why == "5.1.1"

    ana.email = "ana@new.example"

    assert find_dead_address(reader=reader_of_person(ana)) is None


def test_who_has_no_address_has_no_dead_one(ana):
    ana.email = ""

    assert find_dead_address(reader=reader_of_person(ana)) is None


def test_of_many_addresses_the_dead_ones_are_found(ana, django_assert_num_queries):
    addresses = {number: f"reader{number}@other.example" for number in range(50)} | {
        7: "Ana@Example.org",
        8: "",
    }

    with django_assert_num_queries(1):
        dead = who_is_not_reached(addresses.items())

    assert {who: each.why for who, each in dead.items()} == {7: "5.1.1"}


def test_as_long_as_all_addresses_work_none_is_looked_at(db, monkeypatch):
    monkeypatch.setattr("notifications.selectors.hash_of", None)

    assert who_is_not_reached([(1, ADDRESS)]) == {}


@pytest.mark.django_db(transaction=True)
def test_two_who_say_at_once_that_it_works_say_it_once(cora):
    ana = make_reader(email=ADDRESS)
    come_back(delivery_at("sent", ana))

    results = at_once(*[lambda: works(ana, cora)] * 3)

    assert unexpected(results) == []
    assert sorted(isinstance(each, NotDead) for each in results) == [False, True, True]


# What failed


def failed(**more):
    return delivery_at("permanent", organisation_id=3, **more)


def test_what_nobody_has_to_see_to_leaves_the_list(cora):
    delivery = failed()

    dismiss(delivery_id=delivery.pk, by=cora, now=NOW)

    assert not list_failed(organisations=[3]).exists()
    event = Event.objects.get(kind="notifications.message_dismissed")
    assert (event.subject_id, event.by) == (delivery.message_id, cora)


SEE_TO = {"again": resend, "told": mark_told, "left": dismiss}


@pytest.mark.parametrize("first", SEE_TO)
@pytest.mark.parametrize("second", ["again", "left"])
def test_what_somebody_saw_to_is_refused_to_the_next(cora, first, second):
    delivery = failed()
    SEE_TO[first](delivery_id=delivery.pk, by=cora, now=NOW)

    with pytest.raises(NotFailed):
        SEE_TO[second](delivery_id=delivery.pk, by=cora, now=NOW)


@pytest.mark.parametrize("state", ["created", "sent", "cancelled"])
def test_only_what_failed_can_be_left(cora, state):
    with pytest.raises(NotFailed):
        dismiss(delivery_id=delivery_at(state).pk, by=cora, now=NOW)


def both_see_to(delivery, cora):
    return at_once(
        *[
            lambda step=step: step(delivery_id=delivery.pk, by=cora, now=NOW)
            for step in (dismiss, resend)
        ]
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_at_once_the_second_is_refused(cora):
    results = both_see_to(failed(), cora)

    assert unexpected(results) == []
    assert sum(isinstance(each, NotFailed) for each in results) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_see_to_it(cora, monkeypatch):
    def race():
        delivery = failed()
        return lambda: not any(isinstance(each, Exception) for each in both_see_to(delivery, cora))

    assert goes_wrong(monkeypatch, race)
