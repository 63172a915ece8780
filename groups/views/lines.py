"""The line of who waits for a place in a group: the team lets somebody wait, go first, or takes them off."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from core.errors import DomainError, InvalidInput, NotFoundHere
from core.lists import Pages
from core.views import say_and_go
from groups import services
from groups.line_selectors import list_who_may_wait, places_in_line
from groups.peer_selectors import (
    SeenGroup,
    count_members,
    get_wait,
    list_waits,
    takes_people,
)
from groups.services.waits import ANSWER_DAYS
from groups.states import WaitState
from groups.views.peers import group_seen
from organisations.models import Enrolment

PAGE = 25


def _of_team(request: HttpRequest, public_id: UUID) -> SeenGroup:
    seen = group_seen(request, public_id)
    if not seen.is_team:
        raise NotFoundHere
    return seen


@login_required
def line(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who waits, and a search for who may; a POST lets somebody (`person`) wait."""
    seen = _of_team(request, public_id)
    if request.method != "POST":
        return _page(request, seen)

    def act(by: User) -> Any:
        services.wait_for_group(
            group_id=seen.group.pk,
            enrolment_id=_person(request.POST.get("person", "")),
            by=by,
            now=timezone.now(),
        )

    return _done(request, seen, act, _("Noted. When a place comes free, it is offered in turn."))


def _person(named: str) -> int:
    """The enrolment with this id; the service looks whether it is of the programme. Raises InvalidInput, NotFoundHere."""
    try:
        found = Enrolment.objects.filter(public_id=UUID(named)).order_by("pk").first()
    except ValueError as error:
        raise InvalidInput(field="person") from error
    if found is None:
        raise NotFoundHere
    return found.pk


def _done(
    request: HttpRequest, seen: SeenGroup, act: Callable[[User], Any], said: str
) -> HttpResponse:
    """Do it and show the line again; a refusal stands above it."""
    try:
        act(cast(User, request.user))
    except NotFoundHere:
        raise
    except DomainError as error:
        return _page(request, seen, error)
    return say_and_go(request, said, "groups:line", seen.group.public_id)


def _page(request: HttpRequest, seen: SeenGroup, error: DomainError | None = None) -> HttpResponse:
    q = request.GET.get("q", "")
    people = list_who_may_wait(group=seen.group, by=cast(User, request.user), q=q)
    page = Pages(people, PAGE).get_page(request.GET.get("page"))
    waits = Pages(list_waits(seen.group), PAGE).get_page(request.GET.get("line"))
    context = {
        "group": seen.group,
        "members": count_members(seen.group),
        "is_open": takes_people(seen.group),
        "answer_days": ANSWER_DAYS,
        "waits": waits,
        "page": page,
        "q": q,
        "query": urlencode({"q": q}),
        "error": error,
    }
    return render(request, "groups/line.html", context, status=error.status if error else 200)


@login_required
def go_first(request: HttpRequest, public_id: UUID, wait_id: UUID) -> HttpResponse:
    """Somebody who waits goes before the others: first what it does to the line, then, by POST, it is done."""
    seen = _of_team(request, public_id)
    wait = get_wait(group=seen.group, public_id=wait_id)
    if request.method == "POST":

        def act(by: User) -> Any:
            services.let_go_first(wait_id=wait.pk, by=by, now=timezone.now())

        return _done(request, seen, act, _("Saved."))
    if wait.state != WaitState.WAITING:
        return say_and_go(
            request, _("This person does not wait any more."), "groups:line", public_id
        )
    place, first = places_in_line(wait)
    context = {"group": seen.group, "wait": wait, "place": place, "first": first}
    return render(request, "groups/go_first.html", context | {"passed": place - first})


@login_required
@require_POST
def take_off(request: HttpRequest, public_id: UUID, wait_id: UUID) -> HttpResponse:
    """Somebody does not wait any more, as they told the team."""
    seen = _of_team(request, public_id)
    wait = get_wait(group=seen.group, public_id=wait_id)

    def act(by: User) -> Any:
        services.answer_offer(
            wait_id=wait.pk, yes=False, by=by, way="coordinator", now=timezone.now()
        )

    return _done(request, seen, act, _("Noted."))
