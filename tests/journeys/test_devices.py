"""Adding a device in a real browser. No push service can be reached from here, so `pushManager.subscribe` is the only thing that is
played: it answers with keys made in this test, which then read what a real send brought. All else is Chromium's own."""

import json

import pytest
from django.urls import reverse

from notifications.models import Delivery, Device
from notifications.services import deliver_due
from tests.clock import NOW
from tests.journeys.looking import check, log_in
from tests.notifications.builders import queue
from tests.notifications.channels.builders import a_browser, with_device
from tests.notifications.channels.conftest import (  # noqa: F401  (fixtures)
    certificate,
    push_service,
    put_in,
)
from tests.notifications.conftest import _hello  # noqa: F401
from tests.teams import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_PLAY = """
  PushManager.prototype.subscribe = function (how) {
    if (!how.userVisibleOnly || how.applicationServerKey.length !== 65) return Promise.reject(new Error("no such key"));
    return Promise.resolve({ toJSON: () => (%s) });
  };
"""


@pytest.fixture
def there(push_service):  # noqa: F811
    return a_browser(f"127.0.0.1:{push_service.port}")


@pytest.fixture
def user():
    return make_user(language="en")


def opened(visitor, site, user, *, browser=None, allowed=True):
    page = visitor()
    if allowed:
        page.context.grant_permissions(["notifications"], origin=site)
    if browser is not None:
        keys = {"p256dh": browser.p256dh, "auth": browser.auth}
        page.add_init_script(_PLAY % json.dumps({"endpoint": browser.endpoint, "keys": keys}))
    log_in(page, user)
    page.goto(reverse("devices"))
    return page


def test_a_device_is_added_and_what_is_sent_to_it_can_be_read(
    visitor,
    site,
    user,
    there,
    push_service,  # noqa: F811
):
    page = opened(visitor, site, user, browser=there)

    page.get_by_role("button", name="Show messages on this device").click()
    page.get_by_text("From now on you see messages on this device.").wait_for()
    message = queue(user=user)
    deliver_due(now=NOW)

    assert Device.objects.get(user=user).endpoint == there.endpoint
    assert Delivery.objects.get(message=message, channel="push").state == "sent"
    assert there.read(push_service.asked[0].body)["url"] == f"{site}/messages/"


def test_the_worker_takes_care_of_the_whole_site(visitor, site, user, there):
    page = opened(visitor, site, user, browser=there)
    page.get_by_role("button", name="Show messages on this device").click()
    page.get_by_text("From now on you see messages on this device.").wait_for()

    scope = page.evaluate(
        "navigator.serviceWorker.ready.then(({ scope, active }) => [scope, active.scriptURL])"
    )

    assert scope == [f"{site}/", f"{site}/sw.js"]


def test_who_does_not_allow_it_is_told(visitor, site, user, there):
    page = opened(visitor, site, user, browser=there, allowed=False)

    page.get_by_role("button", name="Show messages on this device").click()
    page.get_by_text("Your browser does not allow it.").wait_for()

    assert not Device.objects.exists()


def test_a_browser_that_does_not_succeed_says_so(visitor, site, user, there):
    """Nothing is played here: this Chromium has no push service."""
    page = opened(visitor, site, user)

    page.get_by_role("button", name="Show messages on this device").click()
    page.get_by_text("It did not work.").wait_for()

    assert not Device.objects.exists()


def test_a_browser_that_knows_no_messages_says_so(visitor, site, user, push_service):  # noqa: F811
    page = visitor()
    page.add_init_script("delete window.PushManager")
    log_in(page, user)

    page.goto(reverse("devices"))

    page.get_by_text("This browser cannot show messages.").wait_for()
    assert not page.get_by_role("button", name="Show messages on this device").is_visible()


def test_a_device_is_removed_without_script(visitor, site, user, there):
    _user, device = with_device(there, user)
    page = visitor(java_script_enabled=False)
    log_in(page, user)
    page.goto(reverse("devices"))

    page.get_by_role("button", name=f"Remove {device.name}").click()
    page.get_by_text("No more messages on that device.").wait_for()

    assert not Device.objects.exists()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_page_is_accessible(visitor, site, user, there, width, scheme):
    _user, _device = with_device(there, user)
    page = visitor(viewport={"width": width, "height": 800}, color_scheme=scheme)
    log_in(page, user)

    assert check(page, [reverse("devices")]) == []


_PLAYED_IN_THE_WORKER = """
  async (told) => {
    const seen = [];
    self.registration.showNotification = async (title, more) => { seen.push([title, more.data.url]); };
    Object.defineProperty(self.clients, "openWindow", { value: async (url) => { seen.push(url); } });
    const happen = (name, facts) => self.dispatchEvent(Object.assign(new Event(name), { waitUntil() {} }, facts));
    happen("push", { data: { json: () => told } });
    for (const url of [told.url, "https://evil.example/", "//evil.example/", "javascript:alert(1)", undefined]) {
      happen("notificationclick", { notification: { close() {}, data: { url } } });
    }
    return seen;
  }
"""


def test_a_message_is_shown_and_leads_only_to_our_own_pages(visitor, site, user, there):
    """The worker as it was served and started. Without a push service the test itself makes the events, and no window of Chromium's
    own shows anything: what the worker asks for is written down instead."""
    page = opened(visitor, site, user, browser=there)
    with page.context.expect_event("serviceworker") as started:
        page.get_by_role("button", name="Show messages on this device").click()
    page.get_by_text("From now on you see messages on this device.").wait_for()

    told = {"title": "There is something new", "url": f"{site}/messages/"}
    seen = started.value.evaluate(_PLAYED_IN_THE_WORKER, told)

    home = site
    assert seen == [
        ["There is something new", f"{site}/messages/"],
        f"{site}/messages/",
        home,
        home,
        home,
        f"{site}/",
    ]
