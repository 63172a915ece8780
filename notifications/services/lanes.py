"""So many lines at once to a provider, over all workers: a lane is a lock of the database session, gone with a worker that dies."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from notifications.channels import all_channels
from notifications.channels.base import Channel

_SPACE = 710_001  # of our locks, among all advisory locks of the database


@contextmanager
def lane_of(channel: Channel) -> Iterator[bool]:
    """True while one of the channel's lanes is ours; False when all are taken."""
    lane = next((number for number in range(channel.lanes) if _take(channel, number)), None)
    try:
        yield lane is not None
    finally:
        if lane is not None:
            _ask("SELECT pg_advisory_unlock(%s, %s)", channel, lane)


def _take(channel: Channel, number: int) -> bool:
    return _ask("SELECT pg_try_advisory_lock(%s, %s)", channel, number)


def count_taken() -> dict[str, int]:
    """By channel, how many of its lanes are taken now."""
    query = """SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
    with connection.cursor() as cursor:
        cursor.execute(query, [_SPACE])
        taken = {name for (name,) in cursor.fetchall()}
    return {
        channel.code: sum(_name(channel, n) % 2**32 in taken for n in range(channel.lanes))
        for channel in all_channels()
    }


def _ask(query: str, channel: Channel, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, [_SPACE, _name(channel, number)])
        return bool(cursor.fetchone()[0])


def _name(channel: Channel, number: int) -> int:
    return zlib.crc32(f"{channel.code}:{number}".encode()) - 2**31
