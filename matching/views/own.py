"""What the two people see of a proposal, and their answer: on the page, or by the link in the mail."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.models import User
from core.errors import DomainError, InvalidInput, NotFoundHere
from core.views import chosen_language
from matching import services
from matching.cards import card_for
from matching.links import read_answer_token
from matching.models import Answer
from matching.selectors import get_own_answer
from matching.states import ProposalState


@login_required
def proposal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = cast(User, request.user)
    answer = get_own_answer(proposal_id=public_id, user=user)
    if request.method == "POST":
        try:
            _act(request, answer, way="page", by=user)
        except DomainError as error:
            answer = get_own_answer(proposal_id=public_id, user=user)
            context = _refused(request, answer, request.LANGUAGE_CODE, error)
            return render(request, "matching/own_proposal.html", context, status=error.status)
        agreed = get_own_answer(proposal_id=public_id, user=user).proposal.state
        if agreed == ProposalState.AGREED:
            return redirect("matching:buddy", public_id)
        return redirect("matching:own_proposal", public_id)
    card = card_for(answer, request.LANGUAGE_CODE)
    return render(request, "matching/own_proposal.html", {"card": card})


@never_cache
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing: mail programs open links by themselves. Only the button answers.

    It speaks the person's language, or the one that was chosen here. Whoever has the link reads reasons, but nothing that the other shows of themselves.
    """
    answer = read_answer_token(token)
    language = chosen_language(request) or answer.enrolment.person.language
    with translation.override(language):
        request.LANGUAGE_CODE = language
        if request.method == "POST":
            try:
                _act(request, answer, way="link", by=None)
            except DomainError as error:
                context = _refused(request, read_answer_token(token), language, error)
                return render(request, "matching/answer.html", context, status=error.status)
            return redirect("matching:answer_by_link", token)
        return render(request, "matching/answer.html", {"card": card_for(answer, language)})


def _refused(
    request: HttpRequest, answer: Answer, language: str, error: DomainError
) -> dict[str, Any]:
    """The page again as it is now, with why not and what was typed."""
    typed = request.POST.get("question", "")
    return {"card": card_for(answer, language), "error": error, "typed": typed}


def _act(request: HttpRequest, answer: Answer, *, way: str, by: User | None) -> None:
    """Yes, no, or a question to the coordinator."""
    said, now = request.POST.get("answer"), timezone.now()
    if said == "question":
        text = request.POST.get("question", "")
        services.ask_question(answer_id=answer.pk, text=text, way=way, by=by, now=now)
        messages.success(request, _("Your coordinator reads your question and contacts you."))
    elif said in ("yes", "no"):
        services.answer_proposal(answer_id=answer.pk, yes=said == "yes", way=way, by=by, now=now)
    else:
        raise InvalidInput(field="answer")


@login_required
@require_GET
def buddy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Both said yes: who it is, and what happens now."""
    answer = get_own_answer(proposal_id=public_id, user=cast(User, request.user))
    if answer.proposal.state != ProposalState.AGREED or answer.proposal.group is None:
        raise NotFoundHere
    context = {
        "card": card_for(answer, request.LANGUAGE_CODE),
        "organisation": answer.proposal.programme.organisation,
        "pair": answer.proposal.group.public_id,
    }
    return render(request, "matching/buddy.html", context)
