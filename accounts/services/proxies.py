"""Who may fill in for somebody: named by the person or their team, within limits and dates."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.errors import (
    EmailInvalid,
    ProxyEndsEarly,
    ProxyIsPerson,
    ProxyMayNothing,
    ProxyTooLong,
)
from accounts.models import Person, Proxy, User
from accounts.models.proxies import May
from accounts.selectors import live_proxies
from accounts.services.people import checked_email
from core import events
from core.errors import NotFoundHere
from core.states import WrongMove

LONGEST = timedelta(days=366)


@transaction.atomic
def name_proxy(
    *,
    person: Person,
    email: str,
    may: Collection[str],
    ends_on: date,
    by: User | None,
    now: datetime,
    starts_on: date | None = None,
) -> Proxy:
    """Whoever logs in with `email` may do `may` for this person until the end of `ends_on`; over what was said before of this
    address. Who may name somebody, the caller has made sure. Raises EmailInvalid, ProxyIsPerson, ProxyMayNothing, ProxyEndsEarly,
    ProxyTooLong."""
    address, first = checked_email(email), starts_on or now.date()
    if not address:
        raise EmailInvalid
    if address == person.contact_email:
        raise ProxyIsPerson
    if not may or any(code not in May.values for code in may):
        raise ProxyMayNothing
    if ends_on < max(first, now.date()):
        raise ProxyEndsEarly
    if ends_on > now.date() + LONGEST:
        raise ProxyTooLong
    Person.objects.select_for_update().get(pk=person.pk)
    Proxy.objects.filter(person=person, email=address, ended_at=None).update(ended_at=now)
    proxy = Proxy.objects.create(
        person=person,
        email=address,
        may=[code for code in May.values if code in may],
        starts_on=first,
        ends_on=ends_on,
        recorded_at=now,
        recorded_by=by,
    )
    _record("proxy_named", proxy, by, now)
    return proxy


@transaction.atomic
def end_proxy(*, proxy: Proxy, by: User | None, now: datetime) -> None:
    """At once. Who may end it, the caller has made sure: the person, their team, or the proxy. Raises WrongMove when it ended."""
    locked = Proxy.objects.select_for_update().get(pk=proxy.pk)
    if locked.ended_at is not None:
        raise WrongMove
    locked.ended_at = now
    locked.save(update_fields=["ended_at"])
    _record("proxy_ended", locked, by, now)


def ensure_may_help(user: User, *, person_id: int, what: May, on: date) -> None:
    """May this login do `what` for the person on that day? Raises NotFoundHere: who may not does not learn who is here."""
    if not may_help(user, person_id=person_id, what=what, on=on):
        raise NotFoundHere


def may_help(user: User, *, person_id: int, what: May, on: date) -> bool:
    return any(what in proxy.may for proxy in live_proxies(user, on=on).filter(person_id=person_id))


def _record(happening: str, proxy: Proxy, by: User | None, now: datetime) -> None:
    events.record(
        f"accounts.{happening}",
        subject=proxy,
        by=by,
        at=now,
        person_id=proxy.person_id,
        may=proxy.may,
        until=proxy.ends_on.isoformat(),
    )
