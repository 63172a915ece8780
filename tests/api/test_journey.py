"""From registering to the first hello, by programs only."""

import pytest
from allauth.account.models import EmailAddress
from rest_framework.test import APIClient

from groups.models import Group
from matching.models import MatchRun
from matching.services import execute_run
from tests.api.callers import Caller, address_of
from tests.clock import NOW
from tests.teams import make_coordinator, make_programme, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a long walk by the Leie"
TIMES = {"day_parts": ["sat_morning"], "contact_forms": ["walk"], "travel_km": 10}


class Program(Caller):
    """A program that logs in as people do, and keeps the session's token."""

    def __init__(self, email):
        super().__init__()
        user = make_user(email, password=PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        body = {"email": email, "password": PASSWORD}
        said = APIClient().post("/_allauth/app/v1/auth/login", body).json()
        self.client.credentials(HTTP_X_SESSION_TOKEN=said["meta"]["session_token"])
        token = self.client.post(address_of("token")).json()["token"]
        self.client.credentials(HTTP_AUTHORIZATION=f"Token {token}")

    def register(self, programme, side, name):
        """Register, tell when and what one likes, and give the id of the enrolment."""
        body = {"programme": programme["id"], "side": side, "name_to_use": name, "place": "9000"}
        made = self.post("registrations", **body, languages={"nl": 3}, consent=True).json()
        self.put("my_interests", interests={"walking": "like"})
        self.patch("my_profile", version=self.get("me").json()["version"], **TIMES)
        return made["id"]


@pytest.fixture
def cora():
    return Caller(make_coordinator(make_programme().organisation))


@pytest.fixture
def programme(cora):
    return Caller().get("programmes").json()["results"][0]


@pytest.fixture
def ana(programme, cora):
    program = Program("ana@example.org")
    cora.post("team_enrolment_activate", program.register(programme, "seeker", "Ana"))
    return program


@pytest.fixture
def ben(programme, cora):
    program = Program("ben@example.org")
    cora.post("team_enrolment_activate", program.register(programme, "volunteer", "Ben"))
    return program


@pytest.fixture
def proposed(cora, programme):
    """Cora searches and gets one draft: its id."""

    def search():
        asked = cora.post("team_runs", programme=programme["id"]).json()
        execute_run(run_id=MatchRun.objects.get(public_id=asked["id"]).pk, now=NOW)
        assert cora.get("team_run", asked["id"]).json()["state"] == "finished"
        return cora.get("team_proposals", run=asked["id"]).json()["results"][0]["id"]

    return search


def test_two_people_find_each_other(ana, ben, cora, proposed):
    proposal = proposed()
    cora.post("team_proposal_approve", proposal)

    before = ana.post("answer", proposal, yes=True).json()
    after = ben.post("answer", proposal, yes=True).json()

    assert (before["state"], before["name"]) == ("offered", "")
    assert (after["state"], after["name"]) == ("agreed", "Ana")
    assert ana.get("proposal", proposal).json()["name"] == "Ben"
    assert Group.objects.count() == 1


def test_nothing_is_told_before_the_team_approves(ana, ben, proposed):
    proposed()

    assert ana.get("proposals").json()["results"] == []


def test_a_no_introduces_nobody(ana, ben, cora, proposed):
    proposal = proposed()
    cora.post("team_proposal_approve", proposal)

    ana.post("answer", proposal, yes=True)
    ben.post("answer", proposal, yes=False)

    told = ana.get("proposal", proposal).json()
    assert (told["state"], told["name"], Group.objects.count()) == ("declined", "", 0)


def test_somebody_without_a_login_answers_by_phone(ben, cora, programme, proposed):
    body = {"programme": programme["id"], "side": "seeker", "name_to_use": "Dee", "place": "9000"}
    reached = {"reach_by": "phone", "phone": "0470 12 34 56"}
    dee = Caller().post("registrations", **body, **reached, languages={"nl": 3}, consent=True)
    cora.post("team_enrolment_activate", dee.json()["id"])
    proposal = proposed()
    cora.post("team_proposal_approve", proposal)

    cora.post("team_proposal_answers", proposal, person="seeker", yes=True)
    ben.post("answer", proposal, yes=True)

    assert ben.get("proposal", proposal).json()["name"] == "Dee"
