"""One decision about all ticked drafts. What became of each is told."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.errors import InvalidInput, NotFoundHere
from core.views import go_back
from matching import services
from matching.services.bulk import ACTIONS, APPROVE, HOLD, REJECT, Outcome
from matching.views.back import names_of
from organisations.selectors import get_programme
from organisations.views.desk import team_user

HOLD_DAYS = 14


def hold_choices() -> list[tuple[int, str]]:
    """For how many days drafts are put aside, in words."""
    return [(7 * n, ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n}) for n in (2, 1, 4, 8)]


@login_required
@require_POST
def decide_many(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send, put aside or reject the ticked drafts: `action` says which."""
    user = team_user(request)
    programme = get_programme(public_id=public_id, by=user)
    asked = [_uuid(text) for text in request.POST.getlist("proposal")]
    action = request.POST.get("action", APPROVE)
    back = go_back(request, reverse("matching:board", args=[public_id]))
    if not asked:
        messages.warning(request, _("Tick the proposals first."))
        return back
    try:
        outcomes = services.decide_many(
            programme=programme,
            public_ids=asked,
            action=action,
            reason=request.POST.get("reason", ""),
            until=_day(request) if action == HOLD else None,
            by=user,
            now=timezone.now(),
        )
    except InvalidInput as error:
        messages.error(request, _faults(error))
        return back
    _tell(request, outcomes, action)
    return back


def _faults(error: InvalidInput) -> str:
    """What was not filled in correctly, in words."""
    words = {
        "reason": _("Choose why these are not proposed."),
        "until": _("Choose for how long these are put aside."),
        "proposals": _("Tick at most 50 proposals at once."),
    }
    return words.get(error.field or "", str(error))


def _tell(request: HttpRequest, outcomes: list[Outcome], action: str) -> None:
    done = [each for each in outcomes if each.is_done]
    for each in outcomes:
        if each.error is not None:
            messages.error(request, f"{_names(each)}: {each.error}", extra_tags=each.error.code)
    if done:
        said = f"{_summary(action, len(done))} {', '.join(_names(each) for each in done)}"
        messages.success(request, said)


def _summary(action: str, n: int) -> str:
    said = {
        APPROVE: ngettext("%(n)s proposal was sent.", "%(n)s proposals were sent.", n),
        HOLD: ngettext("%(n)s proposal was put aside.", "%(n)s proposals were put aside.", n),
        REJECT: ngettext("%(n)s proposal was rejected.", "%(n)s proposals were rejected.", n),
    }
    assert set(said) == set(ACTIONS)
    return said[action] % {"n": n}


def _names(outcome: Outcome) -> str:
    proposal = outcome.proposal
    if proposal is None:
        return _("A proposal")
    return names_of(proposal.seeker, proposal.volunteer)


def _day(request: HttpRequest) -> date:
    """So many days from now; what is not on offer is refused like a day that is over."""
    days = request.POST.get("days", str(HOLD_DAYS))
    if days not in {str(each) for each, _words in hold_choices()}:
        return date.min
    return timezone.localdate() + timedelta(days=int(days))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFoundHere from error
