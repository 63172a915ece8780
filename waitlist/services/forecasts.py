"""Once a day the curve of each programme and side is counted and kept."""

from dataclasses import astuple
from datetime import datetime

from waitlist.models import Forecast
from waitlist.selectors import count_waits, programmes_without_fresh_forecast
from waitlist.survival import curve


def refresh_forecasts(*, now: datetime) -> None:
    """Count those that are older than a day. Doing it twice gives the same."""
    for programme_id, side in programmes_without_fresh_forecast(now=now):
        steps = curve(count_waits(programme_id=programme_id, side=side, now=now))
        Forecast.objects.update_or_create(
            programme_id=programme_id,
            side=side,
            defaults={"made_at": now, "steps": [astuple(step) for step in steps]},
        )
