"""The arrival list: somebody is there, who fits? And who would, if something were otherwise?"""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.views import go_back, say_and_go
from matching import services
from matching.arrivals import Arrival, arrivals
from matching.beside import get_two, put_beside
from matching.forms import WhatIfForm
from matching.selectors import get_arriving
from matching.views.back import say, say_refused
from matching.views.rows import told_of
from organisations.models import Enrolment
from organisations.selectors import get_enrolment
from organisations.services import note_look
from organisations.views.desk import team_user


@login_required
@require_GET
def fits(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """With `?farther_km=5` and the like it shows who would fit then; nothing is saved."""
    enrolment, now = get_arriving(public_id=public_id, by=request.user), timezone.now()
    form = WhatIfForm(request.GET or None)
    bent = None
    if form.is_bound and form.is_valid() and form.bends():
        bend = services.checked_bend(**form.said())
        bent = services.rank_if(enrolment=enrolment, bend=bend, now=now)
    ranked = bent.candidates if bent else services.rank_for(enrolment=enrolment, now=now)
    context = {
        "enrolment": enrolment,
        "form": form,
        "bent": bent,
        "rows": [_row(each) for each in arrivals(enrolment=enrolment, candidates=ranked)],
    }
    by_script = request.htmx  # type: ignore[attr-defined]
    status = 422 if form.errors and not by_script else 200
    return render(request, "matching/fits.html", context, status=status)


def _row(arrival: Arrival) -> tuple[Arrival, object]:
    return arrival, told_of(arrival.facts)


@login_required
@require_GET
def beside(request: HttpRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """Two people side by side: what they have in common, what differs, what is still to ask."""
    user, now = team_user(request), timezone.now()
    one, other = get_two(one_id=public_id, other_id=other_id, by=user)
    note_look(enrolments=(one, other), by=user, now=now)
    found = put_beside(one=one, other=other, now=now)
    context = {"beside": found, "told": told_of(found.facts), "people": (one, other)}
    return render(request, "matching/beside.html", context)


@login_required
@require_POST
def propose(request: HttpRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """Make a draft of these two; with `send` they are asked at once."""
    user = team_user(request)
    one, other = (get_enrolment(public_id=pk, by=user) for pk in (public_id, other_id))
    volunteer, seeker = (one, other) if one.is_volunteer else (other, one)
    send = "send" in request.POST
    make = services.offer_pair if send else services.propose_pair
    try:
        proposal = make(volunteer_id=volunteer.pk, seeker_id=seeker.pk, by=user, now=timezone.now())
    except DomainError as error:
        say_refused(request, seeker, volunteer, error)
        return go_back(request, reverse("matching:fits", args=[public_id]))
    if send:
        say(request, proposal, _("Both get a mail now. You hear it when they have answered."))
    return redirect("matching:proposal_detail", proposal.public_id)


@login_required
@require_POST
def apart(request: HttpRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """Never propose these two to each other."""
    user = team_user(request)
    one, other = (get_enrolment(public_id=pk, by=user) for pk in (public_id, other_id))
    _keep_apart(one, other, request)
    return say_and_go(
        request, _("These two are never proposed to each other."), "matching:fits", public_id
    )


def _keep_apart(one: Enrolment, other: Enrolment, request: HttpRequest) -> None:
    services.exclude_people(
        organisation_id=one.organisation_id,
        one_id=one.person_id,
        other_id=other.person_id,
        by=team_user(request),
        now=timezone.now(),
    )
