"""The same person twice: who it may be, and a preview before two files become one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.services.merging import CHOSEN
from core.errors import DomainError
from core.lists import Pages
from core.text import whole_number
from core.views import say_and_go
from organisations import services
from organisations.duplicate_selectors import list_duplicates
from organisations.errors import SaidToBeTwo
from organisations.merge_selectors import get_two, preview_merge
from organisations.models import Enrolment
from organisations.two_people import list_two_people
from organisations.views.desk import PAGE, team_user


@login_required
@require_GET
def duplicates(request: HttpRequest) -> HttpResponse:
    pairs = list_duplicates(by=team_user(request))
    page = Pages(pairs, PAGE).get_page(request.GET.get("page"))
    return render(request, "organisations/duplicates.html", {"page": page, "query": ""})


@login_required
@require_GET
def two_people(request: HttpRequest) -> HttpResponse:
    """What the team said about files that look alike."""
    said = list_two_people(by=team_user(request))
    page = Pages(said, PAGE).get_page(request.GET.get("page"))
    return render(request, "organisations/two_people.html", {"page": page, "query": ""})


@login_required
@require_POST
def say_two_people(request: HttpRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    user = team_user(request)
    one, other = get_two(kept=public_id, other=other_id, by=user)
    services.say_two_people(
        organisation_id=one.organisation_id,
        one_id=one.person_id,
        other_id=other.person_id,
        by=user,
        now=timezone.now(),
    )
    said = _("These are two people. They are not offered as one again.")
    return say_and_go(request, said, "organisations:duplicates")


@login_required
@require_POST
def take_back_two_people(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    services.take_back_two_people(public_id=public_id, by=user, now=timezone.now())
    said = _("Taken back. When they look alike, they are offered again.")
    return say_and_go(request, said, "organisations:two_people")


@login_required
def merge(request: HttpRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """The first stays, the other goes. Nothing is done before somebody looked and said so."""
    user = team_user(request)
    kept, other = get_two(kept=public_id, other=other_id, by=user)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            _merged(request, kept, other, user)
        except DomainError as error:
            refusal = error
        else:
            return say_and_go(
                request, _("The two files are one now."), "organisations:person", kept.public_id
            )
    told = preview_merge(kept=kept, other=other)
    chosen = {name for name in CHOSEN if request.POST.get(name) == "other"}
    context = {
        "one": kept,
        "two": other,
        "told": told,
        "chosen": chosen,
        "refusal": refusal,
        "is_said": any(isinstance(each, SaidToBeTwo) for each in told.refusals),
    }
    status = refusal.status if refusal else 200
    return render(request, "organisations/merge.html", context, status=status)


def _merged(request: HttpRequest, kept: Enrolment, other: Enrolment, user: User) -> None:
    services.merge_people(
        kept_id=kept.person_id,
        other_id=other.person_id,
        from_other=[name for name in CHOSEN if request.POST.get(name) == "other"],
        versions=(
            whole_number(request.POST.get("kept_version", "")),
            whole_number(request.POST.get("other_version", "")),
        ),
        by=user,
        now=timezone.now(),
    )
