"""Themes of a programme and rooms of an organisation, kept by the team; what somebody waits for or leads, by themselves or the team."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from core.errors import ChangedMeanwhile, DomainError, NotFoundHere
from core.forms import explain, send_again_with
from core.views import say_and_go
from organisations import services
from organisations.models import Enrolment, Programme
from organisations.selectors import get_enrolment, get_programme
from organisations.support import FORMS_GROUPS
from organisations.theme_forms import (
    IdeaForm,
    LedThemesForm,
    MeetingPlaceForm,
    ThemeForm,
    ThemeNamesForm,
    WishForm,
    known_place,
    known_theme,
    known_wish,
    wish_of,
)
from organisations.theme_selectors import (
    get_idea,
    get_meeting_place,
    get_organisation_of_team,
    get_own_enrolment_for_groups,
    get_theme,
    list_meeting_places,
    list_open_ideas,
    list_themes,
)
from organisations.views.desk import team_user


def group_programme(public_id: UUID, user: User) -> Programme:
    """Raises NotFoundHere for a programme that forms no groups, too."""
    programme = get_programme(public_id=public_id, by=user)
    if programme.model_of_support not in FORMS_GROUPS:
        raise NotFoundHere
    return programme


def _said(form: Form) -> dict[str, Any]:
    """What was filled in, without the version."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def _show(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


@login_required
def themes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The themes of a programme, ideas for new ones, and a form for one more."""
    user = team_user(request)
    programme = group_programme(public_id, user)
    form = ThemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_theme(
                programme_id=programme.pk, by=user, now=timezone.now(), **_said(form)
            )
            return say_and_go(request, _("Saved."), "organisations:themes", public_id)
        except DomainError as error:
            explain(form, error)
    context = {
        "programme": programme,
        "themes": list_themes(programme=programme),
        "ideas": list_open_ideas(programme=programme),
    }
    return _show(request, "organisations/themes.html", form, **context)


@login_required
def theme(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    row = get_theme(public_id=public_id, by=user)
    form = ThemeForm(request.POST or None, initial=known_theme(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_theme(
                theme_id=row.pk,
                by=user,
                now=timezone.now(),
                expected_version=form.cleaned_data["version"],
                **_said(form),
            )
            return say_and_go(request, _("Saved."), "organisations:themes", row.programme.public_id)
        except DomainError as error:
            _refused(form, error, get_theme(public_id=public_id, by=user).version)
    return _show(request, "organisations/theme.html", form, theme=row, programme=row.programme)


def _refused(form: Form, error: DomainError, version: int) -> None:
    """Who looks at what somebody else stored meanwhile, and sends it again, means it."""
    explain(form, error)
    if isinstance(error, ChangedMeanwhile):
        send_again_with(form, version)


@login_required
@require_POST
def end_theme(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    row = get_theme(public_id=public_id, by=user)
    services.end_theme(theme_id=row.pk, by=user, now=timezone.now())
    said = _("Nobody can choose this theme any more.")
    return say_and_go(request, said, "organisations:themes", row.programme.public_id)


@login_required
def accept_idea(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make a theme of an idea: first its name in each language."""
    user = team_user(request)
    idea = get_idea(public_id=public_id, by=user)
    programme = idea.enrolment.programme
    form = ThemeNamesForm(request.POST or None, initial=idea.names)
    if request.method == "POST" and form.is_valid():
        try:
            services.accept_idea(
                idea_id=idea.pk, by=user, now=timezone.now(), names=form.cleaned_data
            )
            said = _("It is a theme now. People nearby are told.")
            return say_and_go(request, said, "organisations:themes", programme.public_id)
        except DomainError as error:
            explain(form, error)
    context = {"idea": idea, "programme": programme}
    return _show(request, "organisations/accept_idea.html", form, **context)


