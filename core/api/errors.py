"""One place turns errors into answers of the API: `{"code", "message", "fields"}`, the code is stable."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import ChangedMeanwhile, DomainError


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to `error`, or None for a fault of ours, which then is a 500 and stands in the log."""
    if isinstance(error, DomainError):
        fields: Any = {error.field: [str(error)]} if error.field else {}
        if isinstance(error, ChangedMeanwhile):
            said = _("Stored meanwhile: %(value)s")
            fields = {name: [said % {"value": value}] for name, value in error.stored.items()}
        return _answer(error.code, str(error), error.status, fields)
    if isinstance(error, DataError):
        return _answer("invalid", _("Something is not filled in correctly."), 400, {})
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.ValidationError):
        fields = error.detail if isinstance(error.detail, dict) else {"": error.detail}
        return _answer("invalid", _("Something is not filled in correctly."), 400, fields)
    response = exception_handler(error, context)
    if response is not None and isinstance(error, exceptions.APIException):
        codes = error.get_codes()
        response.data = {
            "code": codes if isinstance(codes, str) else "invalid",
            "message": str(error.detail),
            "fields": {},
        }
    return response


def _answer(code: str, message: str, status: int, fields: Any) -> Response:
    return Response({"code": code, "message": message, "fields": fields}, status=status)
