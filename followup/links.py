"""Links in mails that answer a question without a login: signed, for one question to one person."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from followup.errors import LinkInvalid
from followup.models import CheckIn

_SALT = "followup.check_in"
_LONGEST = timedelta(days=60)


def check_in_link(check_in: CheckIn) -> str:
    token = signing.dumps(check_in.pk, salt=_SALT)
    return str(settings.SITE_URL) + reverse("followup:answer_by_link", args=[token])


def read_check_in_token(token: str) -> CheckIn:
    """The question a link is for. Raises LinkInvalid for a changed, old or unknown one."""
    try:
        check_in_id = signing.loads(token, salt=_SALT, max_age=_LONGEST)
        return CheckIn.objects.select_related(
            "seat__group__programme__organisation", "seat__enrolment__person"
        ).get(pk=check_in_id)
    except (signing.BadSignature, CheckIn.DoesNotExist) as error:
        raise LinkInvalid from error
