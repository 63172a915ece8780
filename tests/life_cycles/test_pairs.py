"""Pairs: each move of everybody from each state, as the services take it. A seat is looked up for who is one of the two."""

import pytest

from followup import services as followup
from groups import services as groups
from groups.states import State
from tests.api.callers import address_of
from tests.clock import later
from tests.followup.builders import duo_at
from tests.life_cycles.roles import cast_of, differences

pytestmark = pytest.mark.django_db

GROUP = """
    rest   | coordinator lead seeker volunteer | active > paused                          | wrong_state | not_found | not_authenticated
    go on  | coordinator lead seeker volunteer | paused > active                          | no_break    | not_found | not_authenticated
    stop   | coordinator lead seeker volunteer | introduced trial active paused > closing | wrong_state | not_found | not_authenticated
    finish | coordinator lead                  | closing > closed                         | wrong_state | not_found | not_authenticated
"""
LATER = later(weeks=9)
# A break within the trial leaves it a trial. In a break the other may take one too; who took it (the seeker) has no second one.
BREAKS = {
    ("trial", "rest"): "trial",
    ("paused", "rest"): "paused",
    ("paused", "rest", "seeker"): "break_there",
}


@pytest.fixture(scope="module")
def pairs(kept):
    found = {state: duo_at(state) for state in State}
    return {
        state: (duo, cast_of(duo.group.programme, seeker=duo.ana, volunteer=duo.ben))
        for state, duo in found.items()
    }


@pytest.mark.parametrize("state", State)
def test_a_pair(pairs, state):
    duo, cast = pairs[state]
    group = duo.now_is()
    seats = (
        {person.user.pk: duo.seat(person).pk for person in (duo.ana, duo.ben)}
        if group.members()
        else {}
    )
    how = {"group_id": group.pk, "now": LATER}

    def speaks(by):
        return {"by": by, "seat_id": seats.get(by.pk), **how}

    steps = {
        "rest": (
            address_of("pair_break", group.public_id),
            lambda by: groups.take_break(
                starts_on=LATER.date(), until_on=LATER.date(), **speaks(by)
            ),
        ),
        "go on": (
            address_of("pair_break", group.public_id),
            lambda by: groups.end_breaks(**speaks(by)),
        ),
        "stop": (
            address_of("pair_stop", group.public_id),
            lambda by: followup.start_closing(**speaks(by)),
        ),
        "finish": (
            address_of("team_pair_finish", group.public_id),
            lambda by: followup.finish_closing(reason="other", procedure="no", by=by, **how),
        ),
    }

    assert group.state == state
    assert list(differences(GROUP, group, steps, cast, BREAKS)) == []
