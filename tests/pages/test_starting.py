"""The five questions as people really walk through them: twice, back, for somebody else, with a login."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.errors import AlreadyRegistered, ConsentNeeded, EmailInvalid, PhoneInvalid
from accounts.models import Person, User
from matching.links import answer_link
from matching.models import Answer
from tests.pages.builders import fields_of, says, visitor
from tests.pages.forms import Start
from tests.people import make_person

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


@pytest.fixture
def start(db, world):
    return Start(visitor(), world.programme)


def test_two_clicks_on_the_last_button_register_one_person(start):
    start.answer_before(5)
    before = dict(start.browser.session)
    first = start.answer(5)
    session = start.browser.session  # the second click set out before the first was answered
    session.clear()
    session.update(before)
    session.save()

    second = start.answer(5)

    assert [first.url, second.url] == [reverse("organisations:welcome")] * 2
    assert Person.objects.filter(email="ana@example.org").count() == 1


def test_back_and_once_more_leads_to_the_thanks(start):
    start.finish()

    assert start.answer(5).url == reverse("organisations:welcome")


def test_all_faults_of_the_last_question_are_told_together(start):
    page = start.finish(email="ana@example", consent=None)

    assert (says(page, ConsentNeeded()), says(page, EmailInvalid())) == (True, True)


def test_an_address_and_a_number_that_are_wrong_are_told_together(start):
    page = start.finish(email="ana@example", phone="12")

    assert (says(page, EmailInvalid()), says(page, PhoneInvalid())) == (True, True)


def test_nobody_is_thanked_for_nothing():
    assert visitor().get(reverse("organisations:welcome")).url == reverse("front")


def test_the_only_programme_is_chosen_already(start, world):
    page = start.answer_before(4).ask(4)

    assert fields_of(page)["programme"] == [str(world.programme.public_id)]


def for_another(browser):
    return browser.post(reverse("organisations:start_for"), {"knows": "on"})


def test_the_door_for_oneself_forgets_that_it_was_for_another(start):
    for_another(start.browser)

    page = start.browser.get(reverse("organisations:start", args=["seeker"]))

    assert not says(page, "You answer together with the person whom you register.")


def test_somebody_with_a_page_of_their_own_registers_another(world):
    ben = Start(visitor(world.ben.user), world.programme)
    asked = ben.browser.get(for_another(ben.browser).url)

    ben.finish(email="grandma@example.org")

    assert says(asked, "You answer together with the person whom you register.")
    assert Person.objects.get(email="grandma@example.org").user is None


def sign_up(email, language):
    said = {"email": email, "password1": PASSWORD}
    visitor(language=language).post(reverse("account_signup"), said)
    return User.objects.get(email=email)


def test_a_new_login_keeps_the_language_of_its_page(db):
    assert sign_up("new@example.org", "fr").language == "fr"


def test_the_mail_with_the_code_greets_and_names_no_number(db):
    user = sign_up("code@example.org", "en")

    body = mail.outbox[-1].body
    assert (body.startswith("Hello,"), "code@example.org" in body) == (True, True)
    assert f"user {user.pk}" not in body


@pytest.mark.parametrize(
    ("language", "told"), [("nl", "Inloggen"), ("fr", "Se connecter"), ("en", "Log in")]
)
def test_the_login_page_speaks_as_the_other_pages_do(db, language, told):
    assert says(visitor(language=language).get(reverse("account_login")), told)


def test_a_login_without_a_person_reads_what_to_do(db):
    user = User.objects.create_user("nobody@example.org", PASSWORD)

    page = visitor(user).get(reverse("organisations:home"), follow=True)

    assert says(page, "You have a login.")


def test_going_on_after_a_break_is_not_asked_as_a_break(ana, world):
    address = reverse("organisations:change_own", args=[world.seeker.public_id, "resume"])

    assert ana.get(address).url == reverse("organisations:home")


def test_a_question_that_is_too_long_is_still_there(ana, world):
    address = reverse("matching:own_proposal", args=[world.offered.public_id])

    page = ana.post(address, {"answer": "question", "question": "x" * 1001})

    assert (page.status_code, fields_of(page)["question"]) == (400, ["x" * 1001])
    assert not Answer.objects.exclude(question="").exists()


def test_an_answer_after_the_end_says_so_on_the_page_of_the_proposal(ana, world):
    address = reverse("matching:own_proposal", args=[world.offered.public_id])
    ana.post(address, {"answer": "no"})

    page = ana.post(address, {"answer": "yes"})

    assert (page.status_code, says(page, "A proposal for you")) == (409, True)


def test_a_person_is_registered_once_with_one_identity(db):
    known = make_person("Ana")

    with pytest.raises(AlreadyRegistered):
        make_person("Ana", public_id=known.public_id)


def test_asking_too_often_is_told_in_words(db):
    sign_up("often@example.org", "en")
    said = {"email": "often@example.org", "password1": PASSWORD}

    page = visitor().post(reverse("account_signup"), said, follow=True)

    assert (page.status_code, says(page, "Wait some minutes and try again.")) == (429, True)


def test_who_is_logged_in_reads_on_in_another_language(ana, world):
    here = reverse("organisations:home")

    answer = ana.post(reverse("set_language"), {"language": "fr", "next": here})

    assert (answer.status_code, answer.url) == (302, here)
    assert says(ana.get(here), "Bonjour Ana")


def test_the_page_of_a_mail_speaks_the_language_that_is_chosen_there(db, world):
    answer = world.offered.answers.get(enrolment=world.seeker)
    address = "/" + answer_link(answer).split("/", 3)[3]
    browser = visitor(language="en")
    before = browser.get(address)

    browser.post(reverse("set_language"), {"language": "fr", "next": address})

    assert says(before, "Een voorstel voor jou")
    assert says(browser.get(address), "Une proposition pour vous")
