"""What became of messages, told by a provider: a signed list of receipts."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.errors import DomainError, InvalidInput, NotFoundHere
from notifications.errors import BadSignature, NotSentYet, TooLarge, UnknownMessage
from notifications.receipts import What
from notifications.services import note_receipt
from notifications.signatures import is_signed

MOST = 1000
SIGNATURE = "X-Kompaan-Signature"


class ReceiptForm(forms.Form):
    """One receipt, as it comes in. `address`: to whom it was sent, where the provider tells."""

    message = forms.UUIDField()
    channel = forms.CharField(max_length=12)
    what = forms.ChoiceField(choices=[(each.value, each.value) for each in What])
    status = forms.RegexField(r"\A[245]\.\d{1,3}\.\d{1,3}\Z", required=False)
    at = forms.DateTimeField()
    address = forms.CharField(max_length=254, required=False)


@csrf_exempt
@require_POST
def receipts(request: HttpRequest) -> JsonResponse:
    """Take a list of receipts. Sending it again is harmless: what is known is not noted twice."""
    if not settings.RECEIPTS_KEY:
        raise NotFoundHere
    try:
        return JsonResponse(_note_all(_read(request)))
    except DomainError as error:
        return JsonResponse({"code": error.code, "message": str(error)}, status=error.status)


def _read(request: HttpRequest) -> list[dict[str, Any]]:
    try:
        body = request.body
    except RequestDataTooBig:
        raise TooLarge from None
    header = request.headers.get(SIGNATURE, "")
    if not is_signed(body, header, key=settings.RECEIPTS_KEY, now=timezone.now()):
        raise BadSignature
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidInput from None
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        raise InvalidInput
    if len(said) > MOST:
        raise TooLarge
    return [_checked(each) for each in said]


def _checked(entry: dict[str, Any]) -> dict[str, Any]:
    form = ReceiptForm({name: str(value) for name, value in entry.items() if value is not None})
    if not form.is_valid():
        raise InvalidInput(field=next(iter(form.errors)))
    said = form.cleaned_data
    address = said.pop("address")
    return said | {"what": What(said["what"]), "about": [address.lower()] if address else []}


def _note_all(entries: list[dict[str, Any]]) -> dict[str, int]:
    """How many were news, and of how many we know no message. Raises NotSentYet after all others are noted: then it comes again."""
    told = {"noted": 0, "unknown": 0}
    too_early = False
    for entry in entries:
        try:
            told["noted"] += note_receipt(**entry, now=timezone.now())
        except UnknownMessage:
            told["unknown"] += 1
        except NotSentYet:
            too_early = True
    if too_early:
        raise NotSentYet
    return told
