"""The board of a programme that forms groups: a search, themes by regions, drafts, and who waits on."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.catalogues import day_part_in_words
from core.errors import DomainError
from core.forms import explain
from core.lists import Pages
from core.views import say_and_go
from matching import services
from matching.group_cards import DraftCard, draft_card
from matching.group_errors import FormingClosed
from matching.group_forms import OpenDraftForm
from matching.group_selectors import (
    latest_forming,
    list_drafts,
    list_leads,
    list_left_out,
    themes_by_region,
)
from matching.group_words import why_in_words
from matching.states import LIVE_FORMING, DraftState
from organisations.models import Programme
from organisations.theme_selectors import list_meeting_places, list_themes
from organisations.views.desk import team_user
from organisations.views.themes import group_programme

PAGE = 12
_TABS = (
    DraftState.DRAFT,
    DraftState.ASKED,
    DraftState.FORMED,
    DraftState.REJECTED,
    DraftState.DISSOLVED,
)
_VIEWS = {
    "": gettext_lazy("As a list"),
    "table": gettext_lazy("As a table"),
    "map": gettext_lazy("On the map"),
}


@login_required
@require_GET
def board(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    programme = group_programme(public_id, user)
    state = request.GET.get("state", DraftState.DRAFT)
    if state not in DraftState.values:
        state = DraftState.DRAFT
    view = request.GET.get("view", "")
    rows = list_drafts(by=user, states=[state]).filter(programme=programme)
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    cards = [draft_card(draft) for draft in page.object_list]
    done = latest_forming(programme=programme, finished=True)
    regions, themes = themes_by_region(programme=programme, forming=done)
    context = {
        **_run(programme),
        "state": state,
        "tabs": [(tab.value, tab.label) for tab in _TABS],
        "views": list(_VIEWS.items()),
        "view": view,
        "page": page,
        "cards": cards,
        "points": _points(cards) if view == "map" else [],
        "regions": regions,
        "themes": themes,
        "query": f"state={state}&view={view}",
    }
    return render(request, "matching/groups_board.html", context)


def _points(cards: list[DraftCard]) -> list[dict[str, Any]]:
    return [
        {
            "lat": card.draft.place.cell.lat,
            "lon": card.draft.place.cell.lon,
            "count": len(card.members),
            "label": card.draft.place.postal.name,
            "who": card.draft.theme.name,
        }
        for card in cards
    ]


def _run(programme: Programme) -> dict[str, Any]:
    forming = latest_forming(programme=programme)
    live = forming is not None and forming.state in LIVE_FORMING
    return {"programme": programme, "forming": forming, "is_live": live}


@login_required
@require_POST
def search(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for groups to be formed; a worker does it."""
    user = team_user(request)
    programme = group_programme(public_id, user)
    services.request_forming(programme_id=programme.pk, by=user, now=timezone.now())
    said = _("The search has started. You get a mail when it is ready.")
    return say_and_go(request, said, "matching:groups_board", public_id)


@login_required
@require_GET
def status(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is; the page asks this every other second while it runs."""
    facts = _run(group_programme(public_id, team_user(request)))
    response = render(request, "matching/forming.html", facts)
    if not facts["is_live"]:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    forming = latest_forming(programme=group_programme(public_id, user))
    if forming is None:
        raise FormingClosed
    services.cancel_forming(forming_id=forming.pk, by=user, now=timezone.now())
    return say_and_go(request, _("The search was cancelled."), "matching:groups_board", public_id)


@login_required
def open_draft(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A draft for a course or a group that a coordinator puts together."""
    user = team_user(request)
    programme = group_programme(public_id, user)
    themes = list(list_themes(programme=programme))
    places = list(list_meeting_places(organisation_id=programme.organisation_id))
    leads = list(list_leads(programme_id=programme.pk))
    form = OpenDraftForm(
        request.POST or None,
        themes=themes,
        places=places,
        leads=leads,
        initial={"language": request.LANGUAGE_CODE},
    )
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.open_draft(by=user, now=timezone.now(), **form.said())
            said = _("The draft is open. Now put people in.")
            return say_and_go(request, said, "matching:draft", draft.public_id)
        except DomainError as error:
            explain(form, error)
    context = {"programme": programme, "form": form, "themes": themes, "places": places}
    status = 422 if form.errors else 200
    return render(request, "matching/open_draft.html", context, status=status)


@login_required
@require_GET
def left_out(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who found no group in the latest search, why, and how far the nearest one stands."""
    programme = group_programme(public_id, team_user(request))
    forming = latest_forming(programme=programme, finished=True)
    page = Pages(list_left_out(forming=forming), PAGE).get_page(request.GET.get("page"))
    rows = [(row, why_in_words(row.reason), _where(row.thermometer)) for row in page.object_list]
    context = {"programme": programme, "forming": forming, "page": page, "rows": rows, "query": ""}
    return render(request, "matching/left_out.html", context)


def _where(thermometer: Any) -> str:
    if thermometer is None:
        return ""
    return f"{thermometer.place.name}, {day_part_in_words(thermometer.day_part)}"
