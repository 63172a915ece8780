"""What the team decides about a pair."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from followup import services
from followup.forms import FinishForm, TalkForm
from followup.selectors import get_move
from groups.selectors import Seen
from groups.views.pairs import done, page_of, seen_by
from organisations.views.desk import team_user


def _seen(request: HttpRequest, public_id: UUID) -> Seen:
    """Only for the team; the services refuse who is in the pair."""
    team_user(request)
    return seen_by(request, public_id)


@login_required
@require_POST
def talk(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Plan the last talk."""
    seen, form = _seen(request, public_id), TalkForm(request.POST, auto_id="talk_%s")
    if not form.is_valid():
        return page_of(request, seen, talk_form=form)

    def act() -> None:
        services.plan_last_talk(
            group_id=seen.group.pk,
            by=cast(User, request.user),
            now=timezone.now(),
            **form.cleaned_data,
        )

    return done(request, seen, act, _("Saved."), talk_form=form)


@login_required
@require_POST
def finish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It has come to an end."""
    seen, form = _seen(request, public_id), FinishForm(request.POST, auto_id="finish_%s")
    if not form.is_valid():
        return page_of(request, seen, finish_form=form)

    def act() -> None:
        services.finish_closing(
            group_id=seen.group.pk,
            by=cast(User, request.user),
            now=timezone.now(),
            **form.cleaned_data,
        )

    said = _("Ended. Both are thanked and asked whether we look further.")
    return done(request, seen, act, said, finish_form=form)


@login_required
@require_POST
def longer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The trial goes on for as long again."""
    seen = _seen(request, public_id)

    def act() -> None:
        services.try_longer(group_id=seen.group.pk, by=cast(User, request.user), now=timezone.now())

    return done(request, seen, act, _("Saved."))


@login_required
@require_POST
def decide_move(request: HttpRequest, public_id: UUID, move_id: UUID) -> HttpResponse:
    """They go on although it is far, or it is rounded off."""
    seen = _seen(request, public_id)
    moving = get_move(public_id=move_id, by=cast(User, request.user))

    def act() -> None:
        services.decide_move(
            moving_id=moving.pk,
            decision=request.POST.get("decision", ""),
            by=cast(User, request.user),
            now=timezone.now(),
        )

    return done(request, seen, act, _("Saved."))
