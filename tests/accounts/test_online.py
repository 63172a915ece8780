"""Nominatim over a real connection to a server of our own: what it says, and how it may fail to say it."""

import json
from functools import partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.core.cache import cache as memory
from geopy.geocoders import Nominatim

from accounts.places import online
from accounts.places.online import LookupFailed, look_up
from config.local.servers import free_port

POINT = (51.0538286, 3.7250121)
GENT = [{"lat": "51.0538286", "lon": "3.7250121", "display_name": "Gent"}]


class Server(ThreadingHTTPServer):
    """Answers all questions with `status` and `body`, or not at all; remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.body = 200, json.dumps(GENT)
        self.is_silent, self.over = False, Event()
        self.asked: list[dict[str, list[str]]] = []
        self.headers: list[dict[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(parse_qs(urlsplit(self.path).query))
        self.server.headers.append(dict(self.headers))
        if self.server.is_silent:
            self.server.over.wait(10)
            return
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.body.encode())

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def server():
    with Server() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _connection(monkeypatch, settings, server):
    """The server of this test instead of the one of OpenStreetMap, and no pause for it."""
    settings.NOMINATIM_DOMAIN = f"127.0.0.1:{server.server_port}"

    def nominatim(**options):
        return Nominatim(**options | {"scheme": "http", "timeout": 0.3})

    monkeypatch.setattr(online, "Nominatim", nominatim)
    monkeypatch.setattr(online, "RateLimiter", partial(without_a_pause, online.RateLimiter))
    online._ask.cache_clear()
    yield
    online._ask.cache_clear()


def without_a_pause(limiter, ask, *, min_delay_seconds, **options):
    assert min_delay_seconds >= 1  # what OpenStreetMap asks of everybody
    return limiter(ask, min_delay_seconds=0, **options)


@pytest.fixture
def street():
    """An address that no other test asked for, so that nothing is remembered about it."""
    return f"Veldstraat {uuid4()}, 9000 Gent"


def test_an_address_becomes_a_point(street):
    assert look_up(street) == POINT


def test_only_belgium_is_searched(server, street):
    look_up(street)

    assert (server.asked[0]["q"], server.asked[0]["countrycodes"]) == (
        [street],
        ["be"],
    )


def test_we_say_who_asks(server, settings, street):
    settings.NOMINATIM_USER_AGENT = "kompaan-test (helpdesk@example.org)"

    look_up(street)

    assert server.headers[0]["User-Agent"] == "kompaan-test (helpdesk@example.org)"


@pytest.mark.parametrize("body", ["[]", "null", "{}"])
def test_nothing_by_that_name_is_an_answer(server, body, street):
    server.body = body

    assert look_up(street) is None


@pytest.mark.parametrize("body", ["[]", json.dumps(GENT)])
def test_an_answer_is_remembered(server, body, street):
    server.body = body
    first = look_up(street)

    assert (look_up(street), len(server.asked)) == (first, 1)


def test_what_is_remembered_does_not_hold_the_address(street):
    look_up(street)

    assert memory.get(f"nominatim:{sha256(street.encode()).hexdigest()}") == POINT


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "GeocoderQueryError"),
        (401, "GeocoderAuthenticationFailure"),
        (403, "GeocoderInsufficientPrivileges"),
        (429, "GeocoderRateLimited"),
        (500, "GeocoderServiceError"),
        (502, "GeocoderServiceError"),
        (503, "GeocoderTimedOut"),
        (504, "GeocoderTimedOut"),
    ],
)
def test_a_refusal_of_the_server_says_how(server, status, code, street):
    server.status, server.body = status, ""

    with pytest.raises(LookupFailed) as failure:
        look_up(street)

    assert failure.value.code == code


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<html>Busy</html>", "GeocoderParseError"),
        ("", "GeocoderParseError"),
        ('[{"lat": "51.05"', "GeocoderParseError"),
        ('{"error": "Too busy"}', "GeocoderQueryError"),
        ("[{}]", "TypeError"),
        ("[null]", "AttributeError"),
        ("5", "AttributeError"),
        ('[{"lat": "north", "lon": "3.7", "display_name": "Gent"}]', "ValueError"),
        ('[{"lat": "NaN", "lon": "3.7", "display_name": "Gent"}]', "ValueError"),
    ],
)
def test_an_answer_of_another_shape_is_a_failure_and_no_crash(server, body, code, street):
    server.body = body

    with pytest.raises(LookupFailed) as failure:
        look_up(street)

    assert failure.value.code == code


def test_a_server_that_says_nothing_is_not_waited_for(server, street):
    server.is_silent = True

    with pytest.raises(LookupFailed) as failure:
        look_up(street)

    assert failure.value.code == "GeocoderTimedOut"


def test_a_server_that_is_away_is_a_failure(settings, street):
    settings.NOMINATIM_DOMAIN = f"127.0.0.1:{free_port()}"

    with pytest.raises(LookupFailed) as failure:
        look_up(street)

    assert failure.value.code == "GeocoderServiceError"


def test_a_failure_is_not_remembered(server, street):
    server.status = 500
    with pytest.raises(LookupFailed):
        look_up(street)

    server.status = 200

    assert look_up(street) == POINT


@pytest.mark.parametrize("status", [200, 500])
def test_no_log_line_holds_an_address(server, street, caplog, status):
    server.is_silent, server.status = status == 200, status

    with caplog.at_level("INFO"), pytest.raises(LookupFailed):
        look_up(street)

    assert "Veldstraat" not in caplog.text


def test_a_question_is_asked_once_even_when_nobody_answers(server, street):
    server.is_silent = True

    with pytest.raises(LookupFailed):
        look_up(street)

    assert len(server.asked) == 1
