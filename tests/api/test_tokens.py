"""Ways in: the session of a page, a session token, a lasting token."""

import pytest
from allauth.account.models import EmailAddress
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests.api.callers import Caller, address_of, refusal
from tests.people import make_person
from tests.teams import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a long walk by the Leie"


def logged_in(user, **options):
    client = APIClient(**options)
    client.force_login(user)
    return client


def session_token_of(user):
    """Log in as a program does."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    body = {"email": user.email, "password": PASSWORD}
    return APIClient().post("/_allauth/app/v1/auth/login", body).json()["meta"]["session_token"]


def test_a_login_gets_a_token_that_opens_its_person():
    ana = make_person("Ana", user=make_user())
    token = logged_in(ana.user).post(address_of("token")).json()["token"]

    told = APIClient().get(address_of("me"), HTTP_AUTHORIZATION=f"Token {token}").json()

    assert told["name_to_use"] == "Ana"


def test_the_token_stays_the_same():
    client = logged_in(make_user())

    assert client.post(address_of("token")).json() == client.post(address_of("token")).json()


def test_a_session_token_opens_the_api():
    user = make_user(password=PASSWORD)
    token = session_token_of(user)

    answer = APIClient().post(address_of("token"), HTTP_X_SESSION_TOKEN=token)

    assert Token.objects.get(key=answer.json()["token"]).user == user


def test_an_unknown_session_token_opens_nothing():
    answer = APIClient().post(address_of("token"), HTTP_X_SESSION_TOKEN="nonsense")

    assert refusal(answer) == (401, "not_authenticated")


def test_a_deleted_token_opens_nothing():
    caller = Caller(make_person(user=make_user()).user)
    caller.delete("token")

    assert refusal(caller.get("me")) == (401, "authentication_failed")


def test_deleting_answers_with_nothing():
    assert Caller(make_user()).delete("token").status_code == 204


def test_a_token_of_somebody_shut_out_opens_nothing():
    user = make_user()
    caller = Caller(user)
    user.is_active = False
    user.save()

    assert refusal(caller.get("me")) == (401, "authentication_failed")


def test_a_page_of_another_site_changes_nothing_with_our_session():
    client = logged_in(make_user(), enforce_csrf_checks=True)

    assert refusal(client.post(address_of("token"))) == (403, "permission_denied")


def test_our_own_page_may_use_the_session():
    client = logged_in(make_user(), enforce_csrf_checks=True)
    client.cookies["csrftoken"] = secret = "a" * 32

    assert client.post(address_of("token"), HTTP_X_CSRFTOKEN=secret).status_code == 200


def test_an_answer_to_somebody_is_not_kept_on_a_shared_computer():
    answer = Caller(make_person(user=make_user()).user).get("me")

    assert answer["Cache-Control"] == "no-store"
