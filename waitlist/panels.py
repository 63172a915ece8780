"""What waiting adds to pages of the apps below: where things stand on one's own page, and whom to speak to on the desk."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.panels import Panel, register
from organisations.models import Enrolment
from organisations.states import LIVE
from waitlist.forecast_words import standing_of
from waitlist.models.signs import Wish
from waitlist.selectors import (
    first_to_speak_to,
    get_all_waiting,
    get_waiting,
    is_overdue,
    list_contacts,
    list_signs,
)
from waitlist.states import SignState

SHOWN = 8


def _enrolment(request: HttpRequest, *, rows: list[Enrolment]) -> dict[int, dict[str, Any]]:
    """Only for who waits; others read what their state or their buddy says."""
    now, language = timezone.now(), request.LANGUAGE_CODE
    return {
        pk: {
            "enrolment": waiting,
            "standing": standing_of(waiting, now=now, language=language),
            "is_asked": waiting.last_sign in (SignState.ASKED, SignState.MISSED),
        }
        for pk, waiting in get_all_waiting(enrolments=[row.pk for row in rows]).items()
    }


def _desk(request: HttpRequest, *, user: User) -> dict[str, Any] | None:
    rows = first_to_speak_to(by=user, now=timezone.now(), most=SHOWN + 1)
    return {"rows": rows[:SHOWN], "has_more": len(rows) > SHOWN} if rows else None


def _person(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any] | None:
    talks, signs = (
        list(some[:SHOWN])
        for some in (list_contacts(enrolment=enrolment), list_signs(enrolment=enrolment))
    )
    takes_part = enrolment.state in LIVE
    if not (takes_part or talks or signs):
        return None
    waiting, now = get_waiting(enrolment_id=enrolment.pk), timezone.now()
    return {
        "enrolment": enrolment,
        "talks": talks,
        "signs": signs,
        "wishes": Wish.choices,
        "takes_part": takes_part,
        "overdue": waiting if waiting and is_overdue(waiting, now=now) else None,
        "standing": waiting and standing_of(waiting, now=now, language=request.LANGUAGE_CODE),
    }


def register_panels() -> None:
    register(Panel("enrolment", 20, "waitlist/panel_enrolment.html", _enrolment))
    register(
        Panel(
            *("desk", 22, "waitlist/panel_desk.html", _desk, "words"),
            title=gettext_lazy("Waiting without a word"),
            nothing=gettext_lazy("Nobody waits without a word. Good work."),
        )
    )
    register(
        Panel(
            *("person", 17, "waitlist/panel_person.html", _person, "words"),
            title=gettext_lazy("Talks and mails while waiting"),
            nothing=gettext_lazy("Nobody noted a talk yet."),
        )
    )
