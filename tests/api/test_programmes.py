"""Settings of a programme, read by the team and changed by its lead."""

import pytest

from organisations.models import Programme
from tests.api.callers import Caller, refusal
from tests.teams import make_coordinator, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea(programme):
    return Caller(make_lead(programme.organisation))


def test_a_coordinator_reads_them(programme):
    cora = Caller(make_coordinator(programme.organisation))

    told = cora.get("team_programme", programme.public_id).json()

    assert (told["version"], told["answer_days"], told["max_buddies"]) == (1, 7, None)


def test_the_lead_changes_what_is_named_and_nothing_else(programme, lea):
    told = lea.patch("team_programme", programme.public_id, version=1, max_buddies=2).json()

    assert (told["version"], told["max_buddies"], told["answer_days"]) == (2, 2, 7)


def test_a_coordinator_changes_nothing(programme):
    cora = Caller(make_coordinator(programme.organisation))

    answer = cora.patch("team_programme", programme.public_id, version=1, answer_days=9)

    assert refusal(answer) == (403, "not_allowed")
    assert Programme.objects.get(pk=programme.pk).answer_days == 7


def test_a_change_by_somebody_else_is_not_overwritten(programme, lea):
    lea.patch("team_programme", programme.public_id, version=1, answer_days=9)

    answer = lea.patch("team_programme", programme.public_id, version=1, answer_days=10)

    assert refusal(answer) == (409, "changed_meanwhile")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"answer_days": 0}, "setting_impossible"),
        ({"reminder_days": 7}, "reminder_too_late"),
        ({"proposal_text": {"nl": "x" * 1001}}, "text_too_long"),
        ({"proposal_text": {"de": "Hallo"}}, "setting_impossible"),
        ({"is_open": "yes"}, "invalid"),
        ({"luck": 1}, "invalid"),
    ],
)
def test_an_impossible_setting_is_refused(programme, lea, said, code):
    answer = lea.patch("team_programme", programme.public_id, version=1, **said)

    assert refusal(answer) == (400, code)


def test_the_version_that_was_read_has_to_be_named(programme, lea):
    answer = lea.patch("team_programme", programme.public_id, answer_days=9)

    assert refusal(answer) == (400, "invalid")


def test_the_versions_are_listed_newest_first(programme, lea):
    lea.patch("team_programme", programme.public_id, version=1, answer_days=9)

    told = lea.get("team_programme_versions", programme.public_id).json()["results"]

    assert [(row["version"], row["settings"]["answer_days"]) for row in told] == [(2, 9), (1, 7)]
