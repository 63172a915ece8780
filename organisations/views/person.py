"""The file of one person in a programme, for the team: what they told, where they are on the way, what to do next."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.models.consents import Purpose
from accounts.selectors import all_parts, read_told
from accounts.services import give_consent
from accounts.views.steps import edit_step
from core.errors import ChangedMeanwhile, DomainError, NotFoundHere
from core.forms import explain, send_again_with, show_stored
from core.panels import later_panel, later_panels, render_panels
from core.views import say_and_go, show_later
from organisations import services
from organisations.desk_selectors import list_team_of, planned_talk
from organisations.duplicate_selectors import list_alike_to
from organisations.forms import ClearanceForm, EnrolmentForm, TalkForm
from organisations.intake_forms import answer_in_words
from organisations.models import Clearance, Enrolment, Talk
from organisations.models.enrolments import GOALS, ClearanceKind
from organisations.models.talks import TalkWay
from organisations.selectors import (
    current_intake_form,
    get_enrolment,
    list_intake_answers,
    list_moments,
    missing_clearances,
    questions_of,
)
from organisations.states import ENDED, State, TalkState
from organisations.views.desk import team_user

_MOVES = {
    "start_intake": services.start_intake,
    "activate": services.activate_enrolment,
    "decline": services.decline_enrolment,
    "pause": services.pause_enrolment,
    "resume": services.resume_enrolment,
    "leave": services.leave_programme,
}
_POSSIBLE = {
    State.ACTIVE: ("pause",),
    State.PAUSED: ("resume",),
}
_FOR_GOOD = {
    State.APPLIED: "decline",
    State.INTAKE: "decline",
    State.ACTIVE: "leave",
    State.PAUSED: "leave",
}


def _moves(state: str) -> list[tuple[str, str]]:
    words = {
        "pause": _("Pause"),
        "resume": _("Go on"),
    }
    return [(move, words[move]) for move in _POSSIBLE.get(State(state), ())]


@login_required
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Reading it is noted: the person sees that somebody of the team looked."""
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    form = EnrolmentForm(request.POST or None, initial=_known(enrolment))
    if request.method == "POST" and form.is_valid() and _saved(form, enrolment, user):
        return say_and_go(request, _("Saved."), "organisations:person", public_id)
    services.note_look(enrolments=[enrolment], by=user, now=timezone.now())
    return person_page(request, enrolment, user, form=form)


