"""Channels by whatever provider an organisation has, by a URL of `apprise`: https://github.com/caronc/apprise/wiki.

Apprise itself says only yes or no. What came of a try is read from what its plugin was answered over HTTP, which `Watch` sees:

| seen | outcome |
|---|---|
| yes | sent |
| no, and nobody was reached | busy |
| no, the line ended or the time ran out after the request | unknown |
| no, with a status | by its status; 401 and 402 (our password, our credit) are busy: it is nobody's address that is wrong |
| no with a status 2xx | temporary: the plugin read a refusal in the answer, in words of this provider only |
| no, and nothing was seen | temporary: a plugin that does not use HTTP (SMPP, MQTT), or one that refused by itself |
| the plugin broke down | unknown after a request, else permanent |

What cannot be known: whether "yes" reached a phone; and whether a refusal in words, or of a plugin without HTTP, is for ever: those
are tried again until there are no more tries. When a plugin asks several times (a login, then the message) the last counts.
"""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from notifications.channels.answers import TIMEOUT_S, result_of_error, result_of_status
from notifications.channels.base import Channel, Outcome, Result, Send, Use
from notifications.channels.short import short_text
from notifications.models import Delivery
from notifications.readers import Reader, reader_of
from notifications.rendering import Written

log = logging.getLogger(__name__)

PHONE, EMAIL = "{phone}", "{email}"
_OURS = (401, 402)
_ASKING = {"request", "get", "post", "put", "patch", "delete", "head"}


@dataclass(frozen=True)
class Parcel:
    """`note` is kept with a try that succeeded."""

    url: str
    text: str
    note: str = ""


def make(
    *,
    code: str,
    label: str | Promise,
    template: str,
    per_day: int = 0,
    wrap: Callable[[str], tuple[str, str]] = lambda text: (text, ""),
) -> Channel:
    """A channel by a URL with `{phone}` (digits with the country's in front) or `{email}`. `wrap` gives the text as it goes out, and a note.

    Raises ImproperlyConfigured for a URL with neither, which would tell everybody's messages to one.
    """
    if PHONE not in template and EMAIL not in template:
        raise ImproperlyConfigured(f"The address of the channel {code} names no {PHONE} or {EMAIL}")
    return Channel(
        code=code,
        label=label,
        address=partial(_address, template),
        write=partial(_write, template, wrap),
        open=open_line,
        lanes=1,
        rings=True,
        per_day=per_day,
        use=Use.CHOSEN,
    )


def _address(template: str, reader: Reader) -> str:
    return _digits(reader.phone) if PHONE in template else reader.email


def _write(
    template: str,
    wrap: Callable[[str], tuple[str, str]],
    delivery: Delivery,
    written: Written,
) -> Parcel:
    reader = reader_of(delivery.message)
    url = template.replace(PHONE, _digits(reader.phone)).replace(
        EMAIL, quote(reader.email, safe="")
    )
    return Parcel(url, *wrap(short_text(delivery.message, written)))


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign in "0123456789")


@contextmanager
def open_line() -> Iterator[Send]:
    yield send


def send(parcel: Parcel) -> Result:
    plugin = _plugin(parcel.url)
    if plugin is None:
        return Result(Outcome.PERMANENT, "address")
    with _watched(plugin) as seen:
        try:
            said_yes = plugin.notify(body=parcel.text, title="", body_format="text")
        except Exception as error:  # noqa: BLE001  (a plugin is a stranger's code)
            # Without the traceback: what is in it holds the address and our password.
            log.error("%s broke down: %s", type(plugin).__name__, type(error).__name__)
            outcome = Outcome.UNKNOWN if seen else Outcome.PERMANENT
            return Result(outcome, type(error).__name__)
    return Result(Outcome.SENT, parcel.note) if said_yes else _refused(seen)


def _refused(seen: list[Result | int]) -> Result:
    if not seen:
        return Result(Outcome.TEMPORARY, "refused")
    last = seen[-1]
    if isinstance(last, Result):
        return last
    if last in _OURS:
        return Result(Outcome.BUSY, f"http_{last}")
    if last < 300:
        return Result(Outcome.TEMPORARY, f"refused_with_{last}")
    return result_of_status(last)


def _plugin(url: str) -> Any:
    """None for an address that no plugin takes. Apprise is fetched only here: that takes a third of a second."""
    import apprise

    asset = apprise.AppriseAsset(
        app_id="Kompaan", app_desc="Kompaan", http_redirects=False, storage_mode="memory"
    )
    plugin = apprise.Apprise.instantiate(url, asset=asset)
    if plugin is not None:
        plugin.socket_connect_timeout, plugin.socket_read_timeout = TIMEOUT_S
    return plugin


class Watch:
    """`requests` for the plugins' modules: the same, and who asks in this thread can see what was answered."""

    def __init__(self, requests: ModuleType) -> None:
        self._requests = requests
        self.here = threading.local()

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._requests, name)
        return partial(self._ask, real) if name in _ASKING else real

    def _ask(self, real: Callable[..., Any], *args: Any, **options: Any) -> Any:
        seen: list[Result | int] = getattr(self.here, "seen", [])
        try:
            answer = real(*args, **options)
        except self._requests.RequestException as error:
            seen.append(result_of_error(error))
            raise
        seen.append(answer.status_code)
        return answer


@contextmanager
def _watched(plugin: Any) -> Iterator[list[Result | int]]:
    """What the plugin is answered, one after the other: a status, or what became of the line."""
    module: Any = sys.modules[type(plugin).__module__]
    seen: list[Result | int] = []
    if not hasattr(module, "requests"):
        yield seen
        return
    if not isinstance(module.requests, Watch):
        module.requests = Watch(module.requests)
    watch = module.requests
    watch.here.seen = seen
    try:
        yield seen
    finally:
        del watch.here.seen
