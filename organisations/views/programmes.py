"""The programmes of an organisation: their names, texts and timings. Only its lead changes them."""

from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from core.errors import ChangedMeanwhile, DomainError, NotFoundHere
from core.forms import explain, send_again_with
from core.views import say_and_go
from organisations import services
from organisations.models import Organisation, Programme, ProgrammeVersion
from organisations.permissions import leads
from organisations.programme_forms import ProgrammeForm, filled_in
from organisations.selectors import (
    get_programme,
    list_led_organisations,
    list_programme_versions,
    list_programmes,
)
from organisations.setting_words import changes_in_words
from organisations.support import MAKES_PAIRS
from organisations.views.desk import team_user

SHOWN = 20


@login_required
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    user = team_user(request)
    led = set(list_led_organisations(by=user).values_list("pk", flat=True))
    context = {"programmes": list_programmes(by=user), "led": led, "makes_pairs": MAKES_PAIRS}
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
            organisation=organisation, by=user, now=timezone.now(), **form.said()
        )
    except DomainError as error:
        _explain(form, error)
        return False
    return True


@login_required
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    programme = get_programme(public_id=public_id, by=user)
    if not leads(user, programme.organisation_id):
        raise NotFoundHere
    form = ProgrammeForm(request.POST or None, initial=filled_in(programme))
    if request.method == "POST" and form.is_valid() and _changed(form, programme, user):
        return say_and_go(request, _("Saved."), "organisations:programme", public_id)
    return _page(request, form, programme)


def _changed(form: ProgrammeForm, programme: Programme, user: User) -> bool:
    try:
        services.change_programme(
            programme_id=programme.pk,
            by=user,
            now=timezone.now(),
            expected_version=form.cleaned_data["version"],
            **form.said(),
        )
    except ChangedMeanwhile as error:
        explain(form, error)
        send_again_with(form, Programme.objects.get(pk=programme.pk).version)
        return False
    except DomainError as error:
        _explain(form, error)
        return False
    return True


def _explain(form: ProgrammeForm, error: DomainError) -> None:
    """A text stands once in each language: its refusal goes to the first of them."""
    in_dutch = f"{error.field}_nl"
    if in_dutch in form.fields:
        error.field = in_dutch
    explain(form, error)


@dataclass(frozen=True)
class Version:
    """A version of the settings, and what it changed."""

    row: ProgrammeVersion
    changes: list[str]


def _versions(programme: Programme) -> list[Version]:
    rows = list(list_programme_versions(programme=programme)[: SHOWN + 1])
    changed = [changes_in_words(older.settings, newer.settings) for newer, older in pairwise(rows)]
    told = [*changed, []] if len(rows) <= SHOWN else changed
    return [Version(*each) for each in zip(rows, told, strict=False)]


def _page(request: HttpRequest, form: ProgrammeForm, programme: Programme | None) -> HttpResponse:
    context = {
        "form": form,
        "programme": programme,
        "makes_pairs": programme is not None and programme.model_of_support in MAKES_PAIRS,
        "versions": _versions(programme) if programme else [],
    }
    status = 422 if form.errors else 200
    return render(request, "organisations/programme.html", context, status=status)
