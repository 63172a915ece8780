"""Web Push to a push service with TLS on this machine, and to a browser that reads what it is sent."""

import json
from base64 import urlsafe_b64decode
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from http_ece import ECEException
from py_vapid import Vapid02

from notifications import kinds
from notifications.channels import get_channel, push
from notifications.channels.base import Outcome
from notifications.kinds import Kind
from notifications.models import Choice, DeadAddress, Delivery, Device
from notifications.push_keys import public_key_of
from notifications.selectors import list_failed
from notifications.services import deliver_due, plan_due, remove_device
from notifications.states import DeliveryState
from notifications.topics import Topic
from tests.clock import NOW, later
from tests.notifications.builders import HELLO_KIND, again, queue, told
from tests.notifications.channels.builders import DROP, HANG, a_browser, with_device

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(browser_there):
    """Somebody who sees messages in this browser, and gets no mail about care."""
    user, _device = with_device(browser_there)
    Choice.objects.create(user=user, topic=Topic.CARE, channel="mail", wanted=False)
    return user


def delivered(user, **more):
    message = queue(user=user, **more)
    with time_machine.travel(NOW, tick=False):
        deliver_due(now=NOW)
    return Delivery.objects.get(message=message, channel="push")


ANSWERS = [
    (200, Outcome.SENT, ""),
    (201, Outcome.SENT, ""),
    (400, Outcome.PERMANENT, "http_400"),
    (401, Outcome.PERMANENT, "http_401"),
    (403, Outcome.PERMANENT, "http_403"),
    (404, Outcome.PERMANENT, "http_404"),
    (410, Outcome.PERMANENT, "http_410"),
    (413, Outcome.PERMANENT, "http_413"),
    (429, Outcome.BUSY, "http_429"),
    (500, Outcome.TEMPORARY, "http_500"),
    (503, Outcome.BUSY, "http_503"),
    (HANG, Outcome.UNKNOWN, "ReadTimeout"),
    (DROP, Outcome.UNKNOWN, "ConnectionError"),
]


@pytest.mark.parametrize(("answer", "outcome", "detail"), ANSWERS)
def test_what_a_push_service_answers_is_noted(ana, push_service, answer, outcome, detail):
    push_service.answer = answer

    assert told(delivered(ana)) == [(outcome, detail)]


def test_the_browser_reads_what_it_is_about_and_an_address_without_a_secret(
    ana, push_service, browser_there, settings
):
    secret = {"name": "Ana", "link": "http://127.0.0.1:8000/answer/secret/"}

    delivered(ana, context=secret)

    assert browser_there.read(push_service.asked[0].body) == {
        "title": "Hello",
        "url": f"{settings.SITE_URL}/messages/",
    }


def test_the_push_service_can_read_nothing(ana, push_service):
    delivered(ana)

    assert b"Hello" not in push_service.asked[0].body


def test_another_browser_cannot_read_it(ana, push_service):
    delivered(ana)

    with pytest.raises(ECEException):
        a_browser().read(push_service.asked[0].body)


def test_it_is_signed_by_us_for_this_server(ana, push_service, settings):
    delivered(ana)

    said = push_service.asked[0].headers["Authorization"]
    token, key = said.removeprefix("vapid t=").split(",k=")
    body = token.split(".")[1]
    claims = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    assert Vapid02.verify(said)
    assert key == public_key_of(settings.VAPID_PRIVATE_KEY)
    assert (claims["aud"], claims["sub"], claims["exp"]) == (
        f"https://127.0.0.1:{push_service.port}",
        settings.VAPID_CONTACT,
        int(NOW.timestamp()) + 12 * 3600,
    )


def test_one_signature_serves_a_line(ana, push_service):
    queue(user=ana)
    delivered(ana)

    assert len({asked.headers["Authorization"] for asked in push_service.asked}) == 1
    assert len(push_service.asked) == 2


TIMES = [
    ({}, 3 * 24 * 3600),
    ({"expires_at": later(hours=2)}, 7200),
    ({"expires_at": later(days=100)}, 28 * 24 * 3600),
]


@pytest.mark.parametrize(("more", "seconds"), TIMES)
def test_it_is_kept_for_a_device_that_is_off_as_long_as_it_makes_sense(
    ana, push_service, more, seconds
):
    delivered(ana, **more)

    assert push_service.asked[0].headers["TTL"] == str(seconds)


def test_what_ended_a_moment_ago_is_kept_for_no_time():
    with time_machine.travel(NOW, tick=False):
        assert push._seconds_left(later(seconds=-1)) == 0


