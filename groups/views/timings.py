"""How long things take in a programme, after two people were introduced. Only its lead changes it."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import ChangedMeanwhile, DomainError, NotFoundHere
from core.forms import explain, send_again_with
from core.views import say_and_go
from groups import services
from groups.forms import TimingsForm
from groups.models.timings import LIMITS
from groups.selectors import timings_of
from organisations.models import Programme
from organisations.permissions import leads
from organisations.selectors import get_programme
from organisations.views.desk import team_user


@login_required
def timings(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    programme = get_programme(public_id=public_id, by=user)
    if not leads(user, programme.organisation_id):
        raise NotFoundHere
    row = timings_of(programme)
    known = {name: getattr(row, name) for name in (*LIMITS, "version")}
    form = TimingsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid() and _saved(request, programme, form):
        return say_and_go(request, _("Saved."), "groups:timings", public_id)
    context = {"form": form, "programme": programme}
    return render(request, "groups/timings.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, programme: Programme, form: TimingsForm) -> bool:
    said = dict(form.cleaned_data)
    version = said.pop("version")
    try:
        services.change_timings(
            programme_id=programme.pk,
            by=cast(User, request.user),
            now=timezone.now(),
            expected_version=version,
            **said,
        )
    except ChangedMeanwhile as error:
        explain(form, error)
        send_again_with(form, timings_of(Programme.objects.get(pk=programme.pk)).version)
    except DomainError as error:
        explain(form, error)
    else:
        return True
    return False
