"""JSON in: what is not JSON, too much of it, or a number that is none is refused and crashes nothing."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from core.api.parsers import MAX_BYTES, MAX_DEPTH, StrictJSONParser


def parse(body: bytes):
    return StrictJSONParser().parse(BytesIO(body))


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"{}", {}),
        (b'{"name": "Zo\xc3\xab \xf0\x9f\x91\x8b"}', {"name": "Zoë 👋"}),
        (b'{"a": [1, 2.5, -3e2, true, null, "\\u00e9"]}', {"a": [1, 2.5, -300.0, True, None, "é"]}),
        (b'"text"', "text"),
        (b' \n{"a": {"a": 1}} ', {"a": {"a": 1}}),
        (b'{"a": "NaN"}', {"a": "NaN"}),
        (b"9" * 300, int("9" * 300)),
        (b'"\\ud83d\\udc4b"', "👋"),
        (b'"\\uD83D\\uDC4B"', "👋"),
    ],
)
def test_json_is_read(body, value):
    assert parse(body) == value


MALFORMED = {
    "nothing": b"",
    "spaces": b"   ",
    "a form": b"name=Ana&place=9000",
    "html": b"<html></html>",
    "half": b'{"name": "An',
    "one quote": b"{'name': 'Ana'}",
    "a comma too much": b'{"name": "Ana",}',
    "two values": b"{} {}",
    "a comment": b'{"a": 1} // one',
    "no quotes": b"{name: 1}",
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": Infinity}',
    "-Infinity": b'{"a": -Infinity}',
    "infinite by its size": b'{"a": 1e999}',
    "-infinite by its size": b'{"a": -1e999}',
    "a number of 5000 digits": b"9" * 5000,
    "a key twice": b'{"a": 1, "a": 2}',
    "a key twice inside": b'{"a": [{"b": 1, "b": 1}]}',
    "a key twice, written in two ways": b'{"a": 1, "\\u0061": 2}',
    "nul as an escape": b'{"a": "x\\u0000y"}',
    "nul as a byte": b'{"a": "x\x00y"}',
    "a control sign": b'{"a": "x\x1fy"}',
    "half a sign as an escape": b'{"a": "\\ud83d"}',
    "the other half, as a key": b'{"\\uDC4B": 1}',
    "a line break in text": b'{"a": "x\ny"}',
    "latin-1": b'{"a": "caf\xe9"}',
    "half a character": b'{"a": "\xf0\x9f\x91"}',
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"a": 1}',
    "21 levels": nested(MAX_DEPTH + 1),
    "100,000 levels": nested(100_000),
    "100,000 levels without an end": b'{"a":' * 40_000,
    "only ends": b"]" * 100,
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_what_is_not_json_is_refused(case):
    with pytest.raises(ParseError) as refusal:
        parse(MALFORMED[case])

    assert refusal.value.get_codes() == "malformed"


def test_twenty_levels_are_read():
    assert str(parse(nested(MAX_DEPTH))) == "[" * MAX_DEPTH + "]" * MAX_DEPTH


def body_of(size: int) -> bytes:
    return b'"' + b"a" * (size - 2) + b'"'


def test_the_largest_body_is_read():
    assert len(parse(body_of(MAX_BYTES))) == MAX_BYTES - 2


def test_a_larger_body_is_refused_by_its_own_name():
    with pytest.raises(ParseError) as refusal:
        parse(body_of(MAX_BYTES + 1))

    assert refusal.value.get_codes() == "too_large"


def test_a_body_without_an_end_is_read_no_further_than_the_limit():
    stream = BytesIO(b"[" * (MAX_BYTES * 3))

    with pytest.raises(ParseError):
        StrictJSONParser().parse(stream)

    assert stream.tell() == MAX_BYTES + 1


@given(st.binary(max_size=200))
def test_no_body_crashes_the_parser(body):
    try:
        parse(body)
    except ParseError as refusal:
        assert refusal.status_code == 400  # noqa: PT017


class Echo(APIView):
    permission_classes = ()
    authentication_classes = ()

    def post(self, request):
        return Response(request.data)


def post(body: bytes, content_type: str = "application/json"):
    return Echo.as_view()(APIRequestFactory().generic("POST", "/", body, content_type))


def test_the_api_reads_what_is_json():
    assert post(b'{"a": [1]}').data == {"a": [1]}


@pytest.mark.parametrize("case", MALFORMED.keys() - {"nothing"})
def test_the_api_answers_what_is_wrong_with_the_body(case):
    answer = post(MALFORMED[case])

    assert (answer.status_code, answer.data["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x"]
)
def test_the_api_reads_nothing_but_json(kind):
    answer = post(b"<a/>", kind)

    assert (answer.status_code, answer.data["code"]) == (415, "unsupported_media_type")