def test_sent_twice_it_takes_its_own_place(ana, push_service):
    message = delivered(ana).message

    assert push_service.asked[0].headers["Topic"] == message.public_id.hex


@pytest.mark.parametrize(("urgent", "said"), [(True, "high"), (False, "normal")])
def test_what_is_urgent_says_so(ana, push_service, monkeypatch, urgent, said):
    kind = Kind(
        "tests.urgent",
        "tests",
        HELLO_KIND.template,
        HELLO_KIND.prepare,
        HELLO_KIND.sample,
        Topic.CARE,
        urgent=urgent,
    )
    monkeypatch.setitem(kinds._kinds, kind.code, kind)

    delivered(ana, kind=kind.code)

    assert push_service.asked[0].headers["Urgency"] == said


@pytest.mark.parametrize("answer", [404, 410])
def test_a_browser_that_takes_nothing_more_is_forgotten(ana, push_service, answer):
    push_service.answer = answer

    delivery = delivered(ana)

    assert (
        delivery.state,
        delivery.device,
        Device.objects.count(),
        DeadAddress.objects.count(),
    ) == (
        DeliveryState.PERMANENT,
        None,
        0,
        0,
    )


def test_a_browser_that_only_refused_this_message_is_kept(ana, push_service):
    push_service.answer = 400

    delivered(ana)

    assert Device.objects.count() == 1


def test_a_team_need_not_see_to_a_device_as_long_as_a_mail_reaches(ana, push_service):
    push_service.answer = 400
    Choice.objects.all().delete()
    delivery = delivered(ana, organisation_id=3)
    mail = Delivery.objects.get(message=delivery.message, channel="mail")

    assert (delivery.state, mail.state) == (DeliveryState.PERMANENT, DeliveryState.SENT)
    assert set(list_failed(organisations=[3])) == set()

    Delivery.objects.filter(pk=mail.pk).update(state=DeliveryState.TECHNICAL)

    assert set(list_failed(organisations=[3])) == {delivery, mail}


def test_a_redirect_is_not_followed(ana, push_service):
    push_service.answer = 307
    push_service.headers = {"Location": f"https://127.0.0.1:{push_service.port}/elsewhere"}

    delivery = delivered(ana)

    assert (told(delivery), len(push_service.asked)) == ([(Outcome.PERMANENT, "http_307")], 1)


def test_a_server_that_is_not_allowed_any_more_is_not_spoken_to(ana, push_service, settings):
    settings.PUSH_HOSTS = ["fcm.googleapis.com"]

    delivery = delivered(ana)

    assert (told(delivery), push_service.asked) == ([(Outcome.PERMANENT, "no_push_service")], [])


def test_a_server_whose_certificate_nobody_knows_gets_nothing(ana, push_service, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")

    delivery = delivered(ana)

    assert (told(delivery), push_service.asked) == ([(Outcome.BUSY, "SSLError")], [])


def test_each_device_gets_its_own(ana, push_service, browser_there):
    other = a_browser(urlsplit(browser_there.endpoint).netloc)
    with_device(other, ana)
    message = queue(user=ana)

    deliver_due(now=NOW)

    assert message.deliveries.filter(channel="push", state=DeliveryState.SENT).count() == 2
    assert [other.read(asked.body)["title"] for asked in push_service.asked[1:]] == ["Hello"]


def test_what_waits_for_a_device_that_was_removed_fails_where_the_team_sees_it(ana, push_service):
    message = queue(user=ana)
    plan_due(now=NOW)
    remove_device(device=Device.objects.get(user=ana), by=ana, now=NOW)

    deliver_due(now=NOW)

    delivery = message.deliveries.get()
    assert (told(delivery), push_service.asked) == ([(Outcome.PERMANENT, "device_gone")], [])


def test_two_messages_that_find_a_device_gone_both_end(ana, push_service):
    push_service.answer = 410
    first, second = queue(user=ana), queue(user=ana)

    deliver_due(now=NOW)

    assert [again(each).deliveries.get().failure for each in (first, second)] == [
        "http_410",
        "http_410",
    ]
    assert not Device.objects.exists()


def test_without_a_key_there_is_no_channel():
    assert push.channel() is None


def test_a_key_for_which_nobody_answers_is_refused(settings):
    settings.VAPID_PRIVATE_KEY, settings.VAPID_CONTACT = "x", "hallo@kompaan.example"

    with pytest.raises(ImproperlyConfigured):
        push.channel()


def test_it_reaches_devices_and_no_address(push_service):
    channel = get_channel("push")

    assert (channel.to_devices, channel.address(None), channel.lanes) == (True, "", 2)
