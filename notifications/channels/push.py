"""Web Push: a message shown by a browser (RFC 8030), which only that browser can read (RFC 8291), signed by us (RFC 8292).

| answer | what it means |
|---|---|
| 2xx | sent: the maker of the browser keeps it until the device is online, at most as long as it makes sense |
| 404, 410 | the browser takes nothing more: the device is forgotten |
| 429, 503 | busy |
| other 5xx, 408, 425 | temporary |
| other, redirects too | permanent. 401 and 403 as well: a subscription that was made with another key of ours stays wrong |

Whether somebody saw it is not known: no maker of browsers says.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from notifications.channels.answers import TIMEOUT_S, result_of_error, result_of_status
from notifications.channels.base import PUSH, Channel, Outcome, Result, Send, Use
from notifications.channels.short import neutral_subject, own_page
from notifications.kinds import get_kind
from notifications.models import Delivery, Device
from notifications.push_keys import from_text, is_push_service
from notifications.readers import Reader
from notifications.rendering import Written

if TYPE_CHECKING:
    import requests

# Without an end of its own; and the longest that all makers of browsers take.
_USUAL, _LONGEST = timedelta(days=3), timedelta(days=28)
_SIGNED_FOR_S = 12 * 3600  # RFC 8292: at most a day
_GONE = (404, 410)


@dataclass(frozen=True)
class Parcel:
    endpoint: str
    body: bytes
    expires_at: datetime | None
    headers: dict[str, str]


@contextmanager
def open_line() -> Iterator[Send]:
    import requests

    with requests.Session() as session:
        yield Line(session).send


class Line:
    def __init__(self, session: "requests.Session") -> None:
        self.session = session
        self.signed: dict[str, dict[str, str]] = {}

    def send(self, parcel: Parcel | None) -> Result:
        import requests

        if parcel is None:
            return Result(Outcome.PERMANENT, "device_gone")
        if not is_push_service(parcel.endpoint):
            return Result(Outcome.PERMANENT, "no_push_service")
        ttl = {"TTL": str(_seconds_left(parcel.expires_at))}
        try:
            answer = self.session.post(
                parcel.endpoint,
                data=parcel.body,
                headers=parcel.headers | ttl | self._signature(parcel.endpoint),
                timeout=TIMEOUT_S,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return result_of_error(error)
        if answer.status_code in _GONE:
            return Result(Outcome.PERMANENT, f"http_{answer.status_code}", dead=True)
        return result_of_status(answer.status_code)

    def _signature(self, endpoint: str) -> dict[str, str]:
        """That it comes from us: once for each server, while this line is open."""
        from py_vapid import Vapid02

        server = f"https://{urlsplit(endpoint).netloc}"
        if server not in self.signed:
            claims = {
                "sub": settings.VAPID_CONTACT,
                "aud": server,
                "exp": int(time.time()) + _SIGNED_FOR_S,
            }
            self.signed[server] = Vapid02.from_string(settings.VAPID_PRIVATE_KEY).sign(claims)
        return self.signed[server]


def _seconds_left(expires_at: datetime | None) -> int:
    now = datetime.now(UTC)
    left = _USUAL if expires_at is None else expires_at - now
    return int(min(max(left, timedelta(0)), _LONGEST).total_seconds())


def _address(_reader: Reader) -> str:
    """It goes to devices."""
    return ""


def _write(delivery: Delivery, written: Written) -> Parcel | None:
    """None when the device was taken off the list meanwhile. What is shown on a locked screen says only what it is about."""
    device, message = delivery.device, delivery.message
    if device is None:
        return None
    told = {"title": neutral_subject(message, written), "url": own_page()}
    return Parcel(
        endpoint=device.endpoint,
        body=_sealed(device, json.dumps(told).encode()),
        expires_at=message.expires_at,
        headers={
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Urgency": "high" if get_kind(message.kind).urgent else "normal",
            # Sent twice, the second takes the place of the first where the device was not online yet.
            "Topic": message.public_id.hex,
        },
    )


def _sealed(device: Device, text: bytes) -> bytes:
    """So that only this browser can read it (RFC 8291): with a key of our own for each message, and the two that the browser gave."""
    import http_ece
    from cryptography.hazmat.primitives.asymmetric import ec

    sealed: bytes = http_ece.encrypt(
        text,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=from_text(device.p256dh),
        auth_secret=from_text(device.auth),
        version="aes128gcm",
    )
    return sealed


def channel() -> Channel | None:
    """None where no key is set. Raises ImproperlyConfigured for a key without who answers for it."""
    if not settings.VAPID_PRIVATE_KEY:
        return None
    if not settings.VAPID_CONTACT.startswith(("mailto:", "https://")):
        raise ImproperlyConfigured("VAPID_CONTACT is not mailto:… or https://…")
    return Channel(
        code=PUSH,
        label=_("on your devices"),
        address=_address,
        write=_write,
        open=open_line,
        lanes=2,
        rings=True,
        use=Use.ADDED,
        to_devices=True,
    )
