"""The demo's mailbox, and the figures of the outbox for a monitor."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET

from core.errors import NotFoundHere
from notifications import selectors
from notifications.mailbox import get_mail, list_mails


def _folder() -> Path:
    """Where the demo's mails are. On a real installation nobody may read other people's mail here."""
    if not (settings.DEMO and settings.MAIL_DIR):
        raise NotFoundHere
    return Path(settings.MAIL_DIR)


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/mailbox.html", {"mails": list_mails(_folder())})


@require_GET
def mail(request: HttpRequest, name: str) -> HttpResponse:
    found = get_mail(_folder(), name)
    if found is None:
        raise NotFoundHere
    return render(request, "notifications/mail.html", {"mail": found})


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
    return HttpResponse(generate_latest(registry), content_type="text/plain; version=0.0.4")
