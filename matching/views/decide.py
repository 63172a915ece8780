"""What the team does with a proposal."""

from datetime import date, timedelta
from types import EllipsisType
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from core.errors import DomainError, InvalidInput
from core.views import go_back, says_yes
from matching import services
from matching.models import Proposal
from matching.models.proposals import RejectReason
from matching.selectors import get_proposal
from matching.views.back import say, say_refused
from matching.views.bulk import HOLD_DAYS
from matching.views.rows import row_of
from organisations.views.desk import team_user


@login_required
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal = get_proposal(public_id=public_id, by=team_user(request))
    context = {
        "row": row_of(proposal),
        "proposal": proposal,
        "answers": proposal.answers.select_related("enrolment__person").order_by("pk"),
        "reject_reasons": RejectReason.choices,
    }
    return render(request, "matching/proposal_detail.html", context)


@login_required
@require_POST
def approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user, proposal = _asked(request, public_id)
    try:
        services.approve_proposal(proposal_id=proposal.pk, by=user, now=timezone.now())
    except DomainError as error:
        return _refused(request, proposal, error)
    return _done(request, proposal, _("Both get a mail now. You hear it when they have answered."))


@login_required
@require_POST
def hold(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a draft aside until a day (two weeks when none is said), or back on the board."""
    user, proposal = _asked(request, public_id)
    until: date | None = None
    if "release" not in request.POST:
        until = _day(request) or timezone.localdate() + timedelta(days=HOLD_DAYS)
    try:
        services.hold_proposal(
            proposal_id=proposal.pk, until=until, by=user, now=timezone.now(), seen=_seen(request)
        )
    except DomainError as error:
        return _refused(request, proposal, error)
    return _done(request, proposal, _("Put aside.") if until else _("Back on the board."))


def _seen(request: HttpRequest) -> date | EllipsisType | None:
    """The hold that stood on the page, when the form says it; so that nobody undoes what a colleague did meanwhile."""
    if "held" not in request.POST:
        return ...
    try:
        return parse_date(request.POST["held"])
    except ValueError:
        return ...


def _day(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.POST.get("until", ""))
    except ValueError:
        return None


@login_required
@require_POST
def reject(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user, proposal = _asked(request, public_id)
    reason = request.POST.get("reason", "")
    try:
        services.reject_proposal(
            proposal_id=proposal.pk, reason=reason, by=user, now=timezone.now()
        )
    except DomainError as error:
        return _refused(request, proposal, error)
    return _done(request, proposal, _("These two will not be proposed again."))


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user, proposal = _asked(request, public_id)
    services.withdraw_proposal(proposal_id=proposal.pk, by=user, now=timezone.now())
    return _done(
        request, proposal, _("The proposal was taken back. Both are told in neutral words.")
    )


@login_required
@require_POST
def told(request: HttpRequest, public_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Somebody told the team their answer by phone."""
    user, proposal = _asked(request, public_id)
    answer = proposal.answers.filter(enrolment__public_id=enrolment_id).order_by("pk").first()
    if answer is None:
        raise InvalidInput(field="answer")
    services.answer_proposal(
        answer_id=answer.pk,
        yes=says_yes(request, "answer"),
        way="coordinator",
        by=user,
        now=timezone.now(),
    )
    return _done(request, proposal, _("Noted."))


def _asked(request: HttpRequest, public_id: UUID) -> tuple[User, Proposal]:
    user = team_user(request)
    return user, get_proposal(public_id=public_id, by=user)


def _done(request: HttpRequest, proposal: Proposal, said: str) -> HttpResponse:
    say(request, proposal, said)
    return _back(request, proposal)


def _refused(request: HttpRequest, proposal: Proposal, error: DomainError) -> HttpResponse:
    say_refused(request, proposal.seeker, proposal.volunteer, error)
    return _back(request, proposal)


def _back(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    return go_back(request, reverse("matching:proposal_detail", args=[proposal.public_id]))
