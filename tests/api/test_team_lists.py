"""What the team of an organisation reads in lists."""

import pytest

from organisations.states import State
from tests.api.callers import Caller, refusal
from tests.clock import later
from tests.people import make_person
from tests.teams import enrolment_at, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(cora):
    return Caller(cora)


def names(answer):
    return [row["person"]["name_to_use"] for row in answer.json()["results"]]


def test_the_team_reads_its_programmes(caller, programme):
    told = caller.get("team_programmes").json()["results"]

    assert [(row["id"], row["required_clearances"]) for row in told] == [
        (str(programme.public_id), ["training"])
    ]


def test_the_list_says_who_and_where(caller, enrol):
    enrolment = enrol("Ana")

    row = caller.get("team_enrolments").json()["results"][0]

    assert row["id"] == str(enrolment.public_id)
    assert row["person"] == {
        "id": str(enrolment.person.public_id),
        "name_to_use": "Ana",
        "family_name": "",
        "postcode": "9000",
        "municipality": "Gent",
    }


def test_the_list_holds_no_one_of_another_organisation(caller):
    enrolment_at(State.ACTIVE, make_person("Zoe"), make_programme())

    assert names(caller.get("team_enrolments")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Ana", "Ben", "Cem"]),
        ({"side": "volunteer"}, ["Ben"]),
        ({"state": "paused"}, ["Cem"]),
        ({"q": "ana"}, ["Ana"]),
        ({"q": "8000"}, ["Cem"]),
        ({"q": "brugge cem"}, ["Cem"]),
        ({"q": "nobody"}, []),
        ({"ordering": "-name"}, ["Cem", "Ben", "Ana"]),
        ({"ordering": "-waiting_since"}, ["Cem", "Ben", "Ana"]),
        ({"waiting_before": later(days=1).isoformat()}, ["Ana"]),
        ({"programme": "00000000-0000-4000-8000-000000000000"}, []),
        ({"page_size": "2", "page": "2"}, ["Cem"]),
    ],
    ids=str,
)
def test_the_list_is_narrowed_and_ordered(caller, enrol, query, found):
    enrol("Ana")
    enrol("Ben", side="volunteer", now=later(days=1))
    enrol("Cem", state=State.PAUSED, now=later(days=2), place="8000")

    assert names(caller.get("team_enrolments", **query)) == found


@pytest.mark.parametrize(
    "query",
    [
        {"side": "both"},
        {"state": "happy"},
        {"programme": "1"},
        {"waiting_before": "yesterday"},
        {"ordering": "person__phone"},
        {"q": "\0"},
    ],
    ids=str,
)
def test_a_filter_that_cannot_be_is_refused(caller, query):
    assert refusal(caller.get("team_enrolments", **query)) == (400, "invalid")


def test_a_page_that_does_not_exist_is_refused(caller):
    assert refusal(caller.get("team_enrolments", page="99")) == (404, "not_found")
