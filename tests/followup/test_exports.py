"""What somebody takes along about their pair: their own words, nothing of the other."""

import pytest

from accounts.exports import export_of
from groups.states import State
from tests.followup.builders import duo_at, say

pytestmark = pytest.mark.django_db


def test_somebody_takes_along_what_they_said_and_signed():
    duo = duo_at(State.TRIAL)

    told = export_of(duo.ana)

    assert [row["said"] for row in told["answers"]] == ["yes"]
    assert told["pairs"][0]["agreement"]["rhythm"] == "Every second Saturday."
    assert len(told["pairs"][0]["signed"]) == 1


def test_nobody_takes_along_what_the_other_said():
    duo = duo_at(State.INTRODUCED)
    say(duo, duo.ana, "unsure", note="Too quick")

    assert "Too quick" not in str(export_of(duo.ben))
