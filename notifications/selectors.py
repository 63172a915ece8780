"""What may be read of the outbox."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from core.lists import first_of_each
from notifications.channels import all_channels, get_channel
from notifications.channels.base import HAND, LETTER, MAIL, SMS, Outcome, Use
from notifications.habits import hash_of
from notifications.models import Attempt, DeadAddress, Delivery, LetterBatch, Message
from notifications.readers import Reader
from notifications.states import ARRIVED, FAILED, REACHES, UNDER_WAY, DeliveryState, MessageState


def list_failed(*, organisations: Collection[int]) -> QuerySet[Delivery]:
    """What could not be sent for these organisations and nobody saw to, newest first. A channel that comes besides asks nothing of a
    team as long as the message reaches by another."""
    rows = Delivery.objects.filter(state__in=FAILED, seen_to_at__isnull=True)
    besides = [each.code for each in all_channels() if each.use == Use.ADDED]
    another = Delivery.objects.filter(message=OuterRef("message"), state__in=REACHES)
    rows = rows.exclude(Q(channel__in=besides) & Exists(another))
    return _shown(rows, organisations).order_by("-created_at", "-pk")


def list_to_tell_by_hand(*, organisations: Collection[int]) -> QuerySet[Delivery]:
    """What no worker sends: somebody has to hear it by phone or letter, oldest first."""
    rows = Delivery.objects.filter(channel__in=_by_people(), state=DeliveryState.CREATED)
    return _shown(rows, organisations).order_by("created_at", "pk")


def _by_people() -> list[str]:
    """The channels by which people tell it themselves."""
    return [each.code for each in all_channels() if not each.lanes]


def _shown(rows: QuerySet[Delivery], organisations: Collection[int]) -> QuerySet[Delivery]:
    return rows.filter(message__organisation_id__in=organisations).select_related(
        "message__person", "message__user"
    )


def first_to_see_to(*, organisations: Collection[int], at_most: int) -> dict[str, list[Delivery]]:
    """The first of both lists, as `failed` and `to_tell`, in one query."""
    lists = {
        "failed": list_failed(organisations=organisations),
        "to_tell": list_to_tell_by_hand(organisations=organisations),
    }
    return first_of_each(lists, at_most=at_most)


def list_waiting_letters(*, organisations: Collection[int], now: datetime) -> QuerySet[Delivery]:
    """What is to be printed and is in no batch yet, oldest first."""
    rows = Delivery.objects.filter(
        channel=LETTER, state=DeliveryState.CREATED, batch=None, due_at__lte=now
    )
    shown = _shown(rows, organisations).select_related("message__person__place__postal")
    return shown.order_by("due_at", "pk")


def count_waiting_letters(*, organisations: Collection[int], now: datetime) -> dict[int, int]:
    """By organisation; those for whom none waits are not there."""
    rows = list_waiting_letters(organisations=organisations, now=now).order_by()
    counted = rows.values_list("message__organisation_id").annotate(Count("pk"))
    return dict(counted.order_by("message__organisation_id"))


def list_letter_batches(*, organisations: Collection[int]) -> QuerySet[LetterBatch]:
    """Newest first, with how many letters go, or went, to the post."""
    is_in = Q(deliveries__state__in=(DeliveryState.CREATED, *ARRIVED))
    rows = LetterBatch.objects.filter(organisation_id__in=organisations)
    return rows.annotate(letters=Count("deliveries", filter=is_in)).order_by("-made_at", "-pk")


def reaching(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Those that reached somebody or will, by whatever way."""
    some = Delivery.objects.filter(message=OuterRef("pk"), state__in=REACHES)
    return messages.filter(Q(state=MessageState.QUEUED) | Exists(some))


def is_under_way(message: Message) -> bool:
    """It waits to be sent, or to be told by the team."""
    return (
        message.state == MessageState.QUEUED
        or message.deliveries.filter(state__in=UNDER_WAY).exists()
    )


def was_sent(message: Message) -> bool:
    """By a channel: somebody could read it."""
    return message.deliveries.filter(state__in=ARRIVED).exclude(channel=HAND).exists()


def arrived_since(since: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state__in=ARRIVED, sent_at__gte=since)


def to_tell(message: Message) -> Delivery | None:
    """What the team still has to tell of it."""
    rows = message.deliveries.filter(channel__in=_by_people(), state=DeliveryState.CREATED)
    return rows.order_by("pk").first()


def count_sms_parts(*, since: datetime) -> int:
    """Parts of SMS that the provider took: at least so many have to be paid. The channel notes how many each had."""
    tries = Attempt.objects.filter(
        delivery__channel=SMS, outcome=Outcome.SENT, at__gte=since, detail__startswith="parts_"
    )
    notes = tries.values_list("detail").annotate(Count("pk")).order_by("detail")
    return sum(int(note.removeprefix("parts_")) * count for note, count in notes)


def find_dead_address(*, reader: Reader, channel: str = MAIL) -> DeadAddress | None:
    """What is known against the address that they have now."""
    address = get_channel(channel).address(reader)
    rows = DeadAddress.objects.filter(channel=channel, lifted_at=None)
    return rows.filter(hash=hash_of(channel, address)).order_by("pk").first() if address else None


def who_is_not_reached(
    addresses: Iterable[tuple[int, str]], *, channel: str = MAIL
) -> dict[int, DeadAddress]:
    """Of these (the id of whoever has it, and the address) the dead ones. One query; addresses are looked at when any is dead."""
    rows = DeadAddress.objects.filter(channel=channel, lifted_at=None)
    dead = {each.hash: each for each in rows.order_by("pk")}
    if not dead:
        return {}
    hashes = ((who, hash_of(channel, address)) for who, address in addresses if address)
    return {who: dead[each] for who, each in hashes if each in dead}
