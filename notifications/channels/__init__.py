"""The ways by which something can be told. Each is a module that describes itself; `NotificationsConfig.ready` puts them in here."""

from collections.abc import Iterator

from notifications.channels.base import Channel

_channels: dict[str, Channel] = {}


def add(channel: Channel) -> None:
    _channels[channel.code] = channel


def get_channel(code: str) -> Channel:
    """Raises KeyError for a channel that is not there."""
    return _channels[code]


def all_channels() -> Iterator[Channel]:
    """In the order in which they were put in, which is that of preference."""
    return iter(tuple(_channels.values()))
