"""SMS and chat by a provider on this machine: what goes out, and what its answers mean."""

import json
import logging

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from requests.exceptions import InvalidURL

from config.local.servers import free_port
from notifications.channels import answers, by_apprise, chat, sms
from notifications.channels.base import Channel, Outcome, Use
from notifications.channels.by_apprise import Parcel, send
from notifications.kinds import get_kind
from notifications.models import DeadAddress
from notifications.readers import reader_of_person
from notifications.rendering import subject_of
from notifications.selectors import count_sms_parts
from notifications.services import delivering
from notifications.states import DeliveryState
from tests.clock import earlier, later
from tests.notifications.builders import HELLO, deliver, make_reader, queue, told
from tests.notifications.channels.builders import DROP, HANG, SPEAK_NONSENSE, STOP_SHORT, who_chose

pytestmark = pytest.mark.django_db
# Before the tests have less patience.
REAL_TIMEOUT_S = answers.TIMEOUT_S

ANSWERS = [
    (200, Outcome.SENT, "parts_1"),
    (201, Outcome.SENT, "parts_1"),
    (301, Outcome.PERMANENT, "http_301"),
    (400, Outcome.PERMANENT, "http_400"),
    (401, Outcome.BUSY, "http_401"),
    (402, Outcome.BUSY, "http_402"),
    (403, Outcome.PERMANENT, "http_403"),
    (404, Outcome.PERMANENT, "http_404"),
    (408, Outcome.TEMPORARY, "http_408"),
    (429, Outcome.BUSY, "http_429"),
    (500, Outcome.TEMPORARY, "http_500"),
    (502, Outcome.TEMPORARY, "http_502"),
    (503, Outcome.BUSY, "http_503"),
    (504, Outcome.UNKNOWN, "http_504"),
    (HANG, Outcome.UNKNOWN, "ReadTimeout"),
    (DROP, Outcome.UNKNOWN, "ConnectionError"),
    (STOP_SHORT, Outcome.UNKNOWN, "ChunkedEncodingError"),
    (SPEAK_NONSENSE, Outcome.UNKNOWN, "ConnectionError"),
]


def text_of(provider):
    return json.loads(provider.asked[0].body)["message"]


@pytest.mark.parametrize(("answer", "outcome", "detail"), ANSWERS)
def test_what_a_provider_answers_is_noted(by_sms, provider, answer, outcome, detail):
    provider.answer = answer
    provider.headers = {"Location": "/elsewhere"} if answer == 301 else {}

    delivery = deliver(queue(who_chose("sms")))

    assert (told(delivery), len(provider.asked)) == ([(outcome, detail)], 1)


def test_a_provider_that_is_away_has_nothing_yet(settings, put_in):
    settings.SMS_URL = f"json://127.0.0.1:{free_port()}/{{phone}}"
    put_in(sms.channel())

    delivery = deliver(queue(who_chose("sms")))

    assert told(delivery) == [(Outcome.BUSY, "ConnectionError")]


def test_a_provider_whose_certificate_nobody_knows_gets_nothing(
    certificate, push_service, settings, put_in, monkeypatch
):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    settings.SMS_URL = f"jsons://127.0.0.1:{push_service.port}/{{phone}}"
    put_in(sms.channel())

    delivery = deliver(queue(who_chose("sms")))

    assert (told(delivery), push_service.asked) == ([(Outcome.BUSY, "SSLError")], [])


def test_an_sms_goes_to_the_digits_of_the_number(by_sms, provider):
    deliver(queue(who_chose("sms", phone="0470 12 34 56")))

    assert [each.path for each in provider.asked] == ["/to/32470123456"]


def test_an_sms_says_what_it_is_about_and_where_to_go_and_no_name(by_sms, provider):
    deliver(queue(who_chose("sms"), context={"name": "Ana"}))

    assert text_of(provider) == "Hello\nhttp://127.0.0.1:8000/people/"


def test_an_sms_without_a_link_leads_to_the_site(by_sms, provider, settings):
    deliver(queue(who_chose("sms"), context={"link": ""}))

    assert text_of(provider) == f"Hello\n{settings.SITE_URL}"


def test_marks_of_print_do_not_make_an_sms_dear(by_sms, provider):
    deliver(queue(who_chose("sms"), context={"link": "https://kompaan.example/l’…"}))

    assert text_of(provider) == "Hello\nhttps://kompaan.example/l'..."


def test_a_long_sms_is_noted_with_its_parts(by_sms):
    delivery = deliver(queue(who_chose("sms"), context={"link": "https://a.example/" + "x" * 200}))

    assert told(delivery) == [(Outcome.SENT, "parts_2")]


def test_parts_that_the_provider_took_are_counted_from_a_day_on(by_sms, provider):
    deliver(queue(who_chose("sms"), context={"link": "https://a.example/" + "x" * 200}))
    deliver(queue(who_chose("sms")))
    provider.answer = 400
    deliver(queue(who_chose("sms")))

    told_since = [count_sms_parts(since=since) for since in (earlier(days=1), later(days=1))]

    assert told_since == [3, 0]


def test_a_monitor_reads_what_the_sms_of_this_month_cost(by_sms, settings, client):
    settings.SMS_PART_PRICE_CENT, settings.METRICS_TOKEN = 7.5, "secret"
    for _ in range(2):
        deliver(queue(who_chose("sms")))

    with time_machine.travel(later(days=1), tick=False):
        page = client.get("/metrics/", headers={"authorization": "Bearer secret"})

    assert "kompaan_sms_cent 15.0" in page.content.decode()


