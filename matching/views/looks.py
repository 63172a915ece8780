"""Who waits long without anybody having looked, and noting that somebody did."""

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
from matching import services
from matching.selectors import list_to_look_at
from organisations.selectors import get_enrolment
from organisations.views.desk import team_user

PAGE = 25


@login_required
@require_GET
def looks(request: HttpRequest) -> HttpResponse:
    """Everybody who must be looked at, longest waiting first."""
    rows = list_to_look_at(by=team_user(request), now=timezone.now())
    page = Pages(rows, PAGE, at_once=True).get_page(request.GET.get("page"))
    return render(request, "matching/looks.html", {"page": page, "query": ""})


@login_required
@require_POST
def note_look(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody of the team looked; a word on what was done may stand with it."""
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    name, note = enrolment.person.name_to_use, request.POST.get("note", "")
    try:
        services.note_look(enrolment_id=enrolment.pk, by=user, now=timezone.now(), note=note)
    except DomainError as error:
        messages.error(request, f"{name}: {error}", extra_tags=error.code)
    else:
        messages.success(request, _("%(name)s: noted that you have looked.") % {"name": name})
    return go_back(request, reverse("organisations:person", args=[public_id]))
