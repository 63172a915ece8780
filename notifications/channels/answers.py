"""What an HTTP provider's answer means, and what its silence does; the same for all that are spoken to by `requests`."""

from http import HTTPStatus

from notifications.channels.base import Outcome, Result

# Seconds to connect, and to wait for more of the answer. A provider may be asked some times for one message (a login first): all of
# it stays below the lease of a minute.
TIMEOUT_S = (4.0, 10.0)

_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY)


def result_of_status(status: int) -> Result:
    """A gateway whose time ran out (504) has handed it on and does not know either; other faults of a server (5xx) pass."""
    return Result(_outcome(status), "" if status < 300 else f"http_{status}")


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.SENT
    if status in _BUSY:
        return Outcome.BUSY
    if status == HTTPStatus.GATEWAY_TIMEOUT:
        return Outcome.UNKNOWN
    if status >= 500 or status in _LATER:
        return Outcome.TEMPORARY
    return Outcome.PERMANENT


def result_of_error(error: Exception) -> Result:
    """Of what `requests` raised. Who was not reached has nothing; after that it may have been accepted, with its answer lost."""
    import requests
    from urllib3.exceptions import MaxRetryError

    detail = type(error).__name__
    if isinstance(error, requests.Timeout | requests.ConnectionError):
        # Every fault before the request was handed over comes as the last of (no) more tries to connect.
        reached = not (error.args and isinstance(error.args[0], MaxRetryError))
        return Result(Outcome.UNKNOWN if reached else Outcome.BUSY, detail)
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return Result(Outcome.UNKNOWN, detail)
    return Result(Outcome.PERMANENT, detail)