def test_nobody_gets_an_sms_who_did_not_ask_for_it(by_sms, provider):
    deliver(queue(make_reader(phone="0470123456")))

    assert provider.asked == []


def test_no_sms_goes_to_who_has_no_number(by_sms):
    assert by_sms.address(reader_of_person(make_reader())) == ""


def test_no_more_sms_than_the_limit_of_a_day(by_sms, provider, settings, put_in):
    settings.SMS_PER_DAY = 1
    put_in(sms.channel())

    states = [deliver(queue(who_chose("sms"))).state for _ in range(2)]

    assert (states, len(provider.asked)) == ([DeliveryState.SENT, DeliveryState.CREATED], 1)


def test_a_refused_number_is_not_taken_for_one_that_is_gone(by_sms, provider):
    provider.answer = 400

    deliver(queue(who_chose("sms")))

    assert not DeadAddress.objects.exists()


def test_a_message_by_chat_goes_to_the_address_in_the_url(by_chat, provider):
    deliver(queue(who_chose("chat", email="ana@example.org")))

    assert [each.path for each in provider.asked] == ["/to/ana@example.org"]


def test_an_address_cannot_lead_elsewhere(by_chat, provider):
    reader = who_chose("chat", email="a?method=get&b#@example.org")

    delivery = deliver(queue(reader))

    assert (told(delivery)[0][0], provider.asked[0].path) == (
        Outcome.SENT,
        "/to/a%3Fmethod=get&b%23@example.org",
    )


def test_a_message_by_chat_keeps_its_marks_of_print(by_chat, provider):
    deliver(queue(who_chose("chat"), context={"link": "https://kompaan.example/l’a"}))

    assert text_of(provider).endswith("l’a")


@pytest.mark.parametrize("module", [sms, chat])
def test_without_a_url_there_is_no_channel(module):
    assert module.channel() is None


@pytest.mark.parametrize(("module", "setting"), [(sms, "SMS_URL"), (chat, "CHAT_URL")])
def test_a_url_that_would_send_all_to_one_is_refused(settings, module, setting):
    setattr(settings, setting, "json://gateway.example/all")

    with pytest.raises(ImproperlyConfigured):
        module.channel()


def test_sms_is_sent_on_one_line_by_who_asks_and_rings(by_sms):
    assert isinstance(by_sms, Channel)
    assert (by_sms.lanes, by_sms.use, by_sms.rings, by_sms.per_day) == (1, Use.CHOSEN, True, 200)


def test_what_is_asked_of_a_provider_fits_in_a_lease_four_times():
    assert 4 * sum(REAL_TIMEOUT_S) < delivering.LEASE_S


def test_the_subject_is_that_of_the_kind():
    assert subject_of(get_kind(HELLO), "en") == "Hello"


def test_an_address_that_cannot_be_asked_is_refused_for_ever():
    assert answers.result_of_error(InvalidURL()).outcome == Outcome.PERMANENT


class Refusing:
    """A plugin without HTTP, for whose module nothing can be watched."""

    def notify(self, **_told):
        return False


class Broken(Refusing):
    def notify(self, **_told):
        raise ZeroDivisionError("the number is 32470123456")


def given(monkeypatch, plugin):
    monkeypatch.setattr(by_apprise, "_plugin", lambda url: plugin)
    return send(Parcel("x://", "Hello"))


def test_an_address_that_no_plugin_takes_is_refused_for_ever():
    assert send(Parcel("nothing://", "Hello")).outcome == Outcome.PERMANENT


def test_a_refusal_that_nobody_saw_is_tried_again(monkeypatch):
    assert given(monkeypatch, Refusing()).outcome == Outcome.TEMPORARY


def test_a_plugin_that_breaks_down_before_it_asked_anybody_is_not_tried_again(monkeypatch, caplog):
    with caplog.at_level(logging.DEBUG):
        result = given(monkeypatch, Broken())

    assert (result.outcome, result.detail) == (Outcome.PERMANENT, "ZeroDivisionError")
    assert "32470123456" not in caplog.text


def test_a_plugin_that_breaks_down_on_an_answer_may_have_been_heard(by_sms, provider, monkeypatch):
    from apprise.plugins.custom_json import NotifyJSON

    real = NotifyJSON.send

    def send_and_break(self, *args, **told):
        real(self, *args, **told)
        raise ZeroDivisionError

    monkeypatch.setattr(NotifyJSON, "send", send_and_break)

    assert told(deliver(queue(who_chose("sms")))) == [(Outcome.UNKNOWN, "ZeroDivisionError")]


def test_what_a_plugin_reads_as_a_no_in_a_good_answer_is_tried_again(provider):
    provider.answer = 204  # the plugin of Signal takes only 200 and 201 for a yes
    parcel = Parcel(f"signal://127.0.0.1:{provider.port}/32470000000/32470123456", "Hello")

    result = send(parcel)

    assert (result.outcome, result.detail) == (Outcome.TEMPORARY, "refused_with_204")


def test_no_number_stands_in_a_log(by_sms, provider, settings):
    provider.answer = 400
    quiet = settings.LOGGING["loggers"]["apprise"]

    deliver(queue(who_chose("sms")))

    assert (len(provider.asked), quiet["handlers"], quiet["propagate"]) == (1, [], False)
    assert not logging.getLogger("apprise").isEnabledFor(logging.ERROR)
