"""Five questions to begin with. The answers wait in the session until the last one; then everything is written at once."""

from typing import Any, cast
from uuid import UUID, uuid4

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

from accounts.errors import AlreadyRegistered, ConsentNeeded
from accounts.models import Person, User
from accounts.services import check_place, link_login
from accounts.services.people import checked_details, faults_of_details
from core.errors import DomainError, NotFoundHere
from core.forms import explain
from organisations import services
from organisations.errors import TooManyRegistrations
from organisations.intake_forms import AnswersForm
from organisations.models import Programme
from organisations.models.enrolments import Side
from organisations.selectors import current_intake_form, questions_of
from organisations.start_forms import (
    GoalQuestion,
    LanguageQuestion,
    NameQuestion,
    PlaceQuestion,
    ProxyQuestion,
    ReachQuestion,
)
from organisations.theme_selectors import list_themes_to_choose

QUESTIONS: tuple[type[forms.Form], ...] = (
    NameQuestion,
    PlaceQuestion,
    LanguageQuestion,
    GoalQuestion,
    ReachQuestion,
)
VOLUNTEER_TITLE = gettext_lazy("What would you like to do?")
_HOW = ("reach_by", "email", "phone", "birth_year")
_PER_HOUR = 30  # registrations from one address; a library or a shelter shares one


def begin(request: HttpRequest, side: str) -> HttpResponse:
    """The door for oneself, also for who began for somebody else before."""
    if request.method == "GET":
        request.session.pop("start_for", None)
    return start(request, side, 1)


def start(request: HttpRequest, side: str, number: int) -> HttpResponse:
    """Ask question `number`; an earlier one that is not answered yet comes first."""
    said = _answers(request, side)
    own = "4" in said  # a programme is chosen, and may ask more
    if side not in Side.values or not 1 <= number <= len(QUESTIONS) + own:
        raise NotFoundHere
    if own_person(request) is not None and not request.session.get("start_for"):
        return redirect("organisations:join", side)
    unanswered = next((n for n in range(1, number) if str(n) not in said), None)
    if unanswered is not None:
        if request.method == "POST" and "registered" in request.session:
            return redirect("organisations:welcome")  # back, and once more: it was done already
        return redirect("organisations:start_at", side, unanswered)
    last = _own_questions(said, side)
    total = len(QUESTIONS) + bool(last["questions"] or last["themes"])
    if number > total:
        return redirect("organisations:start_at", side, total)
    if number > len(QUESTIONS):
        return _last(request, side, AnswersForm(request.POST or None, **last))
    question = QUESTIONS[number - 1]
    form = question(request.POST or None, initial=_known(request, said, number))
    if request.method == "POST" and form.is_valid() and _fits(request, form, said):
        said[str(number)] = _plain(form)
        request.session[f"start_{side}"] = said
        request.session.setdefault("start_id", str(uuid4()))
        if number < total:
            return redirect("organisations:start_at", side, number + 1)
        answer = _finish(request, side, form)
        if answer is not None:
            return answer
    return _asked(request, side, form, number, total)


def _own_questions(said: dict[str, Any], side: str) -> dict[str, Any]:
    """What the chosen programme asks besides, in which version, and the themes that who looks for a group chooses from."""
    chosen = Programme.objects.filter(public_id=said.get("4", {}).get("programme")).first()
    form = current_intake_form(programme_id=chosen.pk if chosen else 0)
    return {
        "questions": questions_of(form, side=side),
        "version": form.version if form else 0,
        "themes": list(list_themes_to_choose(programme=chosen, side=side)) if chosen else [],
    }


def _last(request: HttpRequest, side: str, form: AnswersForm) -> HttpResponse:
    """The programme's own questions, and the theme. Their answers never wait in the session: some of them are sensitive."""
    number = len(QUESTIONS) + 1
    if request.method == "POST" and form.is_valid():
        answer = _finish(request, side, form, answers=form.said(), wish=form.wish())
        if answer is not None:
            return answer
    return _asked(request, side, form, number, number)


