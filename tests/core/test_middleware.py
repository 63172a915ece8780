"""What every request passes: an id, the person's language, refusals as pages."""

import pytest
import structlog
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core.context import site
from core.errors import ChangedMeanwhile, NotAllowed, NotFoundHere
from core.middleware import errors_as_pages, language_of_the_person, request_id


@pytest.fixture
def request_of():
    def request_of(user=None):
        request = RequestFactory().get("/")
        request.user = user or AnonymousUser()
        request.LANGUAGE_CODE = translation.get_language()
        return request

    with translation.override("en"):
        yield request_of


def reply(_request):
    return HttpResponse("fine")


def test_every_answer_has_an_id(request_of):
    answer = request_id(reply)(request_of())

    assert len(answer["X-Request-ID"]) == 32


def test_no_two_requests_have_the_same_id(request_of):
    pass_on = request_id(reply)

    assert pass_on(request_of())["X-Request-ID"] != pass_on(request_of())["X-Request-ID"]


def test_an_id_that_the_browser_sends_is_not_taken_over(request_of):
    request = request_of()
    request.META["HTTP_X_REQUEST_ID"] = "mine\r\nSet-Cookie: a=b"

    assert "mine" not in request_id(reply)(request)["X-Request-ID"]


def test_the_id_stands_in_every_log_line_of_the_request_and_in_none_after_it(request_of):
    def log_something(_request):
        return HttpResponse(structlog.contextvars.get_contextvars()["request"])

    answer = request_id(log_something)(request_of())

    assert (answer.content.decode(), structlog.contextvars.get_contextvars()) == (
        answer["X-Request-ID"],
        {},
    )


def read_language(request):
    return HttpResponse(f"{translation.get_language()} {request.LANGUAGE_CODE}")


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_somebody_who_is_logged_in_reads_in_their_language(request_of, language):
    answer = language_of_the_person(read_language)(request_of(User(language=language)))

    assert answer.content.decode() == f"{language} {language}"


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_visitor_reads_in_the_language_of_the_browser(request_of, language):
    with translation.override(language):
        answer = language_of_the_person(read_language)(request_of())

    assert answer.content.decode() == f"{language} {language}"


def test_the_page_of_somebody_is_not_kept_on_a_shared_computer(request_of):
    answer = language_of_the_person(reply)(request_of(User(language="nl")))

    assert answer["Cache-Control"] == "no-store"


def test_a_page_may_say_itself_how_long_it_is_kept(request_of):
    def say(_request):
        return HttpResponse(headers={"Cache-Control": "private, max-age=60"})

    answer = language_of_the_person(say)(request_of(User(language="nl")))

    assert answer["Cache-Control"] == "private, max-age=60"


def test_a_page_for_all_may_be_kept(request_of):
    assert "Cache-Control" not in language_of_the_person(reply)(request_of())


@pytest.mark.parametrize("error", [NotFoundHere(), NotAllowed(), ChangedMeanwhile()])
def test_a_refusal_becomes_a_page_with_its_status_words_and_code(request_of, error):
    page = errors_as_pages(reply).process_exception(request_of(), error)

    text = page.content.decode()
    assert (page.status_code, str(error) in text, error.code in text) == (error.status, True, True)


def test_a_fault_of_ours_is_not_hidden(request_of):
    assert errors_as_pages(reply).process_exception(request_of(), ZeroDivisionError()) is None


def test_what_is_not_refused_passes(request_of):
    assert errors_as_pages(reply)(request_of()).content == b"fine"


@pytest.mark.parametrize("demo", [True, False])
def test_every_page_knows_whether_this_is_a_demo(request_of, settings, demo):
    settings.DEMO = demo

    assert site(request_of())["is_demo"] == demo


def test_every_page_knows_the_languages(request_of):
    assert [code for code, _name in site(request_of())["languages"]] == ["nl", "fr", "en"]


def test_the_address_of_a_button_opened_by_hand_is_a_page_of_ours(client, db):
    answer = client.get(reverse("set_language"), headers={"accept-language": "en"})

    assert (answer.status_code, b"We cannot find this page" in answer.content) == (405, True)
