"""Consent: for one purpose, given once, and taken back as easily."""

import pytest

from accounts import services
from accounts.models import Consent
from accounts.models.consents import Purpose
from accounts.services.consents import TEXT_VERSION
from core.errors import InvalidInput
from core.models import Event
from tests.clock import NOW, later
from tests.teams import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return services.register_person(
        name_to_use="Ana", email="ana@example.org", consent=False, by=None, now=NOW
    )


def give(person, purpose=Purpose.SERVICE, by=None, now=NOW):
    return services.give_consent(person=person, purpose=purpose, how="page", by=by, now=now)


def withdraw(person, purpose=Purpose.SERVICE, now=NOW):
    services.withdraw_consent(person=person, purpose=purpose, by=None, now=now)


def test_a_consent_says_for_what_which_text_when_how_and_noted_by_whom(ana):
    cora = make_user()

    given = give(ana, by=cora)

    kept = Consent.objects.get(pk=given.pk)
    assert (kept.purpose, kept.text_version, kept.given_at, kept.given_how, kept.recorded_by) == (
        "service",
        TEXT_VERSION,
        NOW,
        "page",
        cora,
    )


def test_giving_the_same_consent_again_changes_nothing(ana):
    first = give(ana)

    assert give(ana, now=later(days=1)) == first


def test_giving_the_same_consent_again_is_logged_once(ana):
    give(ana)
    give(ana)

    assert Event.objects.filter(kind="accounts.consent_given").count() == 1


def test_one_purpose_says_nothing_about_another(ana):
    give(ana)

    assert not Consent.objects.filter(person=ana, purpose=Purpose.SENSITIVE).exists()


def test_a_consent_that_is_taken_back_stays_as_a_row(ana):
    give(ana)

    withdraw(ana, now=later(days=1))

    assert Consent.objects.get(person=ana).withdrawn_at == later(days=1)


def test_taking_back_is_written_in_the_log(ana):
    give(ana)

    withdraw(ana)

    assert Event.objects.get(kind="accounts.consent_withdrawn").data == {"purpose": "service"}


def test_a_consent_may_be_given_again_after_it_was_taken_back(ana):
    give(ana)
    withdraw(ana)

    give(ana, now=later(days=1))

    assert Consent.objects.filter(person=ana, withdrawn_at=None).count() == 1


@pytest.mark.parametrize("purpose", [Purpose.SERVICE, Purpose.SENSITIVE, "marketing", ""])
def test_what_was_not_given_cannot_be_taken_back(ana, purpose):
    with pytest.raises(InvalidInput) as refusal:
        withdraw(ana, purpose)

    assert refusal.value.field == "purpose"


@pytest.mark.parametrize("purpose", ["marketing", "", "SERVICE"])
def test_there_is_no_consent_for_another_purpose(ana, purpose):
    with pytest.raises(InvalidInput):
        give(ana, purpose)


def test_a_consent_is_written_without_a_name_in_logs(ana):
    assert str(give(ana)) == f"service of person {ana.pk}"
