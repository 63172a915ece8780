"""The whole main job through the API, with a real worker and a real mail server."""

import pytest
from allauth.account.models import EmailAddress

from groups.models import Group
from organisations.models import Role
from organisations.services import give_role
from tests.clock import NOW
from tests.journeys.calls import Program
from tests.journeys.mails import code_in, link_in, wait_for_mail
from tests.teams import make_organisation, make_programme, make_user
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long enough password"


@pytest.fixture
def programme(db):
    return make_programme(make_organisation("Kompas"), name="Buddies")


@pytest.fixture
def cora(site, programme):
    """Cora's program, logged in."""
    user = make_user("cora@example.org", language="en", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    give_role(
        user=user,
        organisation=programme.organisation,
        name=Role.Name.COORDINATOR,
        by=None,
        now=NOW,
    )
    program = Program(site)
    program.log_in(user.email, PASSWORD)
    return program


def newcomer(programme, name, side):
    return {
        "programme": str(programme.public_id),
        "side": side,
        "name_to_use": name,
        "place": "9000",
        "email": f"{name.lower()}@example.org",
        "language": "en",
        "languages": {"nl": 3},
        "goals": ["company"],
        "consent": True,
    }


def sign_up(program, sink, email):
    """A login by allauth's headless API, confirmed by the code in the mail."""
    told = program.call(
        "POST", "/_allauth/app/v1/auth/signup", {"email": email, "password": PASSWORD}
    )
    program.headers["X-Session-Token"] = told["meta"]["session_token"]
    code = code_in(wait_for_mail(sink, email, "code"))
    told = program.call("POST", "/_allauth/app/v1/auth/email/verify", {"key": code})
    # Who is confirmed gets another session than who was not.
    program.headers["X-Session-Token"] = told["meta"]["session_token"]


def test_two_people_are_introduced_through_the_api(site, sink, worker, programme, cora):
    ben, ana = Program(site), Program(site)
    sign_up(ben, sink, "ben@example.org")
    registered = [
        ben.call("POST", "/api/v1/registrations/", newcomer(programme, "Ben", "volunteer")),
        ana.call("POST", "/api/v1/registrations/", newcomer(programme, "Ana", "seeker")),
    ]
    for enrolment in registered:
        cora.call("POST", f"/api/v1/team/enrolments/{enrolment['id']}/activate/")
    run = cora.call("POST", "/api/v1/team/runs/", {"programme": str(programme.public_id)})
    wait_until(
        lambda: cora.call("GET", f"/api/v1/team/runs/{run['id']}/")["state"] == "finished", 30
    )
    draft = cora.call("GET", "/api/v1/team/proposals/?state=draft")["results"][0]
    cora.call("POST", f"/api/v1/team/proposals/{draft['id']}/approve/")

    ben.call("POST", f"/api/v1/proposals/{draft['id']}/answer/", {"yes": True})
    link = link_in(wait_for_mail(sink, "ana@example.org", "found somebody who fits"))
    page = ana.answer_link(link, "yes")

    assert "You both said yes" in page
    assert "Ana" in wait_for_mail(sink, "ben@example.org", "you both said yes")
    assert "Ben" in wait_for_mail(sink, "ana@example.org", "you both said yes")
    assert Group.objects.count() == 1
