"""A choice of cards: what who looks sees and says, on the page or by the link, and what the team does."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from core.errors import DomainError, InvalidInput
from core.views import chosen_language, say_and_go
from matching import services
from matching.cards import cards_of
from matching.choice_links import read_choice_token
from matching.choice_selectors import card_of, get_choice, get_own_choice, list_drafts_of
from matching.models import Choice
from matching.models.proposals import AnswerWay
from organisations.selectors import get_enrolment
from organisations.views.desk import team_user

NONE = "none"


@login_required
def own(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody chooses on the page; the cards say what the others show."""
    user = cast(User, request.user)
    choice = get_own_choice(public_id=public_id, user=user)
    if request.method != "POST":
        return _page(request, choice, request.LANGUAGE_CODE)
    try:
        _act(request, choice, way=AnswerWay.PAGE, by=user)
    except DomainError as error:
        choice = get_own_choice(public_id=public_id, user=user)
        return _page(request, choice, request.LANGUAGE_CODE, error)
    return redirect("matching:own_choice", public_id)


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing; only a button chooses. Whoever has the link reads reasons, and nothing that others show."""
    choice = read_choice_token(token)
    language = chosen_language(request) or choice.seeker.person.language
    with translation.override(language):
        request.LANGUAGE_CODE = language
        if request.method != "POST":
            return _page(request, choice, language)
        try:
            _act(request, choice, way=AnswerWay.LINK, by=None)
        except DomainError as error:
            return _page(request, read_choice_token(token), language, error)
        return redirect("matching:choose_by_link", token)


def _act(request: HttpRequest, choice: Choice, *, way: str, by: User | None) -> None:
    """A card, none of them, or a question to the team."""
    who = {"choice_id": choice.pk, "way": way, "by": by, "now": timezone.now()}
    said = request.POST.get("card", "")
    if "question" in request.POST:
        services.ask_about_choice(text=request.POST["question"], **who)  # type: ignore[arg-type]
        messages.success(request, _("Your coordinator reads your question and contacts you."))
    elif said == NONE:
        services.refuse_choice(**who)  # type: ignore[arg-type]
    elif said:
        services.choose_card(proposal_id=card_of(choice, said).pk, **who)  # type: ignore[arg-type]
    else:
        raise InvalidInput(field="card")


def _page(
    request: HttpRequest, choice: Choice, language: str, error: DomainError | None = None
) -> HttpResponse:
    context = {
        "chosen": cards_of(choice, language),
        "error": error,
        "typed": request.POST.get("question", "") if error else "",
        "is_own": request.user.is_authenticated and choice.seeker.person.user_id == request.user.pk,
    }
    return render(request, "matching/choice.html", context, status=error.status if error else 200)


@login_required
@require_POST
def offer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the ticked drafts of one person to that person."""
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    ticked = set(request.POST.getlist("proposal"))
    drafts = [each for each in list_drafts_of(enrolment) if str(each.public_id) in ticked]
    try:
        services.offer_choice(
            proposal_ids=[draft.pk for draft in drafts], by=user, now=timezone.now()
        )
    except DomainError as error:
        messages.error(request, str(error), extra_tags=error.code)
        return redirect("organisations:person", public_id)
    said = _("They get a mail with the cards now. You hear it when they have chosen.")
    return say_and_go(request, said, "organisations:person", public_id)


@login_required
@require_POST
def told(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody told the team by phone which card, or none."""
    user = team_user(request)
    choice = get_choice(public_id=public_id, by=user)
    back = choice.seeker.public_id
    try:
        _act(request, choice, way=AnswerWay.COORDINATOR, by=user)
    except DomainError as error:
        messages.error(request, str(error), extra_tags=error.code)
        return redirect("organisations:person", back)
    return say_and_go(request, _("Noted."), "organisations:person", back)


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    choice = get_choice(public_id=public_id, by=user)
    back = choice.seeker.public_id
    try:
        services.withdraw_choice(choice_id=choice.pk, by=user, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error), extra_tags=error.code)
        return redirect("organisations:person", back)
    said = _("The cards were taken back. They stand on the board again.")
    return say_and_go(request, said, "organisations:person", back)
