"""The link in a mail that stops such mails, without a login: signed, for one human and some topics.

It never dies: who finds an old mail must still be able to stop them. It opens nothing else.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse

from accounts.models import Person, User
from notifications.errors import LinkInvalid
from notifications.readers import Owner, Reader, owner_of, reader_of_person, reader_of_user
from notifications.topics import Topic

_SALT = "notifications.unsubscribe"


def choices_link() -> str:
    return str(settings.SITE_URL) + reverse("my_choices")


def unsubscribe_link(reader: Reader, topics: Iterable[str]) -> str:
    token = signing.dumps([*owner_of(reader), *topics], salt=_SALT)
    return str(settings.SITE_URL) + reverse("unsubscribe", args=[token])


def read_unsubscribe_token(token: str) -> tuple[Reader, list[Topic]]:
    """Whose mails about what a link stops. Raises LinkInvalid for a changed one, and when nobody or nothing of it is left."""
    try:
        kind, pk, *topics = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise LinkInvalid from error
    reader = _find((kind, pk))
    known = [Topic(each) for each in topics if each in Topic.values]
    if reader is None or not known:
        raise LinkInvalid
    return reader, known


def _find(owner: Owner) -> Reader | None:
    """The human, also when their file became one with another since, or their login got a person."""
    kind, pk = owner
    if kind == "user":
        user = User.objects.select_related("person").filter(pk=pk).first()
        return None if user is None else reader_of_user(user)
    same = Q(pk=pk) | Q(former_ids__old_id=pk)
    person = Person.objects.select_related("user").filter(same).order_by("pk").first()
    return None if person is None else reader_of_person(person)
