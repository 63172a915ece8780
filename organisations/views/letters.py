"""Letters to print and to post, for the organisations of a coordinator."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Person, User
from core.errors import NotFoundHere
from core.lists import Pages
from core.views import say_and_go
from notifications.channels.letter import envelope_of
from notifications.letters import make_pdf
from notifications.models import LetterBatch
from notifications.selectors import (
    count_waiting_letters,
    list_letter_batches,
    list_waiting_letters,
)
from notifications.services import make_batch, post_batch, print_batch, undo_batch
from organisations.context import teams_of
from organisations.models import Organisation
from organisations.permissions import organisations_of
from organisations.views.desk import PAGE, team_user

PDF = "application/pdf"


@login_required
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """For each organisation how many wait, and the first of all; below, what was taken together."""
    user, theirs = team_user(request), teams_of(request)
    organisations = {each.pk: each for each in organisations_of(user).order_by("name", "pk")}
    waiting = list_waiting_letters(organisations=theirs, now=timezone.now())
    first: dict[int, list[tuple[Person, datetime, bool]]] = {pk: [] for pk in organisations}
    for each in waiting[:PAGE]:
        person = cast(Person, each.message.person)
        row = (person, each.created_at, bool(envelope_of(person)))
        first[each.message.organisation_id or 0].append(row)
    counts = count_waiting_letters(organisations=theirs, now=timezone.now())
    page = Pages(list_letter_batches(organisations=theirs), PAGE).get_page(request.GET.get("page"))
    for batch in page:
        batch.organisation = organisations.get(batch.organisation_id)
    context = {
        "waiting": [
            (organisation, first[pk], counts[pk])
            for pk, organisation in organisations.items()
            if pk in counts
        ],
        "page": page,
        "query": "",
    }
    return render(request, "organisations/letters.html", context)


@login_required
@require_POST
def make_letters(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    organisation = organisations_of(user).filter(public_id=public_id).first()
    if organisation is None:
        raise NotFoundHere
    make_batch(organisation_id=organisation.pk, by=user, now=timezone.now())
    return say_and_go(request, _("They stand below, ready to print."), "organisations:letters")


@login_required
@require_POST
def print_letters(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The letters of a batch as one PDF, made anew each time."""
    batch, user = _batch(request, public_id), cast(User, request.user)
    now = timezone.now()
    organisation = Organisation.objects.get(pk=batch.organisation_id)
    pdf = make_pdf(
        print_batch(batch_id=batch.pk, by=user, now=now),
        sender=organisation.name,
        title=_("Letters of %(organisation)s") % {"organisation": organisation.name},
        language=user.language,
        on=timezone.localdate(now),
    )
    name = f"letters-{timezone.localdate(batch.made_at)}-{batch.pk}.pdf"
    return HttpResponse(
        pdf,
        content_type=PDF,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@require_POST
def post_letters(request: HttpRequest, public_id: UUID) -> HttpResponse:
    batch = _batch(request, public_id)
    post_batch(batch_id=batch.pk, by=cast(User, request.user), now=timezone.now())
    return say_and_go(request, _("Noted: they are in the post."), "organisations:letters")


@login_required
@require_POST
def undo_letters(request: HttpRequest, public_id: UUID) -> HttpResponse:
    batch = _batch(request, public_id)
    undo_batch(batch_id=batch.pk, by=cast(User, request.user), now=timezone.now())
    return say_and_go(request, _("These letters wait again."), "organisations:letters")


def _batch(request: HttpRequest, public_id: UUID) -> LetterBatch:
    team_user(request)
    theirs = LetterBatch.objects.filter(organisation_id__in=teams_of(request))
    batch = theirs.filter(public_id=public_id).order_by("pk").first()
    if batch is None:
        raise NotFoundHere
    return batch
