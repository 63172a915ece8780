"""What the team said no to, counted."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from matching.learning import learnt
from organisations.selectors import get_programme
from organisations.views.desk import team_user


@login_required
@require_GET
def reasons(request: HttpRequest, public_id: UUID) -> HttpResponse:
    programme = get_programme(public_id=public_id, by=team_user(request))
    context = {"programme": programme, "told": learnt(programme=programme, now=timezone.now())}
    return render(request, "matching/reasons.html", context)
