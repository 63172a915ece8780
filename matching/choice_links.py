"""Links in mails that choose a card without a login: signed, for one choice only."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from matching.errors import LinkInvalid
from matching.models import Choice

_SALT = "matching.choice"
_LONGEST = timedelta(days=60)  # no programme gives more days to answer


def choice_link(choice: Choice) -> str:
    token = signing.dumps(choice.pk, salt=_SALT)
    return str(settings.SITE_URL) + reverse("matching:choose_by_link", args=[token])


def read_choice_token(token: str) -> Choice:
    """The choice a link is for. Raises LinkInvalid for a changed, old or unknown one."""
    try:
        choice_id = signing.loads(token, salt=_SALT, max_age=_LONGEST)
        return Choice.objects.select_related(
            "programme__organisation", "programme_version", "seeker__person"
        ).get(pk=choice_id)
    except (signing.BadSignature, Choice.DoesNotExist) as error:
        raise LinkInvalid from error
