"""What a monitor sees, and who is told when messages are not sent."""

import logging
import smtplib

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import JobSlot
from notifications import tasks
from notifications.channels import get_channel
from notifications.models import Delivery
from notifications.services import alerting, watch
from notifications.services.alerting import STUCK, minutes_late
from notifications.services.lanes import count_taken, lane_of
from notifications.services.resting import let_rest
from notifications.watch_selectors import PLANNING, figures_of, oldest_due, read_figures
from tests.clock import NOW, earlier, later
from tests.notifications.builders import deliver, delivery_at, make_reader, plan, queue
from tests.racing import at_once

pytestmark = pytest.mark.django_db

LATE = later(minutes=16)
TOKEN = "secret"


@pytest.fixture(autouse=True)
def _a_place_for_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_what_waits_is_counted_by_channel_and_state():
    delivery_at("temporary")
    plan(queue())
    plan(queue(make_reader(email="", phone="0470123456", reach_by="phone")))
    queue()

    assert read_figures(now=NOW).live == {
        ("mail", "created"): 1,
        ("mail", "temporary"): 1,
        ("hand", "created"): 1,
        (PLANNING, "queued"): 1,
    }


def test_what_is_being_sent_is_counted():
    delivery_at("sending")

    assert read_figures(now=NOW).live["mail", "sending"] == 1


@pytest.mark.parametrize("state", ["sent", "permanent", "technical", "cancelled", "gathered"])
def test_what_has_ended_is_not_counted(state):
    delivery_at(state)

    assert read_figures(now=NOW).live == {(PLANNING, "queued"): 0}


def test_the_oldest_that_is_due_counts_of_each_channel():
    plan(queue(now=earlier(minutes=50)), earlier(minutes=30))
    plan(queue(now=earlier(minutes=40)), earlier(minutes=20))
    queue(now=earlier(minutes=5))

    since = read_figures(now=NOW).due_since

    assert since == {"mail": earlier(minutes=30), PLANNING: earlier(minutes=5)}


def test_one_that_a_worker_has_for_too_long_is_due_too():
    delivery_at("sending")
    plan(queue(), later(minutes=1))

    assert oldest_due(now=LATE) == NOW


@pytest.mark.parametrize("state", ["sent", "temporary", "permanent"])
def test_what_has_ended_or_rests_is_not_due(state):
    delivery_at(state)

    assert oldest_due(now=NOW) is None


def test_what_the_team_tells_is_never_late():
    plan(queue(make_reader(email="", phone="0470123456", reach_by="phone")))

    assert oldest_due(now=later(days=9)) is None


def test_what_is_to_come_is_not_late():
    queue(due_at=later(hours=1))

    assert oldest_due(now=NOW) is None


def test_tries_of_the_last_hour_are_counted_by_outcome():
    delivery_at("sent")
    delivery_at("permanent")
    delivery_at("permanent")

    assert read_figures(now=later(minutes=59)).tried == {
        ("mail", "sent"): 1,
        ("mail", "permanent"): 2,
    }
    assert read_figures(now=later(minutes=61)).tried == {}


def test_what_failed_is_counted_until_somebody_saw_to_it():
    delivery_at("permanent")
    seen = delivery_at("permanent")
    delivery_at("technical")
    Delivery.objects.filter(pk=seen.pk).update(seen_to_at=NOW)

    failed = read_figures(now=NOW).failed

    assert failed == {("mail", "permanent"): 1, ("mail", "technical"): 1}


def test_a_channel_that_rests_is_told_as_long_as_it_does():
    until = let_rest("mail", NOW)

    assert (read_figures(now=NOW).resting, read_figures(now=until).resting) == ({"mail"}, set())


def test_an_organisation_sees_its_own_figures():
    delivery_at("sent", organisation_id=3)
    delivery_at("permanent", organisation_id=3)
    delivery_at("sent", organisation_id=4)

    tried, failed = figures_of(organisations=[3], now=later(hours=23))

    assert tried == {("mail", "sent"): 1, ("mail", "permanent"): 1}
    assert failed == {("mail", "permanent"): 1}
    assert figures_of(organisations=[3], now=later(hours=25))[0] == {}


def test_lanes_that_are_taken_are_counted():
    channel = get_channel("mail")

    with lane_of(channel):
        assert count_taken()["mail"] == 1
    assert count_taken()["mail"] == 0


