"""The coordinator's morning: who waits, what is due, whom to tell by phone."""

from typing import cast
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.errors import AlreadyRegistered
from accounts.models import User
from accounts.services import check_place
from accounts.services.people import checked_email, checked_phone, faults_of_details
from core.errors import DomainError, NotFoundHere
from core.forms import explain
from core.lists import Pages
from core.panels import later_panel, later_panels, render_panels
from core.views import say_and_go, show_later
from notifications.selectors import first_to_see_to
from organisations import services
from organisations.clearance_selectors import list_ending
from organisations.context import teams_of
from organisations.desk_selectors import (
    count_cared_for,
    count_new,
    day_of_team,
    list_filters,
    list_team,
    workload,
)
from organisations.errors import LooksLikeSomebody
from organisations.forms import FilterNameForm, PeopleFilter
from organisations.models import Enrolment
from organisations.permissions import organisations_of
from organisations.selectors import (
    filter_enrolments,
    list_alike,
    list_enrolments,
    list_programmes,
    open_questions,
)
from organisations.start_forms import AddPerson
from organisations.theme_selectors import list_themes_of_team

PAGE = 25
SHOWN = 8
_DETAILS = (
    "name_to_use",
    "family_name",
    "birth_year",
    "gender",
    "language",
    "email",
    "phone",
    "reach_by",
)


def team_user(request: HttpRequest) -> User:
    """Who is logged in, when they are in a team. Raises NotFoundHere."""
    user = cast(User, request.user)
    if not teams_of(request):
        raise NotFoundHere
    return user


@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    user, who = team_user(request), request.GET.get("who", "")
    counted = count_cared_for(by=user)
    context = {
        "counts": count_new(by=user, now=timezone.now(), who=who),
        **first_to_see_to(organisations=teams_of(request), at_most=SHOWN),
        "who": who,
        "loads": workload(by=user, counted=counted),
        "day": day_of_team(by=user, now=timezone.now(), who=who, at_most=SHOWN),
        **_papers(user),
        "panels": render_panels("desk", request, user=user),
        "later": later_panels("desk", "organisations:desk_panel"),
    }
    return render(request, "organisations/desk.html", context)


@login_required
@require_GET
def desk_panel(request: HttpRequest, name: str) -> HttpResponse:
    """What the desk fetches afterwards, or the same as a page for who has no script."""
    user, panel = team_user(request), later_panel("desk", name)
    return show_later(request, panel, reverse("organisations:desk"), _("Desk"), user=user)


def _papers(user: User) -> dict[str, object]:
    today = timezone.localdate()
    rows = list(list_ending(by=user, on=today)[: SHOWN + 1])
    return {"papers": rows[:SHOWN], "more_papers": len(rows) > SHOWN, "today": today}


@login_required
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    user = team_user(request)
    form = PeopleFilter(request.GET, programmes=list_programmes(by=user), team=list_team(by=user))
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = filter_enrolments(list_enrolments(by=user), **chosen)
    page = Pages(rows, PAGE, at_once=bool(chosen.get("q"))).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, object] = {"form": form, "page": page, "query": query.urlencode()}
    if not request.htmx:  # type: ignore[attr-defined]
        context |= {
            "filters": list_filters(by=user),
            "keep": FilterNameForm(
                organisations=organisations_of(user), initial={"query": query.urlencode()}
            ),
        }
    template = "organisations/people_rows.html" if request.htmx else "organisations/people.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@login_required
def add_person(request: HttpRequest) -> HttpResponse:
    """Type in somebody who phones or writes."""
    user = team_user(request)
    form = AddPerson(
        request.POST or None,
        programmes=list_programmes(by=user),
        themes=list(list_themes_of_team(by=user)),
        initial={"public_id": uuid4()},
    )
    if request.method == "POST" and _is_right(form):
        enrolment = _added(form, user, anyway="anyway" in request.POST)
        if enrolment is not None:
            asks_more = open_questions(enrolments=[enrolment])
            to = "organisations:answers" if asks_more else "organisations:person"
            return say_and_go(request, _("Registered."), to, enrolment.public_id)
    status = 422 if form.errors else 200
    context = {"form": form, "alike": _alike(form, user)}
    return render(request, "organisations/add_person.html", context, status=status)


def _alike(form: AddPerson, user: User) -> list[Enrolment]:
    """Who has the same address or number, when that is why nobody was registered."""
    if not form.has_error(NON_FIELD_ERRORS, LooksLikeSomebody.code):
        return []
    said = form.cleaned_data
    email, phone = checked_email(said["email"]), checked_phone(said["phone"])
    return list(list_alike(by=user, email=email, phone=phone)[:SHOWN])


def _is_right(form: AddPerson) -> bool:
    """Is all of it right? Else the form tells everything that is wrong at once, also beside what is missing."""
    form.full_clean()
    said = form.cleaned_data if form.is_bound else {}
    for error in faults_of_details(
        now=timezone.now(), **{name: said[name] for name in _DETAILS if name in said}
    ):
        explain(form, error)
    try:
        if "place" in said:
            check_place(typed=said["place"])
    except DomainError as error:
        explain(form, error)
    return form.is_valid()


def _added(form: AddPerson, user: User, *, anyway: bool) -> Enrolment | None:
    said = form.said()
    programme, spoken = said.pop("programme"), said.pop("spoken")
    try:
        return services.register_newcomer(
            programme_id=programme.pk,
            by=user,
            now=timezone.now(),
            consent_how="phone",
            alike_too=anyway,
            languages={spoken: 3},
            **said,
        )
    except AlreadyRegistered as error:
        # Two clicks on the button register one person: the second finds the first.
        first = list_enrolments(by=user).filter(person__public_id=said["public_id"]).first()
        if first is None:
            explain(form, error)
        return first
    except DomainError as error:
        explain(form, error)
        return None
