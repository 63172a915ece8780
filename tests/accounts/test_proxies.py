"""Somebody who fills in for a person: what they may do, from when until when."""

from datetime import date, timedelta

import pytest

from accounts import services
from accounts.errors import (
    EmailInvalid,
    ProxyEndsEarly,
    ProxyIsPerson,
    ProxyMayNothing,
    ProxyTooLong,
)
from accounts.models import Proxy
from accounts.models.proxies import May
from accounts.selectors import list_proxies, live_proxies
from accounts.services.proxies import ensure_may_help, may_help
from core.errors import NotFoundHere
from core.states import WrongMove
from organisations.services import leave_programme, pause_enrolment, resume_enrolment
from organisations.states import State
from tests.clock import NOW
from tests.people import make_person
from tests.teams import enrolment_at, make_programme, make_user

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
JUNE = date(2026, 6, 1)


@pytest.fixture
def ana(db):
    return make_person("Ana", email="ana@example.org")


@pytest.fixture
def dirk(db):
    return make_user("dirk@example.org")


def name(ana, **more):
    said = {"email": "Dirk@example.org", "may": ["profile"], "ends_on": JUNE} | more
    return services.name_proxy(person=ana, by=None, now=NOW, **said)


@pytest.mark.parametrize(
    ("day", "may"),
    [
        (date(2026, 3, 9), False),
        (date(2026, 3, 10), True),
        (JUNE, True),
        (JUNE + timedelta(days=1), False),
    ],
)
def test_a_proxy_holds_from_the_first_day_to_the_last(ana, dirk, day, may):
    name(ana, starts_on=date(2026, 3, 10))

    assert may_help(dirk, person_id=ana.pk, what=May.PROFILE, on=day) is may


def test_a_proxy_may_only_what_was_said(ana, dirk):
    name(ana)

    assert not may_help(dirk, person_id=ana.pk, what=May.BREAKS, on=TODAY)
    with pytest.raises(NotFoundHere):
        ensure_may_help(dirk, person_id=ana.pk, what=May.BREAKS, on=TODAY)


def test_another_login_may_nothing(ana):
    name(ana)

    assert not may_help(make_user(), person_id=ana.pk, what=May.PROFILE, on=TODAY)


def test_a_proxy_that_was_ended_holds_no_longer(ana, dirk):
    proxy = name(ana)

    services.end_proxy(proxy=proxy, by=None, now=NOW)

    assert not live_proxies(dirk, on=TODAY)
    with pytest.raises(WrongMove):
        services.end_proxy(proxy=proxy, by=None, now=NOW)


def test_naming_somebody_again_replaces_what_was_said(ana, dirk):
    name(ana)
    name(ana, may=["breaks"])

    assert [each.may for each in live_proxies(dirk, on=TODAY)] == [["breaks"]]
    assert Proxy.objects.count() == 2


def test_who_is_named_for_later_is_listed(ana):
    name(ana, starts_on=date(2026, 5, 1))

    assert list_proxies(person=ana, on=TODAY).count() == 1
    assert not list_proxies(person=ana, on=JUNE + timedelta(days=1))


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"email": "x"}, EmailInvalid),
        ({"email": ""}, EmailInvalid),
        ({"email": "ana@example.org"}, ProxyIsPerson),
        ({"may": []}, ProxyMayNothing),
        ({"may": ["marry"]}, ProxyMayNothing),
        ({"ends_on": TODAY - timedelta(days=1)}, ProxyEndsEarly),
        ({"starts_on": JUNE + timedelta(days=1)}, ProxyEndsEarly),
        ({"ends_on": TODAY + timedelta(days=367)}, ProxyTooLong),
    ],
)
def test_an_impossible_proxy_is_refused(ana, wrong, refusal):
    with pytest.raises(refusal):
        name(ana, **wrong)

    assert not Proxy.objects.exists()


def test_a_proxy_asks_for_a_break_and_never_leaves(ana, dirk):
    enrolment = enrolment_at(State.ACTIVE, ana, make_programme())
    who = {"enrolment_id": enrolment.pk, "by": dirk, "now": NOW}
    with pytest.raises(NotFoundHere):
        pause_enrolment(**who)
    name(ana, may=["breaks"])

    assert pause_enrolment(**who).state == State.PAUSED
    assert resume_enrolment(**who).state == State.ACTIVE
    with pytest.raises(NotFoundHere):
        leave_programme(**who)
