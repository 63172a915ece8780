"""The page of one's devices, without script; and what a browser fetches to show messages and to be put on a home screen."""

import json

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from notifications.models import Device
from notifications.push_keys import make_private_key, public_key_of
from tests.notifications.channels.builders import a_browser, with_device
from tests.pages.builders import visitor
from tests.teams import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def switched_on(settings):
    settings.VAPID_PRIVATE_KEY = make_private_key()
    return public_key_of(settings.VAPID_PRIVATE_KEY)


@pytest.fixture
def user():
    return make_user()


def page_of(user):
    return visitor(user).get(reverse("devices")).content.decode()


def test_the_page_gives_the_browser_our_public_key(switched_on, user):
    assert f'data-key="{switched_on}"' in page_of(user)


def test_where_it_is_not_switched_on_nothing_can_be_added(user):
    assert 'id="add-device"' not in page_of(user)


def test_the_way_there_stands_with_the_login(switched_on, user):
    page = visitor(user).get(reverse("accounts:security"))

    assert f'href="{reverse("devices")}"' in page.content.decode()


def test_where_it_is_not_switched_on_no_way_leads_there(user):
    page = visitor(user).get(reverse("accounts:security"))

    assert reverse("devices") not in page.content.decode()


def test_a_browser_registers_itself_with_a_form(switched_on, user):
    browser = a_browser()
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0"

    visitor(user).post(reverse("add_device"), browser.keys, headers={"user-agent": agent})

    device = Device.objects.get(user=user)
    assert (device.endpoint, device.name) == (browser.endpoint, "Firefox on Linux")


def test_an_address_on_our_own_network_is_refused_by_name(switched_on, user):
    keys = a_browser().keys | {"endpoint": "https://127.0.0.1/x"}

    answer = visitor(user).post(reverse("add_device"), keys)

    assert (answer.status_code, "no_push_service" in answer.content.decode()) == (400, True)


def test_a_device_is_removed_with_a_button(switched_on, user):
    _user, device = with_device(a_browser(), user)

    visitor(user).post(reverse("remove_device", args=[device.public_id]))

    assert not Device.objects.exists()


def test_somebody_else_removes_nothing(switched_on, user):
    _user, device = with_device(a_browser(), user)

    answer = visitor(make_user()).post(reverse("remove_device", args=[device.public_id]))

    assert (answer.status_code, Device.objects.count()) == (404, 1)


def test_the_page_shows_only_ones_own(switched_on, user):
    with_device(a_browser())
    _user, mine = with_device(a_browser(), user)

    page = page_of(user)

    assert page.count("/remove/") == 1
    assert reverse("remove_device", args=[mine.public_id]) in page


def test_no_address_of_a_browser_stands_on_the_page(switched_on, user):
    browser = a_browser()
    with_device(browser, user)

    assert browser.endpoint not in page_of(user)


def test_the_worker_is_a_script_at_the_root_that_nobody_keeps():
    answer = visitor().get("/sw.js")

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/javascript", "no-cache")
    assert b"notificationclick" in answer.content


def test_a_telephone_finds_what_it_needs_for_its_home_screen():
    answer = visitor().get("/manifest.webmanifest")

    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["display"], told["scope"]) == ("Kompaan", "standalone", "/")
    assert told["start_url"] == "/me/"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in told["icons"]}


def test_the_icons_are_there():
    told = json.loads(visitor().get("/manifest.webmanifest").content)

    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in told["icons"])


def test_each_page_names_it():
    assert 'rel="manifest" href="/manifest.webmanifest"' in visitor().get("/").content.decode()