def _plans(question):
    """How PostgreSQL answers each query of `question`, when it may not read whole tables."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            question()
        told = []
        for query in asked.captured_queries:
            cursor.execute("EXPLAIN " + query["sql"])
            told.append("\n".join(line for (line,) in cursor.fetchall()))
    return told


def test_figures_read_indexes_of_what_is_not_settled():
    told = _plans(lambda: read_figures(now=NOW))

    wanted = ["message_waiting", "delivery_waiting", "delivery_on_its_way", "delivery_to_see_to"]
    for index in wanted:
        assert any(index in plan for plan in told), index
    assert not any("Seq Scan on notifications_delivery" in plan for plan in told)


def test_figures_take_six_queries(django_assert_num_queries):
    with django_assert_num_queries(6):
        read_figures(now=NOW)


# Metrics


@pytest.fixture
def metrics(client, settings):
    settings.METRICS_TOKEN = TOKEN

    def metrics(token=TOKEN):
        said = {"authorization": f"Bearer {token}"}
        with time_machine.travel(LATE, tick=False):
            return client.get(reverse("metrics"), headers=said)

    return metrics


def lines(answer):
    return answer.content.decode().splitlines()


def test_a_monitor_reads_the_figures(metrics):
    delivery_at("permanent")
    plan(queue())
    let_rest("mail", LATE)

    told = lines(metrics())

    assert 'kompaan_deliveries{channel="mail",state="created"} 1.0' in told
    assert 'kompaan_failed_deliveries{channel="mail",state="permanent"} 1.0' in told
    assert 'kompaan_attempts_last_hour{channel="mail",outcome="permanent"} 1.0' in told
    assert 'kompaan_oldest_due_s{channel="mail"} 960.0' in told
    assert 'kompaan_oldest_due_s{channel="planning"} 0.0' in told
    assert 'kompaan_channel_rests{channel="mail"} 1.0' in told
    assert 'kompaan_lanes{channel="mail",state="taken"} 0.0' in told
    assert f'kompaan_lanes{{channel="mail",state="all"}} {get_channel("mail").lanes}.0' in told


@pytest.mark.parametrize("token", ["", "other", "sécret"])
def test_who_does_not_know_the_token_reads_nothing(metrics, token):
    assert metrics(token.encode().decode("latin-1")).status_code == 404


def test_without_a_token_nobody_reads_them(metrics, settings):
    settings.METRICS_TOKEN = ""

    assert metrics("").status_code == 404


# Who is told


def health(client, now):
    with time_machine.travel(now, tick=False):
        return client.get(reverse("health_messages"))


def test_as_long_as_messages_go_out_all_is_well(client):
    deliver(queue())

    answer = health(client, LATE)

    assert (answer.status_code, answer.json()) == (200, {"ok": True})


def test_a_message_that_is_stuck_is_told_to_a_monitor(client):
    queue()

    answer = health(client, LATE)

    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "code": STUCK, "late_min": 16}


def test_the_site_itself_is_well_meanwhile(client):
    queue()

    with time_machine.travel(LATE, tick=False):
        assert client.get(reverse("health")).status_code == 200


def test_fifteen_minutes_are_not_too_late():
    queue()

    assert (minutes_late(now=later(minutes=15)), minutes_late(now=LATE)) == (None, 16)


def test_how_late_is_too_late_is_a_setting(settings):
    settings.ALERT_AFTER_MIN = 60
    queue()

    assert (minutes_late(now=LATE), minutes_late(now=later(minutes=61))) == (None, 61)


def errors(caplog):
    return [each.getMessage() for each in caplog.records if each.levelno == logging.ERROR]


def test_a_stuck_message_is_an_error_in_the_log_without_an_id(caplog):
    queue()

    assert watch(now=LATE)

    assert errors(caplog) == [f"{STUCK}: the oldest is due for 16 minutes"]


def test_it_is_said_once_an_hour(caplog):
    queue()

    said = [watch(now=later(minutes=16 + n)) for n in range(0, 90, 10)]

    assert said == [True, False, False, False, False, True, False, False, False]


def test_when_all_goes_well_nothing_is_said(caplog, settings):
    settings.ALERT_EMAIL = "ops@example.org"
    deliver(queue())
    mail.outbox.clear()

    assert (watch(now=LATE), errors(caplog), mail.outbox) == (False, [], [])
    assert not JobSlot.objects.filter(job="notifications.alert").exists()


def test_without_an_address_nobody_gets_a_mail():
    queue()

    watch(now=LATE)

    assert mail.outbox == []


def test_whoever_looks_after_the_machine_gets_a_mail(settings):
    settings.ALERT_EMAIL = "ops@example.org"
    queue()

    watch(now=LATE)

    assert [(each.to, STUCK in each.subject, "16" in each.body) for each in mail.outbox] == [
        (["ops@example.org"], True, True)
    ]


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected, ConnectionRefusedError])
def test_a_mail_server_that_is_away_stops_no_alert(settings, monkeypatch, caplog, error):
    def away(*_args):
        raise error

    settings.ALERT_EMAIL = "ops@example.org"
    monkeypatch.setattr(alerting, "send_mail", away)
    queue()

    assert watch(now=LATE)

    assert error.__name__ in caplog.text


def test_the_task_of_the_watch_watches(caplog):
    queue()

    with time_machine.travel(LATE, tick=False):
        tasks.watch(of_a_later_release=1)

    assert len(errors(caplog)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_alert_once(settings):
    settings.ALERT_EMAIL = "ops@example.org"
    queue()

    said = at_once(*[lambda: watch(now=LATE)] * 4)

    assert (sorted(said), len(mail.outbox)) == ([False, False, False, True], 1)
