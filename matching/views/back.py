"""After a button: back to where it stood."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from core.errors import DomainError
from matching.models import Proposal
from organisations.models import Enrolment


def go_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page that `next` names, when that is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect(otherwise)


def names_of(seeker: Enrolment, volunteer: Enrolment) -> str:
    return f"{seeker.person.name_to_use} – {volunteer.person.name_to_use}"


def say(request: HttpRequest, proposal: Proposal, said: str) -> None:
    messages.success(request, f"{names_of(proposal.seeker, proposal.volunteer)}: {said}")


def say_refused(
    request: HttpRequest, seeker: Enrolment, volunteer: Enrolment, error: DomainError
) -> None:
    """Why not; the code is a class of the message, for the helpdesk."""
    said = f"{names_of(seeker, volunteer)}: {error}"
    messages.error(request, said, extra_tags=error.code)
