"""Somebody who waits says whether we look further: on their page, or by the link in the mail."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from core.errors import DomainError, NotFoundHere
from core.views import chosen_language
from groups.models.agreements import Way
from groups.selectors import count_live_seats
from organisations.models import Enrolment
from organisations.states import LIVE, State
from waitlist import services
from waitlist.errors import SignClosed
from waitlist.links import read_sign_token
from waitlist.models import Sign
from waitlist.models.signs import Wish
from waitlist.states import SignState


@login_required
@require_POST
def still(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The button on one's own page."""
    rows = Enrolment.objects.filter(public_id=public_id, person__user_id=request.user.pk or 0)
    enrolment = rows.order_by("pk").first()
    if enrolment is None:
        raise NotFoundHere
    try:
        sign = services.answer_latest(
            enrolment_id=enrolment.pk,
            said=request.POST.get("said", ""),
            by=cast(User, request.user),
            now=timezone.now(),
            way=Way.PAGE,
        )
    except DomainError as error:
        messages.error(request, str(error), extra_tags=error.code)
    else:
        messages.success(request, _said(sign))
    return redirect("organisations:home")


def _said(sign: Sign) -> str:
    return {
        Wish.YES: _("Thank you. We look further for you."),
        Wish.PAUSE: _("You have a break. Nobody is proposed to you until you say that you go on."),
        Wish.LEAVE: _("You stopped. Thank you for having been here."),
    }[Wish(sign.wish)]


@never_cache
def still_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing: mail programs open links by themselves. Only a button answers."""
    sign = read_sign_token(token)
    language = chosen_language(request) or sign.enrolment.person.language
    with translation.override(language):
        request.LANGUAGE_CODE = language
        if request.method != "POST":
            return _page(request, sign)
        try:
            services.answer_sign(
                sign_id=sign.pk,
                said=request.POST.get("said", ""),
                by=None,
                now=timezone.now(),
                way=Way.LINK,
            )
        except DomainError as error:
            return _page(request, read_sign_token(token), error)
        return redirect("waitlist:still_by_link", token)


def _page(request: HttpRequest, sign: Sign, error: DomainError | None = None) -> HttpResponse:
    is_over = sign.state == SignState.CLOSED or _has_somebody(sign)
    wishes = [] if is_over else _wishes(sign)
    context = {
        "told": _said(sign) if sign.wish and not is_over else "",
        "error": error or (SignClosed() if is_over else None),
        "wishes": [(wish.value, wish.label) for wish in wishes],
        "takes_part": sign.enrolment.state in LIVE,
    }
    return render(request, "waitlist/still.html", context, status=error.status if error else 200)


def _has_somebody(sign: Sign) -> bool:
    """A proposal or a buddy came since."""
    return bool(count_live_seats(enrolment_id=sign.enrolment_id))


def _wishes(sign: Sign) -> list[Wish]:
    """What may still be said: a break may be ended here, and a yes taken back."""
    if sign.enrolment.state == State.PAUSED:
        return [Wish.YES, Wish.LEAVE]
    if sign.enrolment.state != State.ACTIVE:
        return []
    return [wish for wish in Wish if wish != sign.wish or wish != Wish.YES]
