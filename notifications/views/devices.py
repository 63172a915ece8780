"""The devices on which somebody sees messages, and the script that shows them there."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.templatetags.devices import device as called
from core.errors import NotFoundHere
from core.views import say_and_go
from notifications import services
from notifications.models import Device
from notifications.push_keys import public_key_of


@login_required
@require_GET
def devices(request: HttpRequest) -> HttpResponse:
    key = settings.VAPID_PRIVATE_KEY
    context = {
        "devices": Device.objects.filter(user_id=request.user.pk or 0).order_by("created_at", "pk"),
        "key": public_key_of(key) if key else "",
    }
    return render(request, "notifications/devices.html", context)


@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    services.add_device(
        endpoint=request.POST.get("endpoint", ""),
        p256dh=request.POST.get("p256dh", ""),
        auth=request.POST.get("auth", ""),
        name=called(request.headers.get("User-Agent", "")),
        by=cast(User, request.user),
        now=timezone.now(),
    )
    return say_and_go(request, _("From now on you see messages on this device."), "devices")


@login_required
@require_POST
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    device = Device.objects.filter(user_id=request.user.pk or 0, public_id=public_id).first()
    if device is None:
        raise NotFoundHere
    services.remove_device(device=device, by=cast(User, request.user), now=timezone.now())
    return say_and_go(request, _("No more messages on that device."), "devices")


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that it may show messages of the whole site; never kept, so that a new one counts at once."""
    script = render(request, "notifications/sw.js", content_type="text/javascript")
    script["Cache-Control"] = "no-cache"
    return script
