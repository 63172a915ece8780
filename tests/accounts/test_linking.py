"""Somebody who was registered before gets a login, once, and nobody else gets it."""

import pytest

from accounts import services
from accounts.errors import AlreadyRegistered, EmailDiffers
from accounts.models import Person, User
from core.models import Event
from tests.clock import NOW
from tests.people import make_person
from tests.teams import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_person("Ana", email="ana@example.org", language="fr")


def link(person, user):
    return services.link_login(person_id=person.pk, user=user, now=NOW)


def test_a_login_with_the_address_of_the_person_is_theirs(ana):
    login = make_user("ana@example.org")

    link(ana, login)

    assert Person.objects.get(user=login) == ana


def test_the_pages_of_a_new_login_are_in_the_language_of_the_person(ana):
    login = make_user("ana@example.org")

    link(ana, login)

    assert User.objects.get(pk=login.pk).language == "fr"


def test_linking_is_written_in_the_log_by_the_login(ana):
    login = make_user("ana@example.org")

    link(ana, login)

    assert Event.objects.get(by=login).data == {"part": "login"}


def test_whoever_logs_in_next_on_a_shared_computer_gets_nobodys_file(ana):
    with pytest.raises(EmailDiffers):
        link(ana, make_user("zoe@example.org"))

    assert Person.objects.get(pk=ana.pk).user is None


def test_a_person_keeps_their_login(ana):
    login = make_user("ana@example.org")
    link(ana, login)

    with pytest.raises(AlreadyRegistered):
        link(ana, login)


def test_a_login_keeps_its_person(ana):
    login = make_user("ana@example.org")
    make_person("Other Ana", user=login)

    with pytest.raises(AlreadyRegistered):
        link(ana, login)


def test_somebody_without_an_address_is_linked_to_nobody():
    ben = make_person("Ben", email="", reach_by="letter")

    with pytest.raises(EmailDiffers):
        link(ben, make_user())
