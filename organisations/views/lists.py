"""Filters that are kept under a name, and the timeline of a person."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.forms import explain
from core.lists import Pages
from core.views import say_and_go
from organisations import services
from organisations.forms import FilterNameForm
from organisations.permissions import organisations_of
from organisations.selectors import get_enrolment, list_events, moments_of
from organisations.views.desk import PAGE, team_user


@login_required
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the address; who keeps them goes on where they were."""
    user = team_user(request)
    form = FilterNameForm(request.POST, organisations=organisations_of(user))
    if form.is_valid():
        try:
            saved = services.save_filter(by=user, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            explain(form, error)
        else:
            messages.success(request, _("Kept."))
            return redirect(f"{reverse('organisations:people')}?{saved.query}")
    return render(request, "organisations/filter.html", {"form": form}, status=422)


@login_required
@require_POST
def remove_filter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.remove_filter(public_id=public_id, by=team_user(request))
    return say_and_go(request, _("Taken away."), "organisations:people")


@login_required
@require_GET
def timeline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything that happened with somebody, newest first."""
    enrolment = get_enrolment(public_id=public_id, by=team_user(request))
    page = Pages(list_events(enrolment=enrolment), PAGE).get_page(request.GET.get("page"))
    context = {
        "enrolment": enrolment,
        "page": page,
        "moments": moments_of(page.object_list),
        "query": "",
    }
    return render(request, "organisations/timeline.html", context)
