"""Messages come in the language of the request; codes never change."""

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from accounts.errors import PlaceInOtherCountry
from tests.api.callers import Caller, address_of
from tests.teams import make_user

pytestmark = pytest.mark.django_db


def refused(**headers):
    return APIClient().get(address_of("places"), {"q": "75001"}, **headers).json()


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_refusal_speaks_the_language_of_the_request(language):
    with translation.override(language):
        expected = str(PlaceInOtherCountry.message)

    told = refused(HTTP_ACCEPT_LANGUAGE=language)

    assert (told["code"], told["message"]) == ("other_country", expected)


def test_the_three_languages_differ():
    told = {refused(HTTP_ACCEPT_LANGUAGE=language)["message"] for language in ("nl", "fr", "en")}

    assert len(told) == 3


def test_the_best_language_that_we_have_is_taken():
    best = refused(HTTP_ACCEPT_LANGUAGE="de, fr;q=0.8, en;q=0.5")

    assert best == refused(HTTP_ACCEPT_LANGUAGE="fr")


def test_without_a_language_it_is_dutch():
    assert refused() == refused(HTTP_ACCEPT_LANGUAGE="nl")


def test_a_token_reads_in_the_language_of_its_request():
    caller = Caller(make_user(language="fr"), language="en")

    assert caller.get("catalogues").json()["goals"][0]["label"] == "Company and a chat"


def test_a_session_reads_in_the_language_of_its_person():
    client = APIClient(HTTP_ACCEPT_LANGUAGE="fr")
    client.force_login(make_user(language="en"))

    told = client.get(address_of("catalogues")).json()

    assert told["goals"][0]["label"] == "Company and a chat"


def test_refused_shapes_speak_the_language_too():
    english, french = (
        Caller(language=language).post("registrations").json()["message"]
        for language in ("en", "fr")
    )

    assert english != french
