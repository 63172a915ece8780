"""The audit, read by a program of the team."""

import pytest

from tests.api.callers import Caller
from tests.clock import earlier

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(enrol, programme, cora):
    """What a program reads when eight people wait for three weeks and two for a year."""
    for number in range(8):
        enrol(f"Ana {number}", now=earlier(weeks=3))
    for number in range(2):
        enrol(f"Ben {number}", now=earlier(weeks=60), place="6700")
    return Caller(cora).get("team_audit", programme.public_id).json()


def table(audit, by):
    return next(each for each in audit["sides"][0]["tables"] if each["by"] == by)["rows"]


def test_both_sides_are_there(audit):
    assert [side["side"] for side in audit["sides"]] == ["seeker", "volunteer"]


def test_it_says_how_large_a_group_has_to_be(audit):
    assert audit["smallest_group"] == 5


def test_everybody_together_is_counted(audit):
    total = audit["sides"][0]["total"]

    assert (total["waiting"], total["half_weeks"]) == (10, 3)


def test_a_group_has_a_label_in_the_language_of_the_reader(audit):
    assert [(row["code"], row["label"]) for row in table(audit, "language")] == [("nl", "Dutch")]


def test_a_small_group_is_null_and_so_is_what_would_give_it_away(audit):
    assert [row["waiting"] for row in table(audit, "region")] == [None, None]
