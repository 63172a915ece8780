"""One browser, and two who do something with it at the same moment: real threads on PostgreSQL."""

import pytest

from notifications.channels.base import Outcome, Result
from notifications.models import Delivery, Device
from notifications.services import add_device, devices, plan_due
from notifications.services.settling import settle
from notifications.states import DeliveryState
from tests.clock import NOW
from tests.notifications.builders import queue, take
from tests.notifications.channels.builders import a_browser, with_device
from tests.racing import at_once, unexpected
from tests.teams import make_user

pytestmark = pytest.mark.django_db(transaction=True)
GONE = Result(Outcome.PERMANENT, "http_410", dead=True)
ROUNDS = 5


def test_two_lanes_that_find_a_device_gone_do_not_wait_for_each_other(browser_there):
    for _round in range(ROUNDS):
        user, _device = with_device(browser_there)
        messages = [queue(user=user), queue(user=user)]
        plan_due(now=NOW)
        rows = list(Delivery.objects.filter(message__in=messages, channel="push").order_by("pk"))
        token = take(rows[0])

        told = at_once(
            *[
                lambda row=row: settle(delivery=row, token=token, result=GONE, now=NOW)
                for row in rows
            ]
        )

        assert told == [None, None]
    states = Delivery.objects.filter(channel="push").values_list("state", "device")
    assert list(states) == [(DeliveryState.PERMANENT, None)] * 2 * ROUNDS
    assert not Device.objects.exists()


def test_two_who_register_one_browser_at_once_both_succeed_and_one_has_it():
    browser = a_browser()
    users = [make_user(), make_user()]

    told = at_once(
        *[lambda by=by: add_device(**browser.keys, name="", by=by, now=NOW) for by in users]
    )

    assert unexpected(told) == []
    assert Device.objects.get().user in users


def test_who_adds_two_devices_at_once_has_ten_at_most():
    user = make_user()
    for _ in range(devices.MOST_DEVICES - 1):
        with_device(a_browser(), user)

    browsers = [a_browser(), a_browser()]
    told = at_once(
        *[
            lambda keys=browser.keys: add_device(**keys, name="", by=user, now=NOW)
            for browser in browsers
        ]
    )

    assert unexpected(told) == []
    assert Device.objects.filter(user=user).count() == devices.MOST_DEVICES