@login_required
@require_POST
def decline_idea(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Not here, or not now."""
    user = team_user(request)
    idea = get_idea(public_id=public_id, by=user)
    services.decline_idea(idea_id=idea.pk, by=user, now=timezone.now())
    said = _("Who proposed it gets a kind answer.")
    return say_and_go(request, said, "organisations:themes", idea.enrolment.programme.public_id)


@login_required
def meeting_places(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The rooms of an organisation, and a form for one more."""
    user = team_user(request)
    organisation = get_organisation_of_team(public_id=public_id, by=user)
    form = MeetingPlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_meeting_place(
                organisation=organisation, by=user, now=timezone.now(), **_said(form)
            )
            return say_and_go(request, _("Saved."), "organisations:meeting_places", public_id)
        except DomainError as error:
            explain(form, error)
    places = list_meeting_places(organisation_id=organisation.pk)
    context = {"organisation": organisation, "places": places}
    return _show(request, "organisations/meeting_places.html", form, **context)


@login_required
def meeting_place(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    row = get_meeting_place(public_id=public_id, by=user)
    form = MeetingPlaceForm(request.POST or None, initial=known_place(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_meeting_place(
                place_id=row.pk,
                by=user,
                now=timezone.now(),
                expected_version=form.cleaned_data["version"],
                **_said(form),
            )
            return say_and_go(
                request, _("Saved."), "organisations:meeting_places", row.organisation.public_id
            )
        except DomainError as error:
            _refused(form, error, get_meeting_place(public_id=public_id, by=user).version)
    return _show(request, "organisations/meeting_place.html", form, place=row)


@login_required
@require_POST
def end_meeting_place(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    row = get_meeting_place(public_id=public_id, by=user)
    services.end_meeting_place(place_id=row.pk, by=user, now=timezone.now())
    said = _("No new group meets there.")
    return say_and_go(request, said, "organisations:meeting_places", row.organisation.public_id)


@login_required
def own_wish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What somebody waits for, or leads."""
    user = cast(User, request.user)
    enrolment = get_own_enrolment_for_groups(public_id=public_id, by=user)
    return _wish(request, enrolment, user, in_team=False)


@login_required
def wish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same, filled in by the team for who phones."""
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    if enrolment.programme.model_of_support not in FORMS_GROUPS:
        raise NotFoundHere
    services.note_look(enrolments=[enrolment], by=user, now=timezone.now())
    return _wish(request, enrolment, user, in_team=True)


def _wish(request: HttpRequest, enrolment: Enrolment, user: User, *, in_team: bool) -> HttpResponse:
    rows = list(list_themes(programme=enrolment.programme))
    form = _wish_form(request.POST or None, enrolment, rows)
    if request.method == "POST" and form.is_valid():
        try:
            _save_wish(form, enrolment, rows, user)
            if in_team:
                return say_and_go(request, _("Saved."), "organisations:person", enrolment.public_id)
            return say_and_go(request, _("Thank you. Saved."), "organisations:home")
        except DomainError as error:
            explain(form, error)
    context = {"enrolment": enrolment, "in_team": in_team, "themes": rows}
    return _show(request, "organisations/wish.html", form, **context)


def _wish_form(data: Any, enrolment: Enrolment, themes: list[Any]) -> Form:
    if enrolment.is_volunteer:
        led = enrolment.led_themes.select_related("theme")
        known = [str(row.theme.public_id) for row in led]
        return LedThemesForm(data, initial={"themes": known}, themes=themes)
    return WishForm(data, initial=known_wish(getattr(enrolment, "wish", None)), themes=themes)


def _save_wish(form: Form, enrolment: Enrolment, themes: list[Any], user: User) -> None:
    said = form.cleaned_data
    if enrolment.is_volunteer:
        ids = {str(row.public_id): row.pk for row in themes}
        chosen = [ids[code] for code in said["themes"]]
        services.choose_led_themes(
            enrolment_id=enrolment.pk, theme_ids=chosen, by=user, now=timezone.now()
        )
        return
    wish = wish_of(said, themes) or {}
    services.save_wish(enrolment_id=enrolment.pk, by=user, now=timezone.now(), **wish)


@login_required
def propose_theme(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody would like a group that is not there."""
    user = cast(User, request.user)
    enrolment = get_own_enrolment_for_groups(public_id=public_id, by=user)
    form = IdeaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_theme(
                enrolment_id=enrolment.pk, by=user, now=timezone.now(), **form.cleaned_data
            )
            said = _("Thank you. Your team looks at it and answers you.")
            return say_and_go(request, said, "organisations:home")
        except DomainError as error:
            explain(form, error)
    return _show(request, "organisations/propose_theme.html", form, enrolment=enrolment)
