"""The page of who fills in for somebody else, and naming them with a coordinator."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.forms import STEPS
from accounts.models import Person, Proxy, User
from accounts.models.proxies import May
from accounts.selectors import live_proxies
from accounts.services import end_proxy
from accounts.services.proxies import ensure_may_help
from accounts.views.proxies import proxies_page, proxy_of
from accounts.views.steps import edit_step
from core.errors import NotFoundHere
from core.views import say_and_go
from organisations import services
from organisations.models import Enrolment
from organisations.selectors import get_enrolment
from organisations.states import State
from organisations.views.desk import team_user

# Not the name and how to reach somebody: with these a login could be made their own.
HELPED = tuple(step for step in STEPS if step.code != "about")
_MOVES = {"pause": services.pause_enrolment, "resume": services.resume_enrolment}


def _helper(request: HttpRequest) -> User:
    return cast(User, request.user)


@login_required
@require_GET
def helping(request: HttpRequest) -> HttpResponse:
    """For whom somebody may fill in today, and what."""
    proxies = list(live_proxies(_helper(request), on=timezone.localdate()))
    resting = [each.person_id for each in proxies if May.BREAKS in each.may]
    enrolments: dict[int, list[Enrolment]] = {}
    for row in Enrolment.objects.filter(
        person__in=resting, state__in=(State.ACTIVE, State.PAUSED)
    ).select_related("programme"):
        enrolments.setdefault(row.person_id, []).append(row)
    rows = [(each, enrolments.get(each.person_id, [])) for each in proxies]
    return render(request, "organisations/helping.html", {"rows": rows})


@login_required
def help_step(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Fill in a step of the profile for somebody."""
    person = Person.objects.filter(public_id=public_id).first()
    if person is None:
        raise NotFoundHere
    ensure_may_help(
        _helper(request), person_id=person.pk, what=May.PROFILE, on=timezone.localdate()
    )
    return edit_step(
        request,
        person=person,
        code=code,
        url="organisations:help_step",
        args=[public_id],
        back=reverse("organisations:helping"),
        steps=HELPED,
    )


@login_required
@require_POST
def help_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    """Ask for a break for somebody, or go on."""
    enrolment = Enrolment.objects.filter(public_id=public_id).first()
    if enrolment is None or move not in _MOVES:
        raise NotFoundHere
    _MOVES[move](enrolment_id=enrolment.pk, by=_helper(request), now=timezone.now())
    return say_and_go(request, _("Saved."), "organisations:helping")


@login_required
@require_POST
def stop_helping(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who helps may stop at any moment."""
    mine = live_proxies(_helper(request), on=timezone.localdate())
    proxy: Proxy | None = mine.filter(public_id=public_id).first()
    if proxy is None:
        raise NotFoundHere
    end_proxy(proxy=proxy, by=_helper(request), now=timezone.now())
    return say_and_go(request, _("You no longer fill in."), "organisations:helping")


@login_required
def proxies(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Noted by the team together with the person."""
    enrolment = get_enrolment(public_id=public_id, by=team_user(request))
    return proxies_page(
        request,
        person=enrolment.person,
        here=reverse("organisations:proxies", args=[public_id]),
        back=reverse("organisations:person", args=[public_id]),
        end=("organisations:end_proxy", [public_id]),
    )


@login_required
@require_POST
def end_a_proxy(request: HttpRequest, public_id: UUID, proxy_id: UUID) -> HttpResponse:
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    end_proxy(proxy=proxy_of(enrolment.person, proxy_id), by=user, now=timezone.now())
    return say_and_go(request, _("They may no longer fill in."), "organisations:proxies", public_id)
