"""A sign of life every few weeks to everybody who waits: sent once, never two within those weeks, and never into silence for ever.

Each person is their own transaction, with their enrolment locked and everything asked again behind the lock: two sweeps at once send
one mail, and a worker that dies in between leaves nothing half done. The mail itself is a row of the outbox in that same transaction.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.states import move
from notifications.selectors import is_under_way, was_sent
from waitlist.messages import mail_of, tell_sign
from waitlist.models import Sign
from waitlist.selectors import list_due, list_overdue_signs
from waitlist.services.rows import lock_enrolment, record

BATCH = 500


def send_signs(*, now: datetime) -> None:
    """First end what nobody answered, then write to whoever has heard nothing for long enough."""
    for sign_id in list_overdue_signs(now=now).values_list("pk", flat=True)[:BATCH]:
        _end(sign_id, now)
    due = list_due(now=now).order_by("waits_since", "pk")
    for enrolment_id in due.values_list("pk", flat=True)[:BATCH]:
        _send(enrolment_id, now)


@transaction.atomic
def _send(enrolment_id: int, now: datetime) -> None:
    enrolment = lock_enrolment(enrolment_id)
    if not list_due(now=now).filter(pk=enrolment_id).exists():
        return  # another sweep was here first, or something else was told meanwhile
    sign = Sign.objects.create(enrolment=enrolment, sent_at=now, sent_on=timezone.localdate(now))
    record("sign_sent", enrolment, by=None, now=now)
    tell_sign(sign, now=now)


@transaction.atomic
def _end(sign_id: int, now: datetime) -> None:
    """MISSED only when the mail really arrived; as long as it waits to be sent or told by phone, the question stays open."""
    lock_enrolment(Sign.objects.values_list("enrolment_id", flat=True).get(pk=sign_id))
    sign = list_overdue_signs(now=now).select_related("enrolment").filter(pk=sign_id).first()
    if sign is None:
        return  # answered meanwhile
    mail = mail_of(sign)
    if mail is not None and is_under_way(mail):
        return
    move(sign.miss if mail is not None and was_sent(mail) else sign.close)
    sign.save(update_fields=["state"])
