"""The arrival list: somebody is there, who fits?"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.views import say_and_go
from matching import services
from matching.views.rows import told_of
from organisations.models import Enrolment
from organisations.selectors import get_enrolment
from organisations.views.desk import team_user


@login_required
@require_GET
def fits(request: HttpRequest, public_id: UUID) -> HttpResponse:
    enrolment = get_enrolment(public_id=public_id, by=team_user(request))
    ranked = services.rank_for(enrolment=enrolment, now=timezone.now())
    rows = [(candidate, told_of(candidate.facts)) for candidate in ranked]
    return render(request, "matching/fits.html", {"enrolment": enrolment, "rows": rows})


@login_required
@require_POST
def propose(request: HttpRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """Make a draft of these two; it is approved on its own page."""
    user = team_user(request)
    one, other = (get_enrolment(public_id=pk, by=user) for pk in (public_id, other_id))
    volunteer, seeker = (one, other) if one.is_volunteer else (other, one)
    try:
        proposal = services.propose_pair(
            volunteer_id=volunteer.pk, seeker_id=seeker.pk, by=user, now=timezone.now()
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("matching:fits", public_id)
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
