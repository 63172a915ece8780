"""The figures of the outbox for a monitor."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET

from core.errors import NotFoundHere
from notifications import selectors


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts of the outbox in Prometheus' text format, for who knows METRICS_TOKEN; no ids, no names."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(said, settings.METRICS_TOKEN):
        raise NotFoundHere
    registry = CollectorRegistry()
    deliveries = Gauge("kompaan_deliveries", "Deliveries", ["channel", "state"], registry=registry)
    for (channel, state), count in selectors.count_by_state().items():
        deliveries.labels(channel, state).set(count)
    oldest = Gauge("kompaan_oldest_message_s", "Seconds since the oldest is due", registry=registry)
    since = selectors.oldest_waiting_since()
    oldest.set(max(0.0, (timezone.now() - since).total_seconds()) if since else 0)
    month = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    parts = selectors.count_sms_parts(since=month)
    sms = Gauge("kompaan_sms_cent", "Cent for SMS this month, at least", registry=registry)
    sms.set(parts * settings.SMS_PART_PRICE_CENT)
    return HttpResponse(generate_latest(registry), content_type="text/plain; version=0.0.4")
