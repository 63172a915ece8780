""" "Still interested?": a yes renews, a no is as welcome, and each may be said again otherwise."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.states import move
from groups.models.agreements import Way
from groups.selectors import count_live_seats
from notifications.selectors import to_tell
from notifications.services import mark_told
from organisations.models import Enrolment
from organisations.services import move_as_asked
from organisations.states import State
from waitlist.errors import NothingAsked, SignClosed, WishUnknown
from waitlist.messages import mail_of
from waitlist.models import Sign
from waitlist.models.signs import Wish
from waitlist.selectors import latest_sign
from waitlist.services.contacts import note_contact
from waitlist.services.rows import ensure_may_answer, lock_enrolment, record


@transaction.atomic
def answer_sign(
    *, sign_id: int, said: str, by: User | None, now: datetime, way: str, note: str = ""
) -> Sign:
    """Look further, a break, or stop. By the team (`coordinator`) it is also noted as a talk, with `note`.

    A yes ends a break; saying the same again changes nothing. Whoever has a buddy or an open proposal by now does not leave by
    an old mail. Raises NotFoundHere, WishUnknown, SignClosed, and what `note_contact` raises.
    """
    enrolment_id = Sign.objects.values_list("enrolment_id", flat=True).get(pk=sign_id)
    enrolment = lock_enrolment(enrolment_id)
    ensure_may_answer(enrolment=enrolment, by=by, way=way)
    if said not in Wish.values:
        raise WishUnknown
    sign = Sign.objects.select_related("enrolment").get(pk=sign_id)
    if way == Way.COORDINATOR:
        _note_talk(sign, by, now, note)
    if said == Wish.YES:
        move(sign.renew, refusal=SignClosed, at=now)
    else:
        move(sign.end, refusal=SignClosed, wish=said, at=now)
    sign.way, sign.recorded_by = way, by
    _follow(enrolment, said, by, now)
    sign.save()
    record("answered", enrolment, by=by, now=now)
    return sign


@transaction.atomic
def answer_latest(
    *, enrolment_id: int, said: str, by: User, now: datetime, way: str, note: str = ""
) -> Sign:
    """The same about the newest sign of an enrolment. Raises NothingAsked besides."""
    enrolment = lock_enrolment(enrolment_id)
    ensure_may_answer(enrolment=enrolment, by=by, way=way)
    sign = latest_sign(enrolment=enrolment)
    if sign is None:
        raise NothingAsked
    return answer_sign(sign_id=sign.pk, said=said, by=by, now=now, way=way, note=note)


def _follow(enrolment: Enrolment, said: str, by: User | None, now: datetime) -> None:
    """What the word does to the enrolment, which the caller has locked."""
    wanted = {Wish.YES: State.ACTIVE, Wish.PAUSE: State.PAUSED, Wish.LEAVE: State.LEFT}[Wish(said)]
    if enrolment.state == wanted:
        return
    if enrolment.state not in (State.ACTIVE, State.PAUSED):
        raise SignClosed
    if said != Wish.YES and count_live_seats(enrolment_id=enrolment.pk):
        raise SignClosed
    move_as_asked(enrolment_id=enrolment.pk, to=wanted, by=by, now=now)


def _note_talk(sign: Sign, by: User | None, now: datetime, note: str) -> None:
    """Who told us by phone need not be told by phone any more."""
    assert by is not None
    note_contact(enrolment_id=sign.enrolment_id, by=by, now=now, note=note)
    mail = mail_of(sign)
    delivery = None if mail is None else to_tell(mail)
    if delivery is not None:
        mark_told(delivery_id=delivery.pk, by=by, now=now)
