"""One turn of the sweep over everybody who waits."""

from datetime import datetime

from core.jobs import take_turn
from waitlist.services.forecasts import refresh_forecasts
from waitlist.services.signs import send_signs

SWEEP_EVERY_S = 300


def sweep(*, now: datetime) -> None:
    """Two beats at once do it once."""
    if take_turn(job="waitlist.sweep", now=now, every_s=SWEEP_EVERY_S):
        refresh_forecasts(now=now)
        send_signs(now=now)
