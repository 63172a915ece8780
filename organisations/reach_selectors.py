"""Whom mail does not reach any more. Only hashes of such addresses are kept: so the addresses that people have now are looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from notifications.reasons import why_shut
from notifications.selectors import who_is_not_reached
from organisations.models import Enrolment
from organisations.selectors import list_enrolments
from organisations.states import LIVE


@dataclass(frozen=True)
class NotReached:
    enrolment: Enrolment
    since: datetime
    why: str


def list_not_reached(*, by: User) -> list[NotReached]:
    """People of the organisations of `by` to whose address nothing goes, the newest first. Three queries at most; with no dead address
    on the installation one."""
    live = list_enrolments(by=by).filter(state__in=LIVE)

    def addresses() -> Iterator[tuple[int, str]]:
        rows = live.order_by().values_list("pk", "person__user__email", "person__email")
        for pk, of_login, own in rows.iterator():
            yield pk, of_login if of_login is not None else own

    dead = who_is_not_reached(addresses())
    told = {
        each.person_id: NotReached(each, dead[each.pk].since, why_shut(dead[each.pk].why))
        for each in live.filter(pk__in=dead)
    }
    return sorted(told.values(), key=lambda each: (each.since, each.enrolment.pk), reverse=True)
