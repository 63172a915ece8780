"""What we know about you: to read, to take along, to take back. And the login."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import services
from accounts.exports import export_of
from accounts.forms import STEPS
from accounts.models import User
from accounts.models.consents import Purpose
from accounts.selectors import list_looks, read_told, shown_by_moment
from accounts.views.steps import own_person
from core.panels import render_panels


@login_required
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    person = own_person(request)
    read_told([person])
    consents = list(person.consents.filter(withdrawn_at=None).order_by("pk"))
    context = {
        "person": person,
        "steps": STEPS,
        "consents": consents,
        "ends": render_panels("withdrawing", request, person=person),
        "has_consent": any(each.purpose == Purpose.SERVICE for each in consents),
        "looks": list_looks(person=person),
        "shown": shown_by_moment(person=person, language=request.LANGUAGE_CODE),
    }
    return render(request, "accounts/my_data.html", context)


@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse(export_of(own_person(request)), json_dumps_params={"indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="kompaan.json"'
    return answer


@login_required
@require_POST
def consent(request: HttpRequest) -> HttpResponse:
    """Give the consent to look for somebody, or take it back."""
    person, by, now = own_person(request), cast(User, request.user), timezone.now()
    if request.POST.get("give"):
        services.give_consent(person=person, purpose=Purpose.SERVICE, how="page", by=by, now=now)
        messages.success(request, _("Thank you. We look for somebody again."))
    else:
        services.withdraw_consent(person=person, purpose=Purpose.SERVICE, by=by, now=now)
        messages.success(request, _("We no longer look for somebody for you."))
    return redirect("accounts:my_data")


@login_required
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    context = {"more": render_panels("security", request)}
    return render(request, "accounts/security.html", context)
