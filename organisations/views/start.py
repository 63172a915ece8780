"""Five questions to begin with. The answers wait in the session until the last one; then everything is written at once."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person, User
from accounts.services import check_place, link_login
from accounts.services.people import checked_details
from core.errors import DomainError, NotFoundHere
from core.forms import explain
from organisations import services
from organisations.errors import TooManyRegistrations
from organisations.forms import (
    GoalQuestion,
    LanguageQuestion,
    NameQuestion,
    PlaceQuestion,
    ProxyQuestion,
    ReachQuestion,
)
from organisations.models import Programme
from organisations.models.enrolments import Side

QUESTIONS: tuple[type[forms.Form], ...] = (
    NameQuestion,
    PlaceQuestion,
    LanguageQuestion,
    GoalQuestion,
    ReachQuestion,
)
_VOLUNTEER_TITLE = gettext_lazy("What would you like to do?")
_PER_HOUR = 30  # registrations from one address; a library or a shelter shares one


def start(request: HttpRequest, side: str, number: int = 1) -> HttpResponse:
    """Ask question `number`; an earlier one that is not answered yet comes first."""
    if side not in Side.values or not 1 <= number <= len(QUESTIONS):
        raise NotFoundHere
    if _own_person(request) is not None:
        return redirect("organisations:join", side)
    said = _answers(request, side)
    unanswered = next((n for n in range(1, number) if str(n) not in said), None)
    if unanswered is not None:
        return redirect("organisations:start_at", side, unanswered)
    question = QUESTIONS[number - 1]
    form = question(request.POST or None, initial=_known(request, said, number))
    if request.method == "POST" and form.is_valid() and _fits(form):
        said[str(number)] = _plain(form)
        request.session[f"start_{side}"] = said
        if number < len(QUESTIONS):
            return redirect("organisations:start_at", side, number + 1)
        answer = _finish(request, side, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "title": _VOLUNTEER_TITLE
        if question is GoalQuestion and side == Side.VOLUNTEER
        else form.title,  # type: ignore[attr-defined]
        "side": side,
        "number": number,
        "total": len(QUESTIONS),
        "before": reverse("organisations:start_at", args=[side, number - 1]) if number > 1 else "",
        "for_another": request.session.get("start_for", False),
    }
    return render(request, "organisations/start.html", context, status=422 if form.errors else 200)


def start_for(request: HttpRequest) -> HttpResponse:
    """Somebody registers another person, who knows about it."""
    form = ProxyQuestion(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session["start_for"] = True
        return redirect("organisations:start", Side.SEEKER)
    status = 422 if form.errors else 200
    return render(request, "organisations/start_for.html", {"form": form}, status=status)


def _own_person(request: HttpRequest) -> Person | None:
    return Person.objects.filter(user_id=request.user.pk or 0).order_by("pk").first()


def _answers(request: HttpRequest, side: str) -> dict[str, Any]:
    return dict(request.session.get(f"start_{side}", {}))


def _known(request: HttpRequest, said: dict[str, Any], number: int) -> dict[str, Any]:
    """What was answered before; else the language of the page, and the only programme there is."""
    language = request.LANGUAGE_CODE
    usual = {"language": language, "spoken": language}
    if request.user.is_authenticated:
        usual["email"] = request.user.email
    known: dict[str, Any] = usual | said.get(str(number), {})
    return known


def _plain(form: forms.Form) -> dict[str, Any]:
    """The answer as the session can keep it."""
    return {
        name: str(value.public_id) if isinstance(value, Programme) else value
        for name, value in form.cleaned_data.items()
    }


def _fits(form: forms.Form) -> bool:
    """A name and a place are judged at once, not after four more questions."""
    try:
        if isinstance(form, NameQuestion):
            checked_details(
                now=timezone.now(), name_to_use=form.cleaned_data["name_to_use"], has_login=True
            )
        if isinstance(form, PlaceQuestion):
            check_place(typed=form.cleaned_data["place"])
    except DomainError as error:
        explain(form, error)
        return False
    return True


def _finish(request: HttpRequest, side: str, form: forms.Form) -> HttpResponse | None:
    """Register; None when something was refused, which the form then says."""
    said = {
        name: value for answer in _answers(request, side).values() for name, value in answer.items()
    }
    if said.pop("website", ""):
        return redirect("organisations:welcome")
    user = request.user if request.user.is_authenticated else None
    for_another = request.session.get("start_for", False)
    try:
        _ensure_not_too_many(request)
        enrolment = services.register_newcomer(
            programme_id=_programme(said.pop("programme")),
            side=side,
            by=None if for_another else user,
            user=None if for_another else user,
            now=timezone.now(),
            consent_how="proxy" if for_another else "page",
            languages={said.pop("spoken"): 3},
            **said,
        )
    except DomainError as error:
        explain(form, error)
        return None
    for key in (f"start_{side}", "start_for"):
        request.session.pop(key, None)
    if user is not None and not for_another:
        return redirect("organisations:home")
    request.session["registered"] = {
        "person": enrolment.person_id,
        "email": said["email"],
        "for_another": for_another,
    }
    return redirect("organisations:welcome")


def _programme(public_id: str) -> int:
    programme = Programme.objects.filter(public_id=public_id).order_by("pk").first()
    if programme is None:
        raise NotFoundHere
    return programme.pk


def _ensure_not_too_many(request: HttpRequest) -> None:
    """Raises TooManyRegistrations for one address that registers a crowd."""
    key = f"registrations:{request.META.get('REMOTE_ADDR')}"
    cache.add(key, 0, timeout=3600)
    if cache.incr(key) > _PER_HOUR:
        raise TooManyRegistrations


def welcome(request: HttpRequest) -> HttpResponse:
    """Thank you, what happens next, and the offer of a login."""
    registered = request.session.get("registered", {})
    email = registered.get("email") if not registered.get("for_another") else ""
    return render(request, "organisations/welcome.html", {"email": email})


@login_required
def link(request: HttpRequest) -> HttpResponse:
    """After making a login: this login belongs to the person who was just registered in this session."""
    registered = request.session.pop("registered", None)
    if registered and not registered["for_another"]:
        try:
            link_login(
                person_id=registered["person"], user=cast(User, request.user), now=timezone.now()
            )
        except DomainError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Your login is ready."))
    return redirect("organisations:home")


@login_required
def join(request: HttpRequest, side: str) -> HttpResponse:
    """Somebody who is known already registers for one more programme or for the other side."""
    person = _own_person(request)
    if person is None or side not in Side.values:
        raise NotFoundHere
    form = GoalQuestion(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.apply(
                person=person,
                programme_id=form.cleaned_data["programme"].pk,
                side=side,
                by=cast(User, request.user),
                now=timezone.now(),
                goals=form.cleaned_data["goals"],
            )
        except DomainError as error:
            explain(form, error)
        else:
            messages.success(request, _("You are registered. Somebody of the team contacts you."))
            return redirect("organisations:home")
    title = _VOLUNTEER_TITLE if side == Side.VOLUNTEER else form.title
    context = {"form": form, "title": title, "side": side}
    return render(request, "organisations/join.html", context, status=422 if form.errors else 200)
