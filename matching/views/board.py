"""The review board of a programme: a search, its drafts, and who was left over."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core.lists import Pages
from core.views import say_and_go
from matching import services
from matching.advice_words import gains_in_words, wanted_in_words
from matching.areas import lines_between_areas
from matching.models import LeftOver, MatchRun
from matching.models.proposals import RejectReason
from matching.models.runs import Objective
from matching.selectors import (
    count_proposals,
    latest_run,
    list_proposals,
    list_to_look_at,
    waiting_by_town,
)
from matching.states import LIVE_RUN, ProposalState, RunState
from matching.views.bulk import hold_choices
from matching.views.rows import BoardRow, row_of
from matching.words import change_in_words, reason_in_words
from organisations.models import Programme
from organisations.selectors import get_programme, list_programmes
from organisations.support import MAKES_PAIRS
from organisations.views.desk import team_user

PAGE, TABLE = 12, 50
_VIEWS = {
    "": gettext_lazy("As a list"),
    "table": gettext_lazy("As a table"),
    "map": gettext_lazy("On the map"),
}
_TABS = (
    ProposalState.DRAFT,
    ProposalState.OFFERED,
    ProposalState.AGREED,
    ProposalState.DECLINED,
    ProposalState.EXPIRED,
    ProposalState.REJECTED,
    ProposalState.WITHDRAWN,
)


@login_required
@require_GET
def boards(request: HttpRequest) -> HttpResponse:
    """The programmes of the team; with only one, its board at once."""
    user = team_user(request)
    mine = list(list_programmes(by=user).filter(model_of_support__in=MAKES_PAIRS))
    if len(mine) == 1:
        return redirect("matching:board", mine[0].public_id)
    counts = count_proposals(programmes=mine)
    rows = [(each, counts.get((each.pk, ProposalState.DRAFT), 0)) for each in mine]
    return render(request, "matching/boards.html", {"rows": rows})


@login_required
@require_GET
def board(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    programme = get_programme(public_id=public_id, by=user)
    state = request.GET.get("state", ProposalState.DRAFT)
    if state not in ProposalState.values:
        state = ProposalState.DRAFT
    view = request.GET.get("view", "")
    order = request.GET.get("order", "")
    rows = list_proposals(by=user, longest_waiting_first=order == "waiting")
    rows = rows.filter(programme=programme, state=state)
    page = Pages(rows, TABLE if view == "table" else PAGE).get_page(request.GET.get("page"))
    counts = count_proposals(programmes=[programme])
    context = {
        "programme": programme,
        "state": state,
        "tabs": [(tab.value, tab.label, counts.get((programme.pk, tab), 0)) for tab in _TABS],
        "page": page,
        "rows": [] if view == "map" else _rows(page.object_list),
        "view": view,
        "views": list(_VIEWS.items()),
        "order": order,
        "lines": lines_between_areas(programme=programme, state=state) if view == "map" else [],
        "query": urlencode({"state": state, "view": view, "order": order}),
        "reject_reasons": RejectReason.choices,
        "hold_choices": hold_choices(),
        "objectives": Objective.choices,
        "points": waiting_by_town(programme=programme) if view == "map" else [],
        **_run(programme),
    }
    return render(request, "matching/board.html", context)


def _rows(proposals: Any) -> list[BoardRow]:
    return [row_of(proposal) for proposal in proposals]


def _run(programme: Programme) -> dict[str, Any]:
    run = latest_run(programme=programme)
    return {
        "programme": programme,
        "run": run,
        "run_is_live": run is not None and run.state in LIVE_RUN,
        "left_over_count": run.left_over.count() if run else 0,
    }


@login_required
@require_POST
def search(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for a search; a worker does it."""
    user = team_user(request)
    programme = get_programme(public_id=public_id, by=user)
    objective = request.POST.get("objective", Objective.MOST_PEOPLE)
    services.request_run(
        programme_id=programme.pk, objective=objective, by=user, now=timezone.now()
    )
    return say_and_go(
        request,
        _("The search has started. You get a mail when it is ready."),
        "matching:board",
        public_id,
    )


@login_required
@require_GET
def status(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far the search is; the page asks this every other second while it runs."""
    programme = get_programme(public_id=public_id, by=team_user(request))
    facts = _run(programme)
    response = render(request, "matching/run.html", facts)
    if not facts["run_is_live"]:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    run = _live_run(get_programme(public_id=public_id, by=user))
    services.cancel_run(run_id=run.pk, by=user, now=timezone.now())
    return say_and_go(request, _("The search was cancelled."), "matching:board", public_id)


def _live_run(programme: Programme) -> MatchRun:
    from matching.errors import RunClosed

    run = latest_run(programme=programme)
    if run is None:
        raise RunClosed
    return run


@login_required
@require_GET
def left_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who got nobody in the latest search, why, and what would help."""
    programme = get_programme(public_id=public_id, by=team_user(request))
    run = programme.runs.filter(state=RunState.FINISHED).order_by("-finished_at", "-pk").first()
    rows = LeftOver.objects.filter(run=run).select_related("enrolment__person__place")
    page = Pages(rows.order_by("enrolment__waiting_since", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    ids = [each.enrolment_id for each in page.object_list]
    overdue = list_to_look_at(by=team_user(request), now=timezone.now(), among=ids)
    must_look = set(overdue.values_list("pk", flat=True))
    told = [
        (
            each.enrolment,
            each.enrolment_id in must_look,
            reason_in_words(each.reason),
            change_in_words(each.change, each.amount, each.opens),
        )
        for each in page.object_list
    ]
    counted = Counter(rows.values_list("reason", flat=True))
    context = {
        "programme": programme,
        "run": run,
        "page": page,
        "rows": told,
        "query": "",
        "gains": gains_in_words(run.advice) if run else [],
        "wanted": wanted_in_words(run.advice) if run else [],
        "bars": [{"label": reason_in_words(code), "value": n} for code, n in counted.most_common()],
    }
    return render(request, "matching/left_over.html", context)
