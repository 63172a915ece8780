"""The browsers in which somebody sees messages."""

import pytest

from core.models import Event
from notifications.errors import DeviceUnreadable, NoPushService, TooManyDevices
from notifications.models import Choice, Delivery, Device
from notifications.services import add_device, devices, remove_device
from notifications.states import DeliveryState
from notifications.topics import Topic
from tests.clock import NOW, later
from tests.notifications.builders import again, queue
from tests.notifications.channels.builders import a_browser, text_of, with_device
from tests.teams import make_user

pytestmark = pytest.mark.django_db


def add(browser, by, **changed):
    said = browser.keys | {"name": "Firefox on Linux", "by": by, "now": NOW} | changed
    return add_device(**said)


def told_by(device, state=DeliveryState.CREATED, message=None):
    """A delivery to this device, as planning and a try leave it."""
    message = message or queue(user=device.user)
    delivery = Delivery.objects.create(
        message=message, channel="push", device=device, created_at=NOW, due_at=NOW
    )
    if state == DeliveryState.SENT:
        delivery.mark_sent(at=NOW)
        delivery.save()
    return delivery


def test_a_browser_is_kept_with_its_keys():
    browser, ana = a_browser(), make_user()

    device = add(browser, ana)

    assert (device.user, device.endpoint, device.p256dh, device.auth, device.created_at) == (
        ana,
        browser.endpoint,
        browser.p256dh,
        browser.auth,
        NOW,
    )


def test_the_same_browser_again_takes_its_new_keys():
    browser, ana = a_browser(), make_user()
    before = add(browser, ana)
    anew = a_browser()

    after = add(anew, ana, endpoint=browser.endpoint, now=later(days=1))

    assert (after.pk, after.p256dh, after.created_at) == (before.pk, anew.p256dh, NOW)


def test_a_browser_goes_to_who_registers_it_last():
    browser, ana, ben = a_browser(), make_user(), make_user()
    add(browser, ana)

    add(browser, ben)

    assert list(Device.objects.values_list("user", flat=True)) == [ben.pk]


def test_what_waits_for_who_had_the_browser_before_is_not_shown_in_it():
    browser, ana, ben = a_browser(), make_user(), make_user()
    waiting = told_by(add(browser, ana))

    add(browser, ben)

    assert again(waiting).device is None


def test_a_long_name_is_cut():
    assert len(add(a_browser(), make_user(), name="x" * 200).name) == 60


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "https://127.0.0.1/x",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com/" + "x" * 500,
    ],
)
def test_an_address_of_somebody_else_is_refused(endpoint):
    with pytest.raises(NoPushService):
        add(a_browser(), make_user(), endpoint=endpoint)


def test_keys_that_nobody_can_write_to_are_refused():
    with pytest.raises(DeviceUnreadable):
        add(a_browser(), make_user(), p256dh=text_of(b"x" * 65))


def test_an_eleventh_device_is_refused():
    ana = make_user()
    for _ in range(devices.MOST_DEVICES):
        add(a_browser(), ana)

    with pytest.raises(TooManyDevices):
        add(a_browser(), ana)


def test_one_of_ten_can_be_added_again():
    ana = make_user()
    browsers = [a_browser() for _ in range(devices.MOST_DEVICES)]
    for browser in browsers:
        add(browser, ana)

    add(browsers[0], ana)

    assert Device.objects.filter(user=ana).count() == devices.MOST_DEVICES


def test_adding_and_removing_stand_in_the_log():
    ana, device = with_device(a_browser())

    remove_device(device=device, by=ana, now=NOW)

    kinds = Event.objects.filter(by=ana).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["notifications.device_added", "notifications.device_removed"]


def test_a_device_that_is_removed_is_gone():
    ana, device = with_device(a_browser())

    remove_device(device=device, by=ana, now=NOW)

    assert not Device.objects.exists()


def test_forgetting_it_twice_is_the_same_as_once():
    _ana, device = with_device(a_browser())
    pk = device.pk

    for _ in range(2):
        devices.forget_device(device_id=pk)

    assert not Device.objects.exists()


def test_what_a_device_was_told_stays():
    ana, device = with_device(a_browser())
    sent = told_by(device, DeliveryState.SENT)

    remove_device(device=device, by=ana, now=NOW)

    kept = again(sent)
    assert (kept.state, kept.device) == (DeliveryState.SENT, None)


@pytest.mark.parametrize("first", [DeliveryState.CREATED, DeliveryState.SENT])
def test_of_one_message_to_two_devices_that_are_gone_what_arrived_stays(first):
    ana, one = with_device(a_browser())
    _, other = with_device(a_browser(), ana)
    message = queue(user=ana)
    second = {DeliveryState.CREATED: DeliveryState.SENT, DeliveryState.SENT: DeliveryState.CREATED}
    told_by(one, first, message)
    told_by(other, second[first], message)

    for device in (one, other):
        remove_device(device=device, by=ana, now=NOW)

    assert [each.state for each in message.deliveries.all()] == [DeliveryState.SENT]


def test_a_choice_of_topics_stays_when_a_device_goes():
    ana, device = with_device(a_browser())
    Choice.objects.create(user=ana, topic=Topic.CARE, channel="push", wanted=True)

    remove_device(device=device, by=ana, now=NOW)

    assert Choice.objects.filter(user=ana).exists()
