"""Links in mails that answer without a login: signed, for one answer only, dead after the deadline."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from matching.errors import LinkInvalid
from matching.models import Answer
from matching.selectors import CARD

_SALT = "matching.answer"
_LONGEST = timedelta(days=60)  # no programme gives more days to answer


def answer_link(answer: Answer) -> str:
    token = signing.dumps(answer.pk, salt=_SALT)
    return str(settings.SITE_URL) + reverse("matching:answer_by_link", args=[token])


def read_answer_token(token: str) -> Answer:
    """The answer a link is for. Raises LinkInvalid for a changed, old or unknown one."""
    try:
        answer_id = signing.loads(token, salt=_SALT, max_age=_LONGEST)
        return Answer.objects.select_related(*CARD).get(pk=answer_id)
    except (signing.BadSignature, Answer.DoesNotExist) as error:
        raise LinkInvalid from error
