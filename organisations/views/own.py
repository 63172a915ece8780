"""The page of somebody who looks for a buddy or is one: what happens next."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.forms import STEPS
from accounts.models import User
from accounts.selectors import empty_steps, live_proxies, with_known_steps
from core.errors import NotFoundHere
from core.panels import render_panels, render_panels_of_each
from organisations import services
from organisations.clearance_selectors import must_read_note
from organisations.models import Enrolment
from organisations.permissions import organisations_of
from organisations.selectors import list_enrolments_of, open_questions

_MOVES = {
    "pause": services.pause_enrolment,
    "resume": services.resume_enrolment,
    "leave": services.leave_programme,
}


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Somebody of a team without a person of their own goes to the desk; who has neither, to the start."""
    person = with_known_steps().filter(user_id=request.user.pk or 0).order_by("pk").first()
    if person is None:
        if request.session.get("registered"):
            return redirect("organisations:link")
        in_team = organisations_of(cast(User, request.user)).exists()
        if in_team:
            return redirect("organisations:desk")
        if live_proxies(cast(User, request.user), on=timezone.localdate()).exists():
            return redirect("organisations:helping")
        messages.info(request, _("You have a login. Choose here what you look for, to register."))
        return redirect("front")
    must_read = must_read_note(on=timezone.localdate())
    enrolments = list(list_enrolments_of(person_id=person.pk).annotate(must_read=must_read))
    empty = empty_steps(person=person)
    context: dict[str, Any] = {
        "person": person,
        "to_answer": open_questions(enrolments=enrolments),
        "enrolments": list(
            zip(enrolments, render_panels_of_each("enrolment", request, enrolments), strict=True)
        ),
        "to_fill_in": [step for step in STEPS if step.code in empty],
        "panels": render_panels("home", request, person=person, enrolments=enrolments),
    }
    return render(request, "organisations/home.html", context)


@login_required
def change_own(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    """Pause, go on, stop. Stopping asks once more first."""
    enrolment = (
        Enrolment.objects.select_related("programme__organisation")
        .filter(public_id=public_id, person__user_id=request.user.pk or 0)
        .order_by("pk")
        .first()
    )
    if enrolment is None or move not in _MOVES:
        raise NotFoundHere
    if request.method != "POST":
        if move == "resume":  # to go on needs no second thought: the button is at home
            return redirect("organisations:home")
        context = {"enrolment": enrolment, "move": move}
        if move == "leave":
            context["ends"] = render_panels("leaving", request, enrolments=[enrolment], own=True)
        return render(request, "organisations/sure.html", context)
    return _move(request, enrolment, move)


@require_POST
def _move(request: HttpRequest, enrolment: Enrolment, move: str) -> HttpResponse:
    _MOVES[move](enrolment_id=enrolment.pk, by=cast(User, request.user), now=timezone.now())
    said = {
        "pause": _("You have a break. Nobody is proposed to you until you say that you go on."),
        "resume": _("Welcome back. We look for somebody again."),
        "leave": _("You stopped. Thank you for having been here."),
    }
    messages.success(request, said[move])
    return redirect("organisations:home")
