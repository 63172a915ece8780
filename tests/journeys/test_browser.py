"""The whole main job in a browser: register, search, approve, say yes on the page and by mail, be introduced."""

import pytest
from allauth.account.models import EmailAddress

from groups.models import Group
from organisations.models import Role
from organisations.services import give_role
from tests.clock import NOW
from tests.journeys.mails import code_in, link_in, mails_to, text_of, wait_for_mail
from tests.teams import make_organisation, make_programme, make_user
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough password"


@pytest.fixture
def cora(db):
    organisation = make_organisation("Kompas")
    make_programme(organisation, name="Buddies")
    user = make_user("cora@example.org", language="en", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    give_role(user=user, organisation=organisation, name=Role.Name.COORDINATOR, by=None, now=NOW)
    return user


def answer_five_questions(page, *, door, name, email):
    page.goto("/")
    page.get_by_role("link", name=door).click()
    page.get_by_label("Which name may we use?").fill(name)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your postcode or municipality").fill("9000")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Kompas: Buddies").check()
    page.get_by_label("Company and a chat").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("I agree that the team").check()
    page.get_by_role("button", name="Register").click()
    page.get_by_text("You are registered").wait_for()


def make_a_login(page, sink, email):
    page.get_by_role("link", name="Make a login").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("#id_code").fill(code_in(wait_for_mail(sink, email, "code")))
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("heading", name="What happens next").wait_for()


def log_in(page, email):
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("main h1").wait_for()


def make_ready(page, name):
    page.goto("/desk/")
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("button", name="Ready: look for somebody").click()
    page.get_by_text("Saved.").wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_two_people_are_introduced(visitor, sink, worker, cora, script):
    ben, ana = (visitor(java_script_enabled=script) for _ in range(2))
    team = visitor()
    answer_five_questions(
        ben, door="I want to be a buddy", name="Benedikt", email="ben@example.org"
    )
    make_a_login(ben, sink, "ben@example.org")
    answer_five_questions(ana, door="I look for somebody", name="Anabelle", email="ana@example.org")
    log_in(team, "cora@example.org")
    make_ready(team, "Benedikt")
    make_ready(team, "Anabelle")
    team.goto("/boards/")
    team.get_by_role("button", name="Search now").click()
    team.get_by_role("button", name="Send to both").click(timeout=40_000)
    team.get_by_text("Both get a mail now").wait_for()

    ben.goto("/me/")
    ben.get_by_role("link", name="Look at the proposal").click()
    ben.get_by_role("button", name="Yes, I want to meet").click()
    ben.get_by_text("You said yes").wait_for()
    ana.goto(link_in(wait_for_mail(sink, "ana@example.org", "found somebody who fits")))
    seen_before = ana.content() + "".join(
        text_of(mail) for mail in mails_to(sink, "ana@example.org")
    )
    ana.get_by_role("button", name="Yes, I want to meet").click()
    ana.get_by_text("You both said yes").wait_for()

    assert "Benedikt" not in seen_before
    assert "Anabelle" in wait_for_mail(sink, "ben@example.org", "you both said yes")
    assert "Benedikt" in wait_for_mail(sink, "ana@example.org", "you both said yes")
    assert Group.objects.count() == 1


def test_somebody_without_email_is_told_by_phone(visitor, sink, worker, cora):
    team = visitor()
    log_in(team, "cora@example.org")
    team.get_by_role("link", name="Add somebody who phones").click()
    team.get_by_label("Name to use").fill("Cem")
    team.get_by_label("Postcode or municipality").fill("Gent")
    team.get_by_label("Phone number").fill("0470 12 34 56")
    team.get_by_label("This person told me").check()
    team.get_by_role("button", name="Register").click()
    team.get_by_role("heading", name="Cem").wait_for()

    team.get_by_role("button", name="Ready: look for somebody").click()

    team.get_by_text("Saved.").wait_for()
    wait_until(lambda: "ready" in team.locator(".badge").first.inner_text(), 5)
    assert team.get_by_role("link", name="Who fits?").is_visible()
