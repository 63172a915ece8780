"""What the service knows about somebody, for that person."""

import json

import pytest

from accounts import exports, services
from accounts.exports import export_of, register_export
from tests.clock import NOW
from tests.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_person(
        "Ana", email="ana@example.org", phone="0470 12 34 56", profile={"about": "I keep bees."}
    )


def test_an_export_holds_everything_somebody_told(ana):
    services.change_place(person=ana, typed="9000", address="Veldstraat 1", by=None, now=NOW)
    ana.refresh_from_db()

    told = export_of(ana)["person"]

    known = json.dumps(told)
    words = ("Ana", "ana@example.org", "+32470123456", "I keep bees.", "Veldstraat 1", "walking")
    assert [word for word in words if word not in known] == []


def test_an_export_holds_consents_also_those_taken_back(ana):
    services.withdraw_consent(person=ana, purpose="service", by=None, now=NOW)

    [consent] = export_of(ana)["person"]["consents"]
    assert (consent["purpose"], consent["withdrawn_at"]) == ("service", NOW.isoformat())


def test_an_export_holds_what_the_other_sees(ana):
    assert export_of(ana)["person"]["shown_to_the_other"]["name"] == "introduction"


def test_an_export_of_somebody_without_a_place_can_be_made():
    ben = services.register_person(name_to_use="Ben", email="ben@example.org", by=None, now=NOW)

    assert export_of(ben)["person"]["place"] is None


def test_an_app_adds_its_part(ana, monkeypatch):
    monkeypatch.setattr(exports, "_parts", {})

    register_export("letters", lambda person: [f"to {person.name_to_use}"])

    assert export_of(ana)["letters"] == ["to Ana"]


def test_an_export_can_be_written_as_json(ana):
    assert json.loads(json.dumps(export_of(ana))) == export_of(ana)
