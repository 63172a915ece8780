"""The page of a group of peers, for its people, who leads it and the team, and what they do there."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from core.errors import ChangedMeanwhile, DomainError, InvalidInput, NotFoundHere
from core.forms import explain, send_again_with
from core.lists import Pages
from core.views import say_and_go, says_yes
from groups import services
from groups.models import Group, Seat, Wait
from groups.peer_cards import group_card
from groups.peer_forms import LeaveForm, TextsForm
from groups.peer_selectors import SeenGroup, list_team_groups, see_group
from groups.selectors import timings_of
from groups.states import State
from organisations.selectors import list_programmes
from organisations.support import FORMS_GROUPS
from organisations.views.desk import team_user

PAGE = 25


@login_required
@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """Every group of the team, the newest first, or those in one state."""
    rows = list_team_groups(by=team_user(request))
    state = request.GET.get("state", "")
    if state in State.values:
        rows = rows.filter(state=state)
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    programmes = list_programmes(by=team_user(request)).filter(model_of_support__in=FORMS_GROUPS)
    context = {
        "page": page,
        "programmes": programmes,
        "states": [each for each in State.choices if each[0] != State.TRIAL],
        "state": state,
        "query": f"state={state}" if state in State.values else "",
    }
    return render(request, "groups/groups.html", context)


@login_required
@require_GET
def group(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return page_of(request, group_seen(request, public_id))


def group_seen(request: HttpRequest, public_id: UUID) -> SeenGroup:
    return see_group(public_id=public_id, by=cast(User, request.user))


def page_of(
    request: HttpRequest, seen: SeenGroup, error: DomainError | None = None
) -> HttpResponse:
    """The page of a group as it was read just now; after a refusal with why not."""
    card = group_card(seen, now=timezone.now())
    context = {"card": card, "group": seen.group, "error": error}
    status = error.status if error else 200
    return render(request, "groups/group.html", context, status=status)


def done_in(
    request: HttpRequest, seen: SeenGroup, act: Callable[[], Any], said: str
) -> HttpResponse:
    """Do it and show the page again; a refusal stands above it."""
    try:
        act()
    except NotFoundHere:
        raise
    except DomainError as error:
        return page_of(request, group_seen(request, seen.group.public_id), error)
    return say_and_go(request, said, "groups:group", seen.group.public_id)


def who(request: HttpRequest, seen: SeenGroup) -> dict[str, Any]:
    return seen.speaks(cast(User, request.user), "page") | {"now": timezone.now()}


def named_seat(seen: SeenGroup, person: str) -> Seat:
    """The seat of who is named by the id of their enrolment. Raises InvalidInput."""
    for seat in seen.members:
        if str(seat.enrolment.public_id) == person:
            return seat
    raise InvalidInput(field="person")


@login_required
def texts(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """House rules and materials, by who leads."""
    seen = group_seen(request, public_id)
    if not seen.may_lead:
        raise NotFoundHere
    peer = seen.group.peer
    known = {"rules": peer.rules, "materials": peer.materials, "version": peer.version}
    form = TextsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid() and _saved(request, seen, form):
        return say_and_go(request, _("Saved."), "groups:group", public_id)
    context = {"form": form, "group": seen.group}
    return render(request, "groups/texts.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, seen: SeenGroup, form: TextsForm) -> bool:
    said = dict(form.cleaned_data)
    version = said.pop("version")
    try:
        services.change_group_texts(
            group_id=seen.group.pk, texts=said, expected_version=version, **who(request, seen)
        )
    except ChangedMeanwhile as error:
        explain(form, error)
        send_again_with(form, group_seen(request, seen.group.public_id).group.peer.version)
    except DomainError as error:
        explain(form, error)
    else:
        return True
    return False


@login_required
def leave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop, kindly; saying why is not needed. The team may note it for somebody (`person`)."""
    seen = group_seen(request, public_id)
    person = request.POST.get("person", request.GET.get("person", ""))
    about = seen.seat or named_seat(seen, person)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.leave_group(
                group_id=seen.group.pk,
                about_id=about.pk,
                why=form.cleaned_data["why"],
                by=cast(User, request.user),
                way="coordinator" if seen.is_team else "page",
                now=timezone.now(),
            )
        except DomainError as error:
            explain(form, error)
        else:
            if seen.is_team:
                return say_and_go(request, _("Noted."), "groups:group", public_id)
            said = _("You left the group. Thank you for being there.")
            return say_and_go(request, said, "organisations:home")
    rest = timings_of(seen.group.programme).rest_weeks
    context = {"form": form, "group": seen.group, "seen": seen, "about": about, "person": person}
    context["rest_weeks"] = 0 if about.leads else rest
    return render(request, "groups/leave.html", context, status=422 if form.errors else 200)


_MOVES: dict[str, tuple[Callable[..., Any], str]] = {
    "pause": (services.pause_group, "paused"),
    "resume": (services.resume_group, "resumed"),
    "round_off": (services.round_off_group, "closing"),
}


@login_required
@require_POST
def move_on(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    """A break, going on, rounding off, and the end, which only the team says."""
    seen = group_seen(request, public_id)

    def act() -> None:
        if move == "end":
            by = cast(User, request.user)
            services.end_group(group_id=seen.group.pk, by=by, now=timezone.now())
            return
        if move not in _MOVES:
            raise NotFoundHere
        _MOVES[move][0](group_id=seen.group.pk, **who(request, seen))

    return done_in(request, seen, act, _("Saved."))


@login_required
@require_POST
def merge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Its members go on in another group (`into`)."""
    seen = group_seen(request, public_id)
    into = _other(request)

    def act() -> None:
        by = cast(User, request.user)
        services.merge_groups(group_id=seen.group.pk, into_id=into.pk, by=by, now=timezone.now())

    return done_in(request, seen, act, _("The two groups go on as one. Everybody is told."))


def _other(request: HttpRequest) -> Group:
    try:
        return see_group(
            public_id=UUID(request.POST.get("into", "")), by=cast(User, request.user)
        ).group
    except ValueError as error:
        raise InvalidInput(field="into") from error


@login_required
@require_POST
def split(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """These members (`people`) go on in a new group, with the back-up."""
    seen = group_seen(request, public_id)
    seats = {named_seat(seen, each).pk for each in request.POST.getlist("people")}

    def act() -> None:
        by = cast(User, request.user)
        services.split_group(group_id=seen.group.pk, seat_ids=seats, by=by, now=timezone.now())

    return done_in(request, seen, act, _("There are two groups now. Everybody is told."))


@login_required
@require_POST
def answer_wait(request: HttpRequest, wait_id: UUID) -> HttpResponse:
    """Take the place that is offered (`yes`), or stop waiting."""
    by = cast(User, request.user)
    wait = Wait.objects.filter(public_id=wait_id, enrolment__person__user=by).order_by("pk").first()
    if wait is None:
        raise NotFoundHere
    yes = says_yes(request, "yes")
    services.answer_offer(wait_id=wait.pk, yes=yes, by=by, now=timezone.now())
    if yes:
        return say_and_go(request, _("Welcome in the group."), "groups:group", wait.group.public_id)
    return say_and_go(request, _("Noted. Thank you for telling us."), "organisations:home")