@login_required
@require_GET
def person_panel(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """What the page of a person fetches afterwards, or the same as a page for who has no script."""
    panel, user = later_panel("person", name), team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    services.note_look(enrolments=[enrolment], by=user, now=timezone.now())
    back, where = reverse("organisations:person", args=[public_id]), enrolment.person.name_to_use
    return show_later(request, panel, back, where, enrolment=enrolment)


def talk_form(
    enrolment: Enrolment,
    user: User,
    *,
    data: Any = None,
    talks: Iterable[Talk] | None = None,
    team: list[User] | None = None,
) -> TalkForm:
    """The moment that is planned, or an empty form with who asks. With the latest `talks` and the `team` where these were read."""
    if talks is None:
        talk = planned_talk(enrolment=enrolment)
    else:
        talk = next((each for each in talks if each.state == TalkState.PLANNED), None)
    at = timezone.localtime(talk.at) if talk else None
    known = {
        "day": at and at.date(),
        "time": at and at.time(),
        "way": talk.way if talk else TalkWay.PLACE,
        "place": (talk and talk.place) or "",
        "with_user": talk.with_user_id if talk else user.pk,
        "talk_version": talk.version if talk else 0,
    }
    logins = list_team_of(organisation_id=enrolment.organisation_id)
    return TalkForm(data, initial=known, team=logins, known=team)


def person_page(
    request: HttpRequest, enrolment: Enrolment, user: User, **forms: Any
) -> HttpResponse:
    """The whole file, with the forms that were refused."""
    today = timezone.localdate()
    before = enrolment.state in (State.APPLIED, State.INTAKE)
    # One talk at most is planned, and it is the newest: no other can be planned as long as it is there.
    talks = list(enrolment.talks.select_related("with_user").order_by("-planned_at", "-pk")[:5])
    forms.setdefault("form", EnrolmentForm(initial=_known(enrolment)))
    if before and "talk_form" not in forms:
        team = list(list_team_of(organisation_id=enrolment.organisation_id))
        forms["talk_form"] = talk_form(enrolment, user, talks=talks, team=team)
    asked = current_intake_form(programme_id=enrolment.programme_id)
    noted = Clearance.objects.select_related("seen_by", "info_note").order_by("kind")
    if enrolment.is_volunteer:
        prefetch_related_objects([enrolment], Prefetch("clearances", noted))
    missing = missing_clearances(enrolment=enrolment, on=today)
    read_told([enrolment.person])
    context = {
        "enrolment": enrolment,
        "person": enrolment.person,
        "parts": all_parts(person=enrolment.person, language=request.LANGUAGE_CODE),
        "moves": _moves(enrolment.state),
        "for_good": _FOR_GOOD.get(State(enrolment.state), ""),
        "before": before,
        "talks": talks,
        "alike": list_alike_to(enrolment=enrolment, by=user)[:3],
        "has_consent": enrolment.has_consent,  # type: ignore[attr-defined]
        "clearances": enrolment.clearances.all(),
        "today": today,
        "missing": [ClearanceKind(kind).label for kind in missing],
        "clearance_form": ClearanceForm(initial={"seen_on": today}),
        "asks_more": bool(questions_of(asked, side=enrolment.side)),
        "answered": [
            (each, answer_in_words(each), each.question.named(request.LANGUAGE_CODE))
            for each in list_intake_answers(enrolment=enrolment, asked=asked)
        ],
        "moments": list_moments(enrolment=enrolment),
        "ended": enrolment.state in ENDED,
        "goals": [item.label for item in GOALS.in_mask(enrolment.goals)],
        "panels": render_panels("person", request, enrolment=enrolment),
        "later": later_panels("person", "organisations:person_panel", enrolment.public_id),
        **forms,
    }
    faulty = any(form.errors for form in forms.values())
    return render(request, "organisations/person.html", context, status=422 if faulty else 200)


def _known(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "capacity": enrolment.capacity,
        "months": enrolment.months,
        "goals": GOALS.codes(enrolment.goals),
        "note": enrolment.note or "",
        "version": enrolment.version,
    }


def _saved(form: EnrolmentForm, enrolment: Enrolment, user: User) -> bool:
    said = dict(form.cleaned_data)
    version = said.pop("version")
    if said["capacity"] is None:
        del said["capacity"]
    try:
        services.change_enrolment(
            enrolment_id=enrolment.pk,
            by=user,
            now=timezone.now(),
            expected_version=version,
            **said,
        )
    except ChangedMeanwhile as error:
        explain(form, error)
        fresh = Enrolment.objects.get(pk=enrolment.pk)
        show_stored(form, EnrolmentForm(initial=_known(fresh)))
        send_again_with(form, fresh.version)
    except DomainError as error:
        explain(form, error)
    else:
        return True
    return False


@login_required
@require_POST
def change_state(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    if move not in _MOVES:
        raise NotFoundHere
    said = {"note": request.POST.get("note", "")} if move in ("activate", "decline") else {}
    _MOVES[move](enrolment_id=enrolment.pk, by=user, now=timezone.now(), **said)
    return say_and_go(request, _("Saved."), "organisations:person", public_id)


@login_required
@require_POST
def clearance(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    form = ClearanceForm(request.POST)
    if form.is_valid():
        try:
            services.record_clearance(
                enrolment_id=enrolment.pk, by=user, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            explain(form, error)
        else:
            return say_and_go(request, _("Noted."), "organisations:person", public_id)
    return person_page(request, enrolment, user, clearance_form=form)


@login_required
@require_POST
def consent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The person told the team that they agree."""
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    give_consent(
        person=enrolment.person,
        purpose=Purpose.SERVICE,
        how="phone",
        by=user,
        now=timezone.now(),
    )
    return say_and_go(request, _("Noted."), "organisations:person", public_id)


@login_required
def step(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Fill in a step of the profile together with somebody."""
    enrolment = get_enrolment(public_id=public_id, by=team_user(request))
    return edit_step(
        request,
        person=enrolment.person,
        code=code,
        url="organisations:step",
        args=[public_id],
        back=reverse("organisations:person", args=[public_id]),
    )
