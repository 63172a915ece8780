"""My messages."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from core.lists import Pages
from notifications.inbox import count_unread, get_own, line_of, list_own, words_now
from notifications.services import mark_read

PAGE = 25


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    page = Pages(list_own(user=user), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [line_of(message, request.LANGUAGE_CODE) for message in page],
        "unread": count_unread(user=user),
        "query": "",
    }
    return render(request, "notifications/inbox.html", context)


@login_required
@require_GET
def message(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Opening it says that it was read."""
    now = timezone.now()
    found = get_own(user=cast(User, request.user), public_id=public_id)
    context = {
        "line": line_of(found, request.LANGUAGE_CODE),
        "message": mark_read(message=found, now=now),
        "written": words_now(found, now=now),
    }
    return render(request, "notifications/message.html", context)
