"""Choosing a moment by the link in a mail. Opening it changes nothing; only a button does."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.errors import DomainError
from core.views import chosen_language
from groups import services
from groups.cards import pair_card
from groups.errors import MomentNotOffered
from groups.forms import MeetingForm
from groups.links import read_meeting_token
from groups.models import Seat
from groups.selectors import Seen, list_pairs
from groups.views.pairs import moment, session_of


@never_cache
def meeting_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """In the person's language, or the one that was chosen here."""
    seat = read_meeting_token(token)
    language = chosen_language(request) or seat.enrolment.person.language
    with translation.override(language):
        request.LANGUAGE_CODE = language
        if request.method != "POST":
            return _page(request, seat)
        form = MeetingForm(request.POST) if "place" in request.POST else None
        if form is not None and not form.is_valid():
            return _page(request, seat, form=form)
        try:
            _act(request, seat, form)
        except DomainError as error:
            return _page(request, seat, error=error, form=form)
        messages.success(request, _("Saved."))
        return redirect("groups:meeting_by_link", token)


def _act(request: HttpRequest, seat: Seat, form: MeetingForm | None) -> None:
    who: dict[str, Any] = {"by": None, "way": "link", "seat_id": seat.pk, "now": timezone.now()}
    assert seat.group_id is not None
    if form is not None:
        services.propose_meeting(group_id=seat.group_id, **form.said(), **who)
    else:
        start = moment(request)
        session = session_of(seat.group_id, _uuid(request.POST.get("session", "")))
        services.take_moment(session_id=session.pk, **start, **who)


def _uuid(text: str) -> UUID:
    """Raises MomentNotOffered for what no button of ours sends."""
    try:
        return UUID(text)
    except ValueError as error:
        raise MomentNotOffered from error


def _page(
    request: HttpRequest,
    seat: Seat,
    *,
    error: DomainError | None = None,
    form: MeetingForm | None = None,
) -> HttpResponse:
    assert seat.group_id is not None
    group = list_pairs().get(pk=seat.group_id)
    seen = Seen(group, group.members(), seat)
    card = pair_card(seen)
    known = {"replaces": card.meeting.id, "place": card.meeting.place} if card.meeting else {}
    context = {
        "card": card,
        "error": error,
        "meeting_form": form or MeetingForm(initial=known),
    }
    status = error.status if error else 422 if form and form.errors else 200
    return render(request, "groups/meeting_by_link.html", context, status=status)
