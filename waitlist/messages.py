"""The sign of life as a mail: where things stand, what there is meanwhile, and one link to say whether we look further."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation

from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.selectors import arrived_since
from notifications.services import queue_message
from notifications.topics import Topic
from waitlist.forecast_words import Standing, standing_of, weeks
from waitlist.links import sign_link
from waitlist.models import Sign
from waitlist.selectors import SIGN, get_waiting
from waitlist.states import SignState


def tell_sign(sign: Sign, *, now: datetime) -> None:
    """Once for each sign; too late when the next one would come."""
    enrolment = sign.enrolment
    queue_message(
        kind=SIGN,
        person=enrolment.person,
        dedupe_key=key_of(sign),
        context={"sign": sign.pk},
        organisation_id=enrolment.organisation_id,
        now=now,
        expires_at=now + timedelta(weeks=enrolment.programme.sign_after_weeks),
    )


def key_of(sign: Sign) -> str:
    return f"sign:{sign.pk}:sent"


def mail_of(sign: Sign) -> Message | None:
    """The newest message of a sign: the one that was sent, or the one that was sent again."""
    rows = Message.objects.filter(person=sign.enrolment.person_id, kind=SIGN)
    return rows.filter(context__sign=sign.pk).order_by("-pk").first()


def _prepare(message: Message) -> dict[str, Any] | None:
    """Only to somebody who still waits, whom nothing else was told since."""
    sign = Sign.objects.select_related("enrolment__person").get(pk=message.context["sign"])
    enrolment = get_waiting(enrolment_id=sign.enrolment_id)
    if sign.state != SignState.ASKED or enrolment is None or _was_told(sign, message):
        return None
    language = sign.enrolment.person.language
    with translation.override(language):
        return _words(
            standing_of(enrolment, now=sign.sent_at, language=language),
            name=enrolment.person.name_to_use,
            link=sign_link(sign),
        )


def _was_told(sign: Sign, message: Message) -> bool:
    others = arrived_since(sign.sent_at).filter(
        message__person=message.person_id, message__organisation_id=message.organisation_id
    )
    return others.exclude(message__kind=SIGN).exists()


def _words(standing: Standing, **facts: Any) -> dict[str, Any]:
    return {
        "waited": weeks(standing.weeks) if standing.weeks else "",
        "sentences": " ".join(standing.sentences),
        "meanwhile": standing.meanwhile,
        **facts,
    }


def _sample() -> dict[str, Any]:
    return {
        "name": "Ana",
        "waited": weeks(8),
        "sentences": "",
        "meanwhile": "",
        "link": f"{settings.SITE_URL}/still/…/",
    }


def register_kinds() -> None:
    register(Kind(SIGN, "waitlist", "waitlist/mail/sign", _prepare, _sample, Topic.WAITING))
