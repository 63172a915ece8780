"""Every no of the API has the same shape, a stable code and the right status."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError, connection
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.errors import PlaceAmbiguous
from core.api.pagination import Pages
from core.errors import ChangedMeanwhile, InvalidInput, NotAllowed, NotFoundHere


def answer_to(error: Exception):
    class Refusing(APIView):
        permission_classes = ()
        authentication_classes = ()
        throttle_classes = ()

        def get(self, _request):
            raise error

    return Refusing.as_view()(APIRequestFactory().get("/"))


class Name(serializers.Serializer):
    name = serializers.CharField(max_length=3)


def invalid_name() -> Exception:
    with pytest.raises(exceptions.ValidationError) as refusal:
        Name(data={"name": "Anna"}).is_valid(raise_exception=True)
    return refusal.value


ANSWERS = [
    (NotFoundHere(), 404, "not_found"),
    (NotAllowed(), 403, "not_allowed"),
    (ChangedMeanwhile(), 409, "changed_meanwhile"),
    (InvalidInput(), 400, "invalid"),
    (DataError("value too long"), 400, "invalid"),
    (Http404("no such person 7"), 404, "not_found"),
    (PermissionDenied("7 is not yours"), 403, "permission_denied"),
    (exceptions.NotAuthenticated(), 403, "not_authenticated"),
    (exceptions.AuthenticationFailed(), 403, "authentication_failed"),
    (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
    (exceptions.NotAcceptable(), 406, "not_acceptable"),
    (exceptions.UnsupportedMediaType("x/y"), 415, "unsupported_media_type"),
    (exceptions.Throttled(wait=30), 429, "throttled"),
    (exceptions.ParseError(code="malformed"), 400, "malformed"),
    (exceptions.APIException({"a": "b"}), 500, "invalid"),
    (exceptions.ValidationError("wrong"), 400, "invalid"),
    (exceptions.ValidationError({"name": ["too long"]}), 400, "invalid"),
]
names = [type(error).__name__ for error, _status, _code in ANSWERS]


@pytest.mark.parametrize(("error", "status", "code"), ANSWERS, ids=names)
def test_an_error_has_its_status_and_its_code(error, status, code):
    answer = answer_to(error)

    assert (answer.status_code, answer.data["code"]) == (status, code)


@pytest.mark.parametrize(("error", "_status", "_code"), ANSWERS, ids=names)
def test_every_answer_has_the_same_shape(error, _status, _code):
    assert answer_to(error).data.keys() == {"code", "message", "fields"}


@pytest.mark.parametrize("error", [Http404("person 7"), PermissionDenied("person 7")])
def test_an_answer_does_not_say_what_was_looked_for(error):
    assert "7" not in str(answer_to(error).data)


def test_a_database_error_does_not_say_what_was_stored():
    assert "Ana" not in str(answer_to(DataError("invalid value: Ana")).data)


@pytest.mark.parametrize(
    ("error", "fields"),
    [
        (InvalidInput(field="place"), {"place": ["Something is not filled in correctly."]}),
        (InvalidInput(), {}),
        (NotFoundHere(), {}),
    ],
)
def test_a_refusal_of_a_service_names_its_field(error, fields):
    assert answer_to(error).data["fields"] == fields


def test_a_refusal_of_a_service_holds_its_facts():
    answer = answer_to(PlaceAmbiguous(candidates="2100 Deurne, 3290 Deurne"))

    assert "2100 Deurne, 3290 Deurne" in answer.data["fields"]["place"][0]


def test_a_shape_that_does_not_fit_names_its_fields():
    fields = answer_to(invalid_name()).data["fields"]

    assert [error.code for error in fields["name"]] == ["max_length"]


def test_an_error_of_no_field_stands_under_an_empty_name():
    assert answer_to(exceptions.ValidationError("wrong")).data["fields"] == {"": ["wrong"]}


def test_who_asks_too_often_hears_when_to_come_back():
    assert answer_to(exceptions.Throttled(wait=30)).headers["Retry-After"] == "30"


def test_a_fault_of_ours_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        answer_to(ZeroDivisionError())


@pytest.mark.django_db
def test_a_number_that_no_column_can_hold_is_an_answer_and_no_fault():
    class Look(APIView):
        permission_classes = authentication_classes = throttle_classes = ()

        def get(self, _request):
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s::smallint", [10**6])

    answer = Look.as_view()(APIRequestFactory().get("/"))

    assert (answer.status_code, answer.data["code"]) == (400, "invalid")


class Numbers(APIView):
    permission_classes = authentication_classes = throttle_classes = ()

    def get(self, request):
        pages: PageNumberPagination = Pages()
        page = pages.paginate_queryset(range(1000), request)
        return Response({"page": len(page), "count": pages.page.paginator.count})


@pytest.mark.parametrize(
    ("query", "length"),
    [
        ("", 25),
        ("page_size=7", 7),
        ("page_size=100", 100),
        ("page_size=100000", 100),
        ("page_size=0", 25),
        ("page_size=-1", 25),
        ("page_size=many", 25),
        ("page=40", 25),
    ],
)
def test_a_list_comes_in_pages_of_at_most_100(query, length):
    answer = Numbers.as_view()(APIRequestFactory().get(f"/?{query}"))

    assert answer.data == {"page": length, "count": 1000}


@pytest.mark.parametrize("page", ["41", "0", "-1", "x", "9" * 400])
def test_a_page_that_is_not_there_is_not_found(page):
    answer = Numbers.as_view()(APIRequestFactory().get(f"/?page={page}"))

    assert (answer.status_code, answer.data["code"]) == (404, "not_found")
