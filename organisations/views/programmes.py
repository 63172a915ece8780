"""The programmes of an organisation: their names, texts and timings. Only its lead changes them."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from core.errors import DomainError, NotFoundHere
from core.forms import explain
from core.views import say_and_go
from organisations import services
from organisations.forms import ProgrammeForm
from organisations.models import Organisation, Programme
from organisations.permissions import leads
from organisations.selectors import get_programme, list_led_organisations, list_programmes
from organisations.views.desk import team_user


@login_required
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    user = team_user(request)
    led = set(list_led_organisations(by=user).values_list("pk", flat=True))
    context = {"programmes": list_programmes(by=user), "led": led}
    return render(request, "organisations/programmes.html", context)


@login_required
def add(request: HttpRequest) -> HttpResponse:
    user = team_user(request)
    organisation = list_led_organisations(by=user).first()
    if organisation is None:
        raise NotFoundHere
    form = ProgrammeForm(request.POST or None, initial={"is_open": True})
    if request.method == "POST" and form.is_valid() and _added(form, organisation, user):
        return say_and_go(request, _("The programme is there."), "organisations:programmes")
    return _page(request, form, None)


def _added(form: ProgrammeForm, organisation: Organisation, user: User) -> bool:
    try:
        services.create_programme(
            organisation=organisation, by=user, now=timezone.now(), **form.cleaned_data
        )
    except DomainError as error:
        explain(form, error)
        return False
    return True


@login_required
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    programme = get_programme(public_id=public_id, by=user)
    if not leads(user, programme.organisation_id):
        raise NotFoundHere
    form = ProgrammeForm(request.POST or None, initial=_known(programme))
    if request.method == "POST" and form.is_valid() and _changed(form, programme, user):
        return say_and_go(request, _("Saved."), "organisations:programmes")
    return _page(request, form, programme)


def _known(programme: Programme) -> dict[str, Any]:
    return {name: getattr(programme, name) for name in ProgrammeForm.base_fields}


def _changed(form: ProgrammeForm, programme: Programme, user: User) -> bool:
    try:
        services.change_programme(
            programme_id=programme.pk, by=user, now=timezone.now(), **form.cleaned_data
        )
    except DomainError as error:
        explain(form, error)
        return False
    return True


def _page(request: HttpRequest, form: ProgrammeForm, programme: Programme | None) -> HttpResponse:
    context = {"form": form, "programme": programme}
    status = 422 if form.errors else 200
    return render(request, "organisations/programme.html", context, status=status)
