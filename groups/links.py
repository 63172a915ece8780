"""Links in mails that work without a login: signed, for one person of one pair or group."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from groups.errors import GatheringLinkInvalid, LinkInvalid
from groups.models import Seat
from groups.states import SeatState

_SALT = "groups.meeting"
_LONGEST = timedelta(days=60)


def meeting_link(seat: Seat) -> str:
    token = signing.dumps(seat.pk, salt=_SALT)
    return str(settings.SITE_URL) + reverse("groups:meeting_by_link", args=[token])


def read_meeting_token(token: str) -> Seat:
    """The seat a link is for. Raises LinkInvalid for a changed, old or unknown one."""
    try:
        seat_id = signing.loads(token, salt=_SALT, max_age=_LONGEST)
        return Seat.objects.select_related(
            "group__programme__organisation", "enrolment__person"
        ).get(pk=seat_id, group__isnull=False)
    except (signing.BadSignature, Seat.DoesNotExist) as error:
        raise LinkInvalid from error


_GATHERING_SALT = "groups.gathering"
_HALF_A_YEAR = timedelta(days=190)


def gathering_link(seat: Seat) -> str:
    """Where somebody says whether they come to what is planned."""
    token = signing.dumps(seat.pk, salt=_GATHERING_SALT)
    return str(settings.SITE_URL) + reverse("groups:gatherings_by_link", args=[token])


def read_gathering_token(token: str) -> Seat:
    """The seat a link is for. Raises GatheringLinkInvalid for a changed, old or unknown one, and when they are not in the group any more."""
    try:
        seat_id = signing.loads(token, salt=_GATHERING_SALT, max_age=_HALF_A_YEAR)
        return Seat.objects.select_related("enrolment__person").get(
            pk=seat_id, state=SeatState.TAKEN
        )
    except (signing.BadSignature, Seat.DoesNotExist) as error:
        raise GatheringLinkInvalid from error
