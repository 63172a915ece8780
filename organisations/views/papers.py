"""The papers of volunteers: what ends, the information note, the agreement note on paper."""

from typing import cast
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
from core.lists import Pages
from core.text import in_language, whole_number
from core.views import say_and_go
from organisations import services
from organisations.clearance_selectors import current_note, list_ending, list_notes
from organisations.forms import InfoNoteForm
from organisations.models import Enrolment, InfoNote, Organisation
from organisations.models.enrolments import ClearanceKind
from organisations.selectors import get_enrolment, list_led_organisations
from organisations.views.desk import PAGE, team_user


@login_required
@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """What has ended or ends soon, in all programmes of who asks."""
    today = timezone.localdate()
    rows = list_ending(by=team_user(request), on=today)
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "organisations/papers.html", {"page": page, "today": today, "query": ""})


@login_required
@require_POST
def take_back(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    services.take_back_clearance(enrolment_id=enrolment.pk, kind=kind, by=user, now=timezone.now())
    return say_and_go(request, _("Taken back."), "organisations:person", public_id)


@login_required
@require_GET
def agreement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The agreement note of a volunteer, to print and to sign on paper."""
    enrolment = get_enrolment(public_id=public_id, by=team_user(request))
    if not enrolment.is_volunteer:
        raise NotFoundHere
    note = current_note(organisation_id=enrolment.organisation_id)
    filed = enrolment.clearances.filter(kind=ClearanceKind.AGREEMENT).order_by("pk").first()
    context = {
        "enrolment": enrolment,
        "organisation": enrolment.organisation,
        "offers": in_language(enrolment.programme.description, request.LANGUAGE_CODE),
        "note": note,
        "filed": filed,
    }
    return render(request, "organisations/agreement.html", context)


@login_required
def info_note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The information note of an organisation: its lead writes the next version."""
    user = team_user(request)
    organisation = list_led_organisations(by=user).filter(public_id=public_id).first()
    if organisation is None:
        raise NotFoundHere
    note = current_note(organisation_id=organisation.pk)
    form = InfoNoteForm(request.POST or None, initial=_known(note))
    if request.method == "POST" and form.is_valid() and _published(form, organisation, user):
        return say_and_go(request, _("Published."), "organisations:info_note", public_id)
    context = {
        "form": form,
        "organisation": organisation,
        "notes": list_notes(organisation_id=organisation.pk),
        "note": current_note(organisation_id=organisation.pk),
    }
    return render(
        request, "organisations/info_note.html", context, status=422 if form.errors else 200
    )


def _known(note: InfoNote | None) -> dict[str, object]:
    texts = note.texts if note else {}
    return {f"texts_{code}": text for code, text in texts.items()} | {
        "version": note.version if note else 0
    }


def _published(form: InfoNoteForm, organisation: Organisation, user: User) -> bool:
    try:
        services.publish_note(
            organisation_id=organisation.pk, by=user, now=timezone.now(), **form.said()
        )
    except ChangedMeanwhile as error:
        explain(form, error)
        now_there = current_note(organisation_id=organisation.pk)
        send_again_with(form, now_there.version if now_there else 0)
    except DomainError as error:
        explain(form, error)
    else:
        return True
    return False


@login_required
def own_note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A volunteer reads the information note, and says that they did."""
    enrolment = (
        Enrolment.objects.select_related("organisation", "programme")
        .filter(public_id=public_id, person__user_id=request.user.pk or 0)
        .order_by("pk")
        .first()
    )
    if enrolment is None or not enrolment.is_volunteer:
        raise NotFoundHere
    note = current_note(organisation_id=enrolment.organisation_id)
    if note is None:
        raise NotFoundHere
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            services.take_note(
                enrolment_id=enrolment.pk,
                version=whole_number(request.POST.get("version", "")),
                by=cast(User, request.user),
                now=timezone.now(),
            )
        except ChangedMeanwhile as error:
            refusal = error
        else:
            return say_and_go(request, _("Noted. Thank you for reading."), "organisations:home")
    seen = enrolment.clearances.filter(kind=ClearanceKind.INFO_NOTE, info_note=note)
    context = {
        "enrolment": enrolment,
        "note": note,
        "text": in_language(note.texts, request.LANGUAGE_CODE),
        "seen": seen.order_by("pk").first(),
        "refusal": refusal,
    }
    return render(request, "organisations/own_note.html", context, status=409 if refusal else 200)
