"""The page of a pair, for its two people and for the team, and what they do there."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from core.errors import DomainError, NotFoundHere
from core.forms import explain
from core.lists import Pages
from core.panels import render_panels
from core.views import say_and_go
from groups import services
from groups.cards import Meeting, pair_card
from groups.errors import MomentNotOffered
from groups.forms import BreakForm, MeetingForm, TeamMeetingForm
from groups.models import Session
from groups.selectors import Seen, list_team_pairs, see
from groups.states import State
from organisations.views.desk import team_user

PAGE = 25


@login_required
@require_GET
def pairs(request: HttpRequest) -> HttpResponse:
    """Every pair of the team, the newest first, or those in one state."""
    rows = list_team_pairs(by=team_user(request))
    state = request.GET.get("state", "")
    if state in State.values:
        rows = rows.filter(state=state)
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    query = f"state={state}" if state in State.values else ""
    context = {"page": page, "states": State.choices, "state": state, "query": query}
    return render(request, "groups/pairs.html", context)


@login_required
@require_GET
def pair(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, seen_by(request, public_id))


def seen_by(request: HttpRequest, public_id: UUID) -> Seen:
    return see(public_id=public_id, by=cast(User, request.user))


def page_of(
    request: HttpRequest,
    seen: Seen,
    error: DomainError | None = None,
    **typed: forms.BaseForm,
) -> HttpResponse:
    """The page as it is now; after a refusal with why not and what was typed (also in the panels of other apps)."""
    return _page(request, seen_by(request, seen.group.public_id), error, **typed)


def _page(
    request: HttpRequest, seen: Seen, error: DomainError | None = None, **typed: forms.BaseForm
) -> HttpResponse:
    card = pair_card(seen)
    context: dict[str, Any] = {
        "card": card,
        "group": seen.group,
        "error": error,
        "meeting_form": _form_of_meeting(seen, card.meeting),
        "break_form": BreakForm(auto_id="break_%s", initial={"starts_on": timezone.localdate()}),
        "panels": render_panels("pair", request, seen=seen, card=card, **typed),
        "panels_after": render_panels("pair_after", request, seen=seen, card=card, **typed),
        **typed,
    }
    faulty = any(form.errors for form in typed.values())
    status = error.status if error else 422 if faulty else 200
    return render(request, "groups/pair.html", context, status=status)


def _form_of_meeting(seen: Seen, current: Meeting | None, data: Any = None) -> MeetingForm:
    shape = TeamMeetingForm if seen.is_team else MeetingForm
    known: dict[str, Any] = {"replaces": current.id if current else None}
    if current is not None:
        known |= {"place": current.place, "with_coordinator": current.with_coordinator}
    return shape(data, initial=known)


def done(
    request: HttpRequest, seen: Seen, act: Callable[[], Any], said: str, **typed: Any
) -> HttpResponse:
    """Do it and show the page again; a refusal stands beside its field, or above the page."""
    try:
        act()
    except NotFoundHere:
        raise
    except DomainError as error:
        form = next(iter(typed.values()), None)
        if form is None or not form.is_bound or error.field not in form.fields:
            return page_of(request, seen, error, **typed)
        explain(form, error)
        return page_of(request, seen, **typed)
    return say_and_go(request, said, "groups:pair", seen.group.public_id)


def speaks(request: HttpRequest, seen: Seen) -> dict[str, Any]:
    return seen.speaks(cast(User, request.user), "page") | {"now": timezone.now()}


@login_required
@require_POST
def meet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Propose moments for the first meeting."""
    seen = seen_by(request, public_id)
    form = _form_of_meeting(seen, pair_card(seen).meeting, request.POST)
    if not form.is_valid():
        return page_of(request, seen, meeting_form=form)

    def act() -> None:
        services.propose_meeting(group_id=seen.group.pk, **form.said(), **speaks(request, seen))

    return done(request, seen, act, _("The other chooses a moment now."), meeting_form=form)


@login_required
@require_POST
def take(request: HttpRequest, public_id: UUID, session_id: UUID) -> HttpResponse:
    """Take one of the moments."""
    seen = seen_by(request, public_id)
    session = session_of(seen.group.pk, session_id)

    def act() -> None:
        services.take_moment(session_id=session.pk, **moment(request), **speaks(request, seen))

    return done(request, seen, act, _("Planned. You both get a mail."))


def session_of(group_id: int, session_id: UUID) -> Session:
    session = Session.objects.filter(group_id=group_id, public_id=session_id).first()
    if session is None:
        raise NotFoundHere
    return session


def moment(request: HttpRequest) -> dict[str, Any]:
    """The moment whose button was pressed. Raises MomentNotOffered for anything else."""
    try:
        start = parse_datetime(request.POST.get("start", ""))
    except ValueError:
        start = None
    if start is None or timezone.is_naive(start):
        raise MomentNotOffered
    return {"start": start}


@login_required
@require_POST
def rest(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A pause or a holiday."""
    seen = seen_by(request, public_id)
    form = BreakForm(request.POST, auto_id="break_%s")
    if not form.is_valid():
        return page_of(request, seen, break_form=form)

    def act() -> None:
        services.take_break(group_id=seen.group.pk, **form.cleaned_data, **speaks(request, seen))

    return done(request, seen, act, _("Noted. We ask nothing meanwhile."), break_form=form)


@login_required
@require_POST
def go_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The break is over."""
    seen = seen_by(request, public_id)

    def act() -> None:
        services.end_breaks(group_id=seen.group.pk, **speaks(request, seen))

    return done(request, seen, act, _("Welcome back."))
