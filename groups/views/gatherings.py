"""What is done with gatherings: plan, move, cancel, say whether one comes, note who was there."""

from typing import Any, cast
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
from accounts.selectors import read_told
from core.errors import ChangedMeanwhile, DomainError, InvalidInput, NotFoundHere
from core.forms import explain, send_again_with
from core.text import whole_number
from core.views import choice_in, chosen_language, say_and_go, says_yes
from groups import services
from groups.gathering_selectors import get_gathering
from groups.links import read_gathering_token
from groups.models import Gathering, Seat
from groups.peer_cards import group_card
from groups.peer_forms import GatheringForm, MoveForm, PlanForm
from groups.peer_selectors import SeenGroup, list_peer_groups
from groups.views.peers import done_in, group_seen, named_seat, who


@login_required
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One gathering or a series."""
    seen = _leading(request, public_id)
    place = seen.group.peer.place
    known = {"place": place.public_id if place else None}
    form = PlanForm(request.POST or None, group=seen.group, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_gatherings(group_id=seen.group.pk, **form.said(), **who(request, seen))
        except DomainError as error:
            explain(form, error)
        else:
            return say_and_go(
                request, _("Planned. Everybody gets a mail."), "groups:group", public_id
            )
    return _form_page(request, seen, form, None)


def _leading(request: HttpRequest, public_id: UUID) -> SeenGroup:
    seen = group_seen(request, public_id)
    if not seen.may_lead:
        raise NotFoundHere
    return seen


def _form_page(
    request: HttpRequest, seen: SeenGroup, form: GatheringForm, gathering: Gathering | None
) -> HttpResponse:
    context = {"form": form, "group": seen.group, "gathering": gathering}
    return render(request, "groups/gathering.html", context, status=422 if form.errors else 200)


@login_required
def move(request: HttpRequest, public_id: UUID, gathering_id: UUID) -> HttpResponse:
    """To another moment or place; the page has a button to cancel too."""
    seen = _leading(request, public_id)
    gathering = get_gathering(group=seen.group, public_id=gathering_id)
    form = MoveForm(request.POST or None, group=seen.group, initial=MoveForm.known(gathering))
    if request.method == "POST" and form.is_valid():
        try:
            services.move_gathering(gathering_id=gathering.pk, **form.said(), **who(request, seen))
        except ChangedMeanwhile as error:
            explain(form, error)
            send_again_with(form, gathering.version)
        except DomainError as error:
            explain(form, error)
        else:
            return say_and_go(
                request, _("Changed. Everybody gets a mail."), "groups:group", public_id
            )
    return _form_page(request, seen, form, gathering)


@login_required
@require_POST
def cancel(request: HttpRequest, public_id: UUID, gathering_id: UUID) -> HttpResponse:
    """It does not take place."""
    seen = _leading(request, public_id)
    gathering = get_gathering(group=seen.group, public_id=gathering_id)

    def act() -> None:
        services.cancel_gathering(
            gathering_id=gathering.pk,
            expected_version=whole_number(request.POST.get("version", "")),
            and_later="and_later" in request.POST,
            **who(request, seen),
        )

    return done_in(request, seen, act, _("Cancelled. Everybody gets a mail."))


@login_required
@require_POST
def come(request: HttpRequest, public_id: UUID, gathering_id: UUID) -> HttpResponse:
    """Sign up (`comes` yes) or off. Who is of the team notes it for somebody (`person`)."""
    seen = group_seen(request, public_id)
    gathering = get_gathering(group=seen.group, public_id=gathering_id)
    seat = seen.seat or named_seat(seen, request.POST.get("person", ""))

    def act() -> None:
        services.say_coming(
            gathering_id=gathering.pk,
            comes=says_yes(request, "comes"),
            by=cast(User, request.user),
            seat_id=seat.pk,
            way="coordinator" if seen.is_team else "page",
            now=timezone.now(),
        )

    return done_in(request, seen, act, _("Noted. Thank you for telling us."))


_THERE = {"yes": True, "no": False, "unknown": None}


@login_required
@require_POST
def there(request: HttpRequest, public_id: UUID, gathering_id: UUID) -> HttpResponse:
    """Who leads notes by one tap whether somebody (`person`) was there."""
    seen = _leading(request, public_id)
    gathering = get_gathering(group=seen.group, public_id=gathering_id)
    about = named_seat(seen, request.POST.get("person", ""))

    def act() -> None:
        services.note_attendance(
            gathering_id=gathering.pk,
            about_id=about.pk,
            was_there=_THERE[choice_in(request, "was_there", _THERE)],
            **who(request, seen),
        )

    return done_in(request, seen, act, _("Noted."))


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What is planned, by the link in a mail. Opening it changes nothing; only a button does."""
    seat = read_gathering_token(token)
    language = chosen_language(request) or seat.enrolment.person.language
    with translation.override(language):
        request.LANGUAGE_CODE = language
        if request.method != "POST":
            return _link_page(request, seat)
        try:
            _say_by_link(request, seat)
        except DomainError as error:
            return _link_page(request, seat, error)
        messages.success(request, _("Noted. Thank you for telling us."))
        return redirect("groups:gatherings_by_link", token)


def _say_by_link(request: HttpRequest, seat: Seat) -> None:
    try:
        gathering_id = UUID(request.POST.get("gathering", ""))
    except ValueError as error:
        raise InvalidInput(field="gathering") from error
    assert seat.group is not None
    gathering = get_gathering(group=seat.group, public_id=gathering_id)
    services.say_coming(
        gathering_id=gathering.pk,
        comes=says_yes(request, "comes"),
        by=None,
        seat_id=seat.pk,
        way="link",
        now=timezone.now(),
    )


def _link_page(request: HttpRequest, seat: Seat, error: DomainError | None = None) -> HttpResponse:
    group = list_peer_groups().get(pk=seat.group_id or 0)
    people = group.people()
    read_told(each.enrolment.person for each in people)
    seen = SeenGroup(group, people, next(each for each in people if each.pk == seat.pk))
    context: dict[str, Any] = {"card": group_card(seen, now=timezone.now()), "error": error}
    status = error.status if error else 200
    return render(request, "groups/gatherings_by_link.html", context, status=status)
