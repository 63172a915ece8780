"""The first talk with somebody, and who of the team takes care of them."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from core.errors import ChangedMeanwhile, DomainError, NotFoundHere
from core.forms import explain, send_again_with
from core.panels import render_panels
from core.text import whole_number
from core.views import say_and_go
from organisations import services
from organisations.desk_selectors import list_team, planned_talk
from organisations.models import Enrolment
from organisations.selectors import get_enrolment
from organisations.views.desk import team_user
from organisations.views.person import person_page, talk_form

_SURE = {"decline", "leave"}


@login_required
@require_POST
def plan_talk(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Plan it, or choose another moment."""
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    form = talk_form(enrolment, user, data=request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.plan_talk(
                enrolment_id=enrolment.pk,
                at=form.moment(),
                way=said["way"],
                place=said["place"],
                with_user=said["with_user"],
                expected_version=said["talk_version"],
                by=user,
                now=timezone.now(),
            )
        except ChangedMeanwhile as error:
            explain(form, error)
            _say_what_stands(form, enrolment)
        except DomainError as error:
            error.field = "day" if error.field == "at" else error.field
            explain(form, error)
        else:
            return say_and_go(
                request, _("Planned. The person is told."), "organisations:person", public_id
            )
    return person_page(request, enrolment, user, talk_form=form)


def _say_what_stands(form: Any, enrolment: Enrolment) -> None:
    """Another moment was chosen meanwhile: tell which, and let who looks and sends it again mean it."""
    talk = planned_talk(enrolment=enrolment)
    if talk is not None:
        stored = f"{timezone.localtime(talk.at):%d/%m/%Y %H:%M}, {talk.get_way_display()}"
        form.add_error("day", _("Stored meanwhile: %(value)s") % {"value": stored})
    send_again_with(form, talk.version if talk else 0, name="talk_version")


@login_required
@require_POST
def end_talk(request: HttpRequest, public_id: UUID, how: str) -> HttpResponse:
    """Cancel it, or note that the person did not come."""
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    ways = {"cancel": services.cancel_talk, "missed": services.miss_talk}
    if how not in ways:
        raise NotFoundHere
    ways[how](enrolment_id=enrolment.pk, by=user, now=timezone.now())
    return say_and_go(request, _("Noted."), "organisations:person", public_id)


@login_required
@require_POST
def assign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take over, hand over, let go."""
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    chosen = request.POST.get("coordinator", "")
    services.assign_coordinator(
        enrolment_id=enrolment.pk,
        coordinator=_colleague(chosen, user),
        instead_of=User.objects.filter(pk=whole_number(request.POST.get("instead_of", ""))).first(),
        is_checked="instead_of" in request.POST,
        by=user,
        now=timezone.now(),
    )
    return say_and_go(request, _("Saved."), "organisations:person", public_id)


def _colleague(chosen: str, user: User) -> User | None:
    if not chosen:
        return None
    colleague = list_team(by=user).filter(pk=whole_number(chosen)).first()
    if colleague is None:
        raise NotFoundHere
    return colleague


@login_required
@require_GET
def sure(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    """What cannot be taken back is asked once more."""
    enrolment = get_enrolment(public_id=public_id, by=team_user(request))
    if move not in _SURE:
        raise NotFoundHere
    context = {"enrolment": enrolment, "move": move}
    if move == "leave":
        context["ends"] = render_panels("leaving", request, enrolments=[enrolment], own=False)
    return render(request, "organisations/team_sure.html", context)
