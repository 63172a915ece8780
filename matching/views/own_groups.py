"""What somebody sees of a group that they are asked for, and their answer: on the page, or by the link in the mail."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from accounts.models import User
from core.errors import DomainError
from core.views import chosen_language, says_yes
from matching import services
from matching.group_cards import card_of
from matching.group_links import read_group_token
from matching.group_selectors import get_own_member
from matching.models import DraftMember


@login_required
def asked(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = cast(User, request.user)
    member = get_own_member(draft_id=public_id, user=user)
    if request.method == "POST":
        try:
            _answer(request, member, way="page", by=user)
        except DomainError as error:
            return _show(request, get_own_member(draft_id=public_id, user=user), error)
        return redirect("matching:own_asked", public_id)
    return _show(request, member)


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing: mail programs open links by themselves. Only the button answers. It speaks the person's language,
    or the one that was chosen here."""
    member = read_group_token(token)
    language = chosen_language(request) or member.enrolment.person.language
    with translation.override(language):
        request.LANGUAGE_CODE = language
        if request.method == "POST":
            try:
                _answer(request, member, way="link", by=None)
            except DomainError as error:
                return _show(request, read_group_token(token), error, by_link=True)
            return redirect("matching:group_answer_by_link", token)
        return _show(request, member, by_link=True)


def _show(
    request: HttpRequest,
    member: DraftMember,
    error: DomainError | None = None,
    *,
    by_link: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {"card": card_of(member), "error": error, "by_link": by_link}
    status = error.status if error else 200
    return render(request, "matching/asked.html", context, status=status)


def _answer(request: HttpRequest, member: DraftMember, *, way: str, by: User | None) -> None:
    yes = says_yes(request, "answer")
    services.answer_group(member_id=member.pk, yes=yes, way=way, by=by, now=timezone.now())