def _asked(
    request: HttpRequest, side: str, form: forms.Form, number: int, total: int
) -> HttpResponse:
    is_volunteer = isinstance(form, GoalQuestion) and side == Side.VOLUNTEER
    context = {
        "form": form,
        "title": VOLUNTEER_TITLE if is_volunteer else form.title,  # type: ignore[attr-defined]
        "side": side,
        "number": number,
        "total": total,
        "before": reverse("organisations:start_at", args=[side, number - 1]) if number > 1 else "",
        "for_another": request.session.get("start_for", False),
    }
    return render(request, "organisations/start.html", context, status=422 if form.errors else 200)


def start_for(request: HttpRequest) -> HttpResponse:
    """Somebody registers another person, who knows about it."""
    form = ProxyQuestion(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session["start_for"] = True
        return redirect("organisations:start_at", Side.SEEKER, 1)
    status = 422 if form.errors else 200
    return render(request, "organisations/start_for.html", {"form": form}, status=status)


def own_person(request: HttpRequest) -> Person | None:
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


def _fits(request: HttpRequest, form: forms.Form, said: dict[str, Any]) -> bool:
    """A name and a place are judged at once, not after four more questions; the last answers are all judged together."""
    if isinstance(form, ReachQuestion) and not form.cleaned_data["consent"]:
        explain(form, ConsentNeeded())
    try:
        if isinstance(form, NameQuestion):
            checked_details(
                now=timezone.now(), name_to_use=form.cleaned_data["name_to_use"], has_login=True
            )
        if isinstance(form, PlaceQuestion):
            check_place(typed=form.cleaned_data["place"])
        if isinstance(form, ReachQuestion):
            how = {name: form.cleaned_data[name] for name in _HOW if name in form.cleaned_data}
            has_login = _user(request) is not None
            for fault in faults_of_details(now=timezone.now(), has_login=has_login, **how):
                explain(form, fault)
    except DomainError as error:
        explain(form, error)
    return not form.errors


def _finish(
    request: HttpRequest,
    side: str,
    form: forms.Form,
    *,
    answers: dict[str, Any] | None = None,
    wish: dict[str, Any] | None = None,
) -> HttpResponse | None:
    """Register; None when something was refused, which the form then says."""
    said = {
        name: value for answer in _answers(request, side).values() for name, value in answer.items()
    }
    if said.pop("website", ""):
        request.session["registered"] = {"for_another": True}
        return redirect("organisations:welcome")
    user = _user(request)
    for_another = request.session.get("start_for", False)
    try:
        _ensure_not_too_many(request)
        person_id = _registered_once(
            public_id=UUID(request.session["start_id"]),
            programme_id=_programme(said.pop("programme")),
            side=side,
            by=user,
            user=user,
            now=timezone.now(),
            consent_how="proxy" if for_another else "page",
            languages={said.pop("spoken"): 3},
            answers=answers,
            wish=wish,
            **said,
        )
    except DomainError as error:
        explain(form, error)
        return None
    for key in (f"start_{side}", "start_for", "start_id"):
        request.session.pop(key, None)
    if user is not None:
        return redirect("organisations:home")
    request.session["registered"] = {
        "person": person_id,
        "email": said["email"],
        "for_another": for_another,
    }
    return redirect("organisations:welcome")


def _user(request: HttpRequest) -> User | None:
    """Whose login the new person gets: nobody's, when it is another person."""
    if not request.user.is_authenticated or request.session.get("start_for", False):
        return None
    return request.user


def _registered_once(*, public_id: UUID, **said: Any) -> int:
    """The person. Two clicks on the last button register one person: the second finds the first."""
    try:
        return services.register_newcomer(public_id=public_id, **said).person_id
    except AlreadyRegistered:
        person = Person.objects.filter(public_id=public_id).order_by("pk").first()
        if person is None:
            raise
        return person.pk


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
    """Thank you, what happens next, and the offer of a login. Who registered nobody starts at the front."""
    if "registered" not in request.session:
        return redirect("front")
    registered = request.session["registered"]
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
