"""Another partner for one of the two of a draft: what it costs, before it is done. And drafts that shall stay as they are."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import ChangedMeanwhile, DomainError, InvalidInput
from core.views import go_back
from matching import services
from matching.models import Proposal
from matching.selectors import get_proposal
from matching.views.back import say, say_refused
from matching.views.rows import told_of
from organisations.models.enrolments import Side
from organisations.selectors import get_enrolment
from organisations.views.desk import team_user


@login_required
@require_http_methods(["GET", "POST"])
def swap(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """`?keep=volunteer`: who looks gets replaced; otherwise the volunteer does."""
    user = team_user(request)
    proposal = get_proposal(public_id=public_id, by=user)
    keep = request.POST.get("keep") or request.GET.get("keep") or Side.SEEKER
    error: DomainError | None = None
    if request.method == "POST":
        try:
            return _swapped(request, proposal, keep)
        except ChangedMeanwhile as changed:
            error = changed  # the page shows how it is now
    found = services.preview_swap(proposal=proposal, keep=keep, by=user, now=timezone.now())
    context = {
        "proposal": proposal,
        "swap": found,
        "keep": keep,
        "rows": [(each, told_of(each.candidate.facts)) for each in found.options],
        "error": error,
    }
    return render(request, "matching/swap.html", context, status=409 if error else 200)


def _swapped(request: HttpRequest, proposal: Proposal, keep: str) -> HttpResponse:
    user = team_user(request)
    other = get_enrolment(public_id=_uuid(request.POST.get("other", "")), by=user)
    done = services.swap_partner(
        proposal_id=proposal.pk,
        keep=keep,
        other_id=other.pk,
        seen=request.POST.get("seen", ""),
        by=user,
        now=timezone.now(),
    )
    for each in (done.new, done.back):
        if each is not None:
            say(request, each, _("on the board now."))
    return redirect("matching:proposal_detail", done.new.public_id)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInput(field="other") from error


@login_required
@require_POST
def lock(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Leave a draft as it is in the next search; with `release` it may be replaced again."""
    user = team_user(request)
    proposal = get_proposal(public_id=public_id, by=user)
    locked = "release" not in request.POST
    try:
        services.lock_proposal(proposal_id=proposal.pk, locked=locked, by=user, now=timezone.now())
    except DomainError as error:
        say_refused(request, proposal.seeker, proposal.volunteer, error)
    else:
        said = _("The next search leaves this as it is.") if locked else _("Not fixed any more.")
        say(request, proposal, said)
    return go_back(request, reverse("matching:proposal_detail", args=[public_id]))
