"""How sending goes, for a monitor."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET

from core.errors import NotFoundHere
from notifications.channels import all_channels
from notifications.selectors import count_sms_parts
from notifications.services.alerting import STUCK, minutes_late
from notifications.services.lanes import count_taken
from notifications.watch_selectors import PLANNING, read_figures

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """503 when messages are stuck. No ids, no names: anybody may ask."""
    late = minutes_late(now=timezone.now())
    if late is None:
        return JsonResponse({"ok": True})
    return JsonResponse({"ok": False, "code": STUCK, "late_min": late}, status=503)


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus' text format, for who knows METRICS_TOKEN; no ids, no names."""
    from prometheus_client import CollectorRegistry, generate_latest

    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(said, settings.METRICS_TOKEN):
        raise NotFoundHere
    registry = CollectorRegistry()
    _tell(registry, timezone.now())
    return HttpResponse(generate_latest(registry), content_type="text/plain; version=0.0.4")


def _tell(registry: "CollectorRegistry", now: datetime) -> None:
    from prometheus_client import Gauge

    figures = read_figures(now=now)
    by_two = {
        ("kompaan_deliveries", "Deliveries that are not settled", "state"): figures.live,
        ("kompaan_failed_deliveries", "Failed and not seen to", "state"): figures.failed,
        ("kompaan_attempts_last_hour", "Attempts of the last hour", "outcome"): figures.tried,
    }
    for (name, text, second), counted in by_two.items():
        gauge = Gauge(name, text, ["channel", second], registry=registry)
        for labels, number in counted.items():
            gauge.labels(*labels).set(number)
    oldest = Gauge(
        "kompaan_oldest_due_s", "Since the oldest is due", ["channel"], registry=registry
    )
    rests = Gauge("kompaan_channel_rests", "1 while it rests", ["channel"], registry=registry)
    lanes = Gauge("kompaan_lanes", "Lanes", ["channel", "state"], registry=registry)
    taken = count_taken()
    channels = [channel for channel in all_channels() if channel.lanes]
    for code in (PLANNING, *(channel.code for channel in channels)):
        since = figures.due_since.get(code, now)
        oldest.labels(code).set((now - since).total_seconds())
    for channel in channels:
        rests.labels(channel.code).set(channel.code in figures.resting)
        lanes.labels(channel.code, "taken").set(taken[channel.code])
        lanes.labels(channel.code, "all").set(channel.lanes)
    month = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sms = Gauge("kompaan_sms_cent", "Cent for SMS this month, at least", registry=registry)
    sms.set(count_sms_parts(since=month) * settings.SMS_PART_PRICE_CENT)
