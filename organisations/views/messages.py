"""Messages that did not arrive, whom mail does not reach, and how messages do."""

from collections.abc import Callable, Iterable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages as said
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from core.errors import NotFoundHere
from core.lists import Pages
from core.text import whole_number
from core.views import go_back, say_and_go
from notifications.channels import all_channels
from notifications.errors import NotFailed
from notifications.kinds import find_kind
from notifications.models import Delivery
from notifications.readers import reader_of_person
from notifications.reasons import condition_of, outcome_in_words, reason_of
from notifications.rendering import subject_of
from notifications.selectors import list_failed
from notifications.services import dismiss, lift, mark_told, resend
from notifications.watch_selectors import figures_of
from organisations.context import teams_of
from organisations.message_forms import FailedFilter
from organisations.reach_selectors import list_not_reached
from organisations.selectors import get_enrolment
from organisations.views.desk import PAGE, team_user


@login_required
@require_GET
def failed(request: HttpRequest) -> HttpResponse:
    """What could not be sent for the organisations of who asks, and nobody saw to."""
    team_user(request)
    form = FailedFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = list_failed(organisations=teams_of(request)).prefetch_related("tries")
    if chosen.get("channel"):
        rows = rows.filter(channel=chosen["channel"])
    if chosen.get("reason"):
        rows = rows.filter(condition_of(chosen["reason"]))
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "query": query.urlencode(),
        "rows": [_told(each, request.LANGUAGE_CODE) for each in page],
    }
    return render(request, "organisations/failed_messages.html", context)


def _told(delivery: Delivery, language: str) -> dict[str, Any]:
    kind = find_kind(delivery.message.kind)
    tries = sorted(delivery.tries.all(), key=lambda each: each.number)
    return {
        "delivery": delivery,
        "message": delivery.message,
        "subject": subject_of(kind, language) if kind else "",
        "way": _ways().get(delivery.channel, delivery.channel),
        "reason": reason_of(delivery.failure).words,
        "tries": [(each.at, outcome_in_words(each.outcome), each.detail) for each in tries],
    }


def _ways() -> dict[str, Any]:
    return {channel.code: channel.label for channel in all_channels()}


@login_required
@require_POST
def message_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Send once more what could not be sent."""
    return _see_to(request, delivery_id, resend, _("We try again."))


@login_required
@require_POST
def message_told(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Somebody was told by phone or letter."""
    return _see_to(request, delivery_id, mark_told, _("Noted. Thank you for calling."))


@login_required
@require_POST
def message_left(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Nothing more has to be done about it."""
    return _see_to(request, delivery_id, dismiss, _("Noted."))


def _see_to(
    request: HttpRequest, delivery_id: int, step: Callable[..., Any], told: str
) -> HttpResponse:
    team_user(request)
    _ensure_theirs(request, [delivery_id])
    step(delivery_id=delivery_id, by=cast(User, request.user), now=timezone.now())
    said.success(request, told)
    return go_back(request, "organisations:desk")


def _ensure_theirs(request: HttpRequest, ids: Iterable[int]) -> None:
    """Raises NotFoundHere when one of these is not of an organisation of who asks."""
    wanted = set(ids)
    theirs = Delivery.objects.filter(message__organisation_id__in=teams_of(request))
    if theirs.filter(pk__in=wanted).count() != len(wanted):
        raise NotFoundHere


@login_required
@require_POST
def messages_again(request: HttpRequest) -> HttpResponse:
    """Send all of a page again. What somebody else saw to meanwhile stays as it is, and is told."""
    user = team_user(request)
    wanted = [whole_number(each) for each in request.POST.getlist("delivery")[:PAGE]]
    _ensure_theirs(request, wanted)
    sent = 0
    for delivery_id in sorted(set(wanted)):
        try:
            resend(delivery_id=delivery_id, by=user, now=timezone.now())
            sent += 1
        except NotFailed:
            continue
    others = len(set(wanted)) - sent
    text = ngettext("We send %(n)s message again.", "We send %(n)s messages again.", sent)
    said.success(request, text % {"n": sent})
    if others:
        text = ngettext(
            "Somebody else saw to %(n)s of them just now.",
            "Somebody else saw to %(n)s of them just now.",
            others,
        )
        said.warning(request, text % {"n": others})
    return go_back(request, "organisations:failed_messages")


@login_required
@require_GET
def not_reached(request: HttpRequest) -> HttpResponse:
    """People to whose address nothing goes any more."""
    page = Pages(list_not_reached(by=team_user(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "organisations/not_reached.html", {"page": page, "query": ""})


@login_required
@require_POST
def address_works(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody heard that mail to this address arrives again."""
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    lift(reader=reader_of_person(enrolment.person), by=user, now=timezone.now())
    return say_and_go(
        request, _("We send mail to this address again."), "organisations:person", public_id
    )


@login_required
@require_GET
def message_figures(request: HttpRequest) -> HttpResponse:
    """How messages of the organisations of who asks do: the last day, and what waits for somebody of the team."""
    team_user(request)
    tried, failed_now = figures_of(organisations=teams_of(request), now=timezone.now())
    ways = _ways()
    context = {
        "tried": [
            (ways.get(channel, channel), outcome_in_words(outcome), number)
            for (channel, outcome), number in tried.items()
        ],
        "failed": sum(failed_now.values()),
    }
    return render(request, "organisations/message_figures.html", context)
