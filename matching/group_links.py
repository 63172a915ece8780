"""Links in mails that answer for a group without a login: signed, for one person's answer only."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from matching.errors import LinkInvalid
from matching.group_selectors import with_draft
from matching.models import DraftMember

_SALT = "matching.group_answer"
_LONGEST = timedelta(days=60)  # no programme gives more days to answer


def group_answer_link(member: DraftMember) -> str:
    token = signing.dumps(member.pk, salt=_SALT)
    return str(settings.SITE_URL) + reverse("matching:group_answer_by_link", args=[token])


def read_group_token(token: str) -> DraftMember:
    """The answer a link is for. Raises LinkInvalid for a changed, old or unknown one."""
    try:
        member_id = signing.loads(token, salt=_SALT, max_age=_LONGEST)
        return with_draft().get(pk=member_id)
    except (signing.BadSignature, DraftMember.DoesNotExist) as error:
        raise LinkInvalid from error
