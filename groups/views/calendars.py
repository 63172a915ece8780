"""The address that somebody's own calendar reads, and the page where it is made and ended."""

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.models import Person, User
from core.errors import NotFoundHere
from core.views import say_and_go
from groups import services
from groups.calendars import feed_of
from groups.gathering_selectors import list_gatherings_of_person, person_of_calendar
from groups.models import CalendarFeed

PAST = timedelta(days=60)


@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """Make an address, which is shown this once, or end it (`end`)."""
    user = cast(User, request.user)
    person = Person.objects.filter(user=user).order_by("pk").first()
    if person is None:
        raise NotFoundHere
    address = ""
    if request.method == "POST":
        if "end" in request.POST:
            services.end_calendar_address(person_id=person.pk, by=user, now=timezone.now())
            return say_and_go(request, _("The address does not work any more."), "groups:calendar")
        secret = services.make_calendar_address(person_id=person.pk, by=user, now=timezone.now())
        address = str(settings.SITE_URL) + reverse("groups:calendar_feed", args=[secret])
    known = CalendarFeed.objects.filter(person=person, ended_at=None).order_by("pk").first()
    response = render(request, "groups/calendar.html", {"address": address, "known": known})
    response["Cache-Control"] = "no-store"
    return response


@never_cache
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """For a calendar program: it has no login, only the secret."""
    person = person_of_calendar(secret)
    if person is None:
        raise Http404
    now = timezone.now()
    rows = list_gatherings_of_person(person.pk, since=now - PAST)
    with translation.override(person.language):
        text = feed_of(rows, now=now)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
