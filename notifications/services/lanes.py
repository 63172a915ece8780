"""So many lines at once to a provider, over all workers: a lane is a lock of the database session, gone with a worker that dies."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

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


def _ask(query: str, channel: Channel, number: int) -> bool:
    name = zlib.crc32(f"{channel.code}:{number}".encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute(query, [_SPACE, name])
        return bool(cursor.fetchone()[0])
