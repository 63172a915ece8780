"""Waiting for something that another process does: on a condition and with an end, never for a fixed time."""

import time
from collections.abc import Callable


def wait_until(condition: Callable[[], object], seconds: float) -> None:
    """Return as soon as `condition` holds. Raises TimeoutError when it still does not after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{condition} does not hold after {seconds} s")
        time.sleep(0.02)
