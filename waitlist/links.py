"""Links in signs of life that answer without a login: signed, for one person, dead after a while."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from waitlist.errors import LinkInvalid
from waitlist.models import Sign

_SALT = "waitlist.sign"
_LONGEST = timedelta(days=180)  # who finds the mail late is still welcome


def sign_link(sign: Sign) -> str:
    token = signing.dumps(sign.pk, salt=_SALT)
    return str(settings.SITE_URL) + reverse("waitlist:still_by_link", args=[token])


def read_sign_token(token: str) -> Sign:
    """The sign of life a link is for. Raises LinkInvalid for a changed, old or unknown one."""
    try:
        sign_id = signing.loads(token, salt=_SALT, max_age=_LONGEST)
        return Sign.objects.select_related(
            "enrolment__programme__organisation", "enrolment__person"
        ).get(pk=sign_id)
    except (signing.BadSignature, Sign.DoesNotExist) as error:
        raise LinkInvalid from error
