"""What two people agree on: write, read, sign, print."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from core.errors import ChangedMeanwhile, DomainError, InvalidInput
from core.forms import explain, send_again_with
from core.text import whole_number
from core.views import say_and_go
from groups import services
from groups.cards import pair_card
from groups.forms import AgreementForm
from groups.models import Seat
from groups.selectors import Seen
from groups.views.pairs import done, seen_by, speaks


@login_required
def agreement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write or change it. Somebody else's change meanwhile is shown, and nothing is overwritten."""
    seen = seen_by(request, public_id)
    card = pair_card(seen)
    known = {**card.agreement, "version": card.agreement_version}
    form = AgreementForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid() and _saved(request, seen, form):
        return say_and_go(
            request, _("Saved. Read it once more and sign it."), "groups:pair", public_id
        )
    status = 422 if form.errors else 200
    context = {"form": form, "card": card}
    return render(request, "groups/agreement.html", context, status=status)


def _saved(request: HttpRequest, seen: Seen, form: AgreementForm) -> bool:
    said = dict(form.cleaned_data)
    version = said.pop("version")
    try:
        services.save_agreement(
            group_id=seen.group.pk, texts=said, expected_version=version, **speaks(request, seen)
        )
    except ChangedMeanwhile as error:
        explain(form, error)
        send_again_with(form, pair_card(seen).agreement_version)
    except DomainError as error:
        explain(form, error)
    else:
        return True
    return False


@login_required
@require_POST
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign what was read. The team notes a signature on paper, with whose it is (`person`)."""
    seen = seen_by(request, public_id)
    seat = seen.seat or named(seen, request.POST.get("person", ""))
    way = "page" if seen.seat else "coordinator"

    def act() -> None:
        services.sign_agreement(
            group_id=seen.group.pk,
            seat_id=seat.pk,
            version=_version(request),
            by=cast(User, request.user),
            way=way,
            now=timezone.now(),
        )

    return done(request, seen, act, _("Signed."))


def _version(request: HttpRequest) -> int:
    return whole_number(request.POST.get("version", ""))


def named(seen: Seen, side: str) -> Seat:
    """The seat of the one on this side. Raises InvalidInput."""
    for seat in seen.members:
        if seat.enrolment.side == side:
            return seat
    raise InvalidInput(field="person")


@login_required
@require_GET
def printed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """On one sheet, with lines to sign on."""
    card = pair_card(seen_by(request, public_id))
    return render(request, "groups/agreement_print.html", {"card": card})
