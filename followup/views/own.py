"""What somebody says about their pair: on its page, told to the team, or by the link in the mail."""

from typing import cast
from uuid import UUID

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
from followup import services
from followup.forms import MoveForm
from followup.links import read_check_in_token
from followup.models import CheckIn
from followup.models.check_ins import Said
from followup.selectors import get_check_in
from followup.states import CheckInState
from groups.selectors import Seen
from groups.views.agreements import named
from groups.views.pairs import done, page_of, seen_by, speaks


@login_required
@require_POST
def answer(request: HttpRequest, public_id: UUID, check_in_id: UUID) -> HttpResponse:
    """One's own answer, or what the team was told by phone."""
    seen = seen_by(request, public_id)
    check_in = get_check_in(public_id=check_in_id, by=cast(User, request.user))
    is_own = seen.seat is not None
    if check_in.seat.group_id != seen.group.pk or (is_own and check_in.seat_id != seen.seat.pk):  # type: ignore[union-attr]
        raise NotFoundHere

    def act() -> None:
        services.answer_check_in(
            check_in_id=check_in.pk,
            said=request.POST.get("said", ""),
            note=request.POST.get("note", ""),
            by=cast(User, request.user),
            way="page" if is_own else "coordinator",
            now=timezone.now(),
        )

    return done(request, seen, act, _("Thank you. Noted."))


@never_cache
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing: mail programs open links by themselves. Only the button answers."""
    check_in = read_check_in_token(token)
    language = chosen_language(request) or check_in.seat.enrolment.person.language
    with translation.override(language):
        request.LANGUAGE_CODE = language
        if request.method != "POST":
            return _page(request, check_in)
        try:
            services.answer_check_in(
                check_in_id=check_in.pk,
                said=request.POST.get("said", ""),
                note=request.POST.get("note", ""),
                by=None,
                way="link",
                now=timezone.now(),
            )
        except DomainError as error:
            return _page(request, read_check_in_token(token), error)
        return redirect("followup:answer_by_link", token)


def _page(
    request: HttpRequest, check_in: CheckIn, error: DomainError | None = None
) -> HttpResponse:
    waits = check_in.state == CheckInState.ASKED or check_in.said == Said.UNSURE
    context = {
        "check_in": check_in,
        "group": check_in.seat.group,
        "answers": Said.choices,
        "waits": waits,
        "error": error,
        "typed": request.POST.get("note", "") if error else "",
    }
    return render(request, "followup/answer.html", context, status=error.status if error else 200)


@login_required
@require_POST
def moving(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """I am moving; the team notes it with who (`person`)."""
    seen = seen_by(request, public_id)
    form = MoveForm(request.POST, auto_id="move_%s")
    if not form.is_valid():
        return page_of(request, seen, move_form=form)
    seat = seen.seat or named(seen, request.POST.get("person", ""))

    def act() -> None:
        services.note_move(
            seat_id=seat.pk,
            typed=form.cleaned_data["place"],
            by=cast(User, request.user),
            way="page" if seen.seat else "coordinator",
            now=timezone.now(),
        )

    return done(request, seen, act, _moved(seen), move_form=form)


def _moved(seen: Seen) -> str:
    return _("Your new place is noted. When it becomes far for you two, the coordinator calls.")


@login_required
@require_POST
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop together. No reason is asked."""
    seen = seen_by(request, public_id)

    def act() -> None:
        services.start_closing(group_id=seen.group.pk, **speaks(request, seen))

    return done(request, seen, act, _("Noted. The coordinator calls you both to end it well."))
