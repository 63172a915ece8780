"""The time in tests: passed in, never read."""

from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday morning


def later(**amount: float) -> datetime:
    """`NOW` plus an amount: `later(days=3)`."""
    return NOW + timedelta(**amount)


def earlier(**amount: float) -> datetime:
    return NOW - timedelta(**amount)
