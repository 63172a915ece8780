"""How the groups of a programme do, for its team."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.suppression import K
from groups.figures import group_figures
from organisations.selectors import get_programme
from organisations.views.desk import team_user


@login_required
@require_GET
def figures(request: HttpRequest, public_id: UUID) -> HttpResponse:
    programme = get_programme(public_id=public_id, by=team_user(request))
    told = group_figures(programme=programme, now=timezone.now())
    context = {"programme": programme, "figures": told, "k": K}
    return render(request, "groups/figures.html", context)
