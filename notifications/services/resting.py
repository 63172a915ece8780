"""A provider that takes nothing now: the channel rests, ever longer, then one delivery tries whether it takes again."""

from datetime import datetime, timedelta

from django.db import transaction

from notifications.models import ChannelRest

FIRST_S, LONGEST_S = 10, 600


def rests(channel: str, now: datetime) -> bool:
    return ChannelRest.objects.filter(channel=channel, until__gt=now).exists()


def had_trouble(channel: str) -> bool:
    """Its last try found the provider busy or away: only one goes out to see."""
    return ChannelRest.objects.filter(channel=channel, times__gt=0).exists()


@transaction.atomic
def let_rest(channel: str, now: datetime) -> datetime:
    """10 s, and twice as long each time up to 10 minutes; gives until when. Who comes while it rests makes it no longer."""
    ChannelRest.objects.get_or_create(channel=channel, defaults={"until": now})
    row = ChannelRest.objects.select_for_update().get(channel=channel)
    if row.until <= now:
        row.times += 1
        pause = min(FIRST_S * 2 ** min(row.times - 1, 10), LONGEST_S)
        row.until = now + timedelta(seconds=pause)
        row.save()
    return row.until


def is_fine_again(channel: str) -> None:
    ChannelRest.objects.filter(channel=channel, times__gt=0).update(times=0)
