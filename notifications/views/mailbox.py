"""The demo's mailbox."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.errors import NotFoundHere
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
