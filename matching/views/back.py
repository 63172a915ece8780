"""What is said about two people after a button."""

from django.contrib import messages
from django.http import HttpRequest

from core.errors import DomainError
from matching.models import Proposal
from organisations.models import Enrolment


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
