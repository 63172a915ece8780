"""Whom the team speaks to, and what it noted about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.lists import Pages
from core.views import go_back
from groups.models.agreements import Way
from organisations.models import Enrolment
from organisations.selectors import get_enrolment
from organisations.views.desk import team_user
from waitlist import services
from waitlist.selectors import list_to_speak_to

PAGE = 25


@login_required
@require_GET
def to_speak_to(request: HttpRequest) -> HttpResponse:
    """Everybody who must be spoken to; who left our mails without an answer first."""
    rows = list_to_speak_to(by=team_user(request), now=timezone.now())
    page = Pages(rows, PAGE, at_once=True).get_page(request.GET.get("page"))
    return render(request, "waitlist/to_speak_to.html", {"page": page, "query": ""})


@login_required
@require_POST
def note_contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One click: I spoke to this person. A word on it may stand with it."""
    done = _("%(name)s: noted that you spoke to them.")
    return _done(request, public_id, services.note_contact, done)


@login_required
@require_POST
def told(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What somebody said by phone about whether we look further."""
    done = _("%(name)s: noted what they said.")
    wish = {"said": request.POST.get("said", ""), "way": Way.COORDINATOR}
    return _done(request, public_id, services.answer_latest, done, **wish)


def _done(
    request: HttpRequest,
    public_id: UUID,
    service: Callable[..., Any],
    done: str,
    **facts: Any,
) -> HttpResponse:
    user = team_user(request)
    enrolment: Enrolment = get_enrolment(public_id=public_id, by=user)
    name = enrolment.person.name_to_use
    try:
        service(
            enrolment_id=enrolment.pk,
            by=user,
            now=timezone.now(),
            note=request.POST.get("note", ""),
            **facts,
        )
    except DomainError as error:
        messages.error(request, f"{name}: {error}", extra_tags=error.code)
    else:
        messages.success(request, done % {"name": name})
    return go_back(request, reverse("organisations:person", args=[public_id]))
