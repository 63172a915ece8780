"""Links in mails that choose a moment without a login: signed, for one person of one pair."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from groups.errors import LinkInvalid
from groups.models import Seat

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
