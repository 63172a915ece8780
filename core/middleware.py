"""What every request passes: an id for the logs, the person's language, refusals as pages."""

import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from core.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: GetResponse) -> GetResponse:
    """Give each request an id that stands in every log line of it and in the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        identity = uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request=identity):
            response = get_response(request)
        response["X-Request-ID"] = identity
        return response

    return middleware


def language_of_the_person(get_response: GetResponse) -> GetResponse:
    """Somebody who is logged in reads in the language of their choice; others in the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            language = getattr(request.user, "language", settings.LANGUAGE_CODE)
            translation.activate(language)
            request.LANGUAGE_CODE = language
        response = get_response(request)
        if request.user.is_authenticated:
            # A shared computer must not show somebody's page again after they left.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


class errors_as_pages:  # noqa: N801  (named like the functions beside it)
    """A refusal that reached the top becomes a page that says why, with its code. The API has its own handler."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            # The address of a button, opened by hand or after a change of language.
            return render(request, "core/404.html", status=405)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        return render(request, "core/refused.html", {"error": error}, status=error.status)
