"""Two people act at once: real threads, real PostgreSQL. Each race has a control without the lock."""

import pytest

from core.errors import DomainError
from followup.models import CheckIn, Closure
from followup.services import asking
from groups.models import Group, Session, Signature
from groups.selectors import count_live_seats
from groups.states import CURRENT, State
from tests.clock import later
from tests.followup.builders import (
    ASKED,
    MEETING,
    asked,
    click_both,
    duo_at,
    introduced,
    planned,
    propose,
    say,
    sign,
    stop,
    write,
)
from tests.racing import at_once, goes_wrong, unexpected

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


def state_of(duo):
    return Group.objects.get(pk=duo.group.pk).state


def two_words(first, second):
    duo = asked()
    results = at_once(lambda: say(duo, duo.ana, first), lambda: say(duo, duo.ben, second))
    return duo, results


def test_two_simultaneous_yeses_are_seen_as_two():
    for _round in range(ROUNDS):
        duo, results = two_words("yes", "yes")

        assert not unexpected(results)
        assert Group.objects.get(pk=duo.group.pk).clicked_at is not None


def test_without_the_lock_two_yeses_see_only_themselves(monkeypatch):
    def race():
        duo = asked()

        def nobody_noted_the_click():
            at_once(lambda: say(duo, duo.ana, "yes"), lambda: say(duo, duo.ben, "yes"))
            return Group.objects.get(pk=duo.group.pk).clicked_at is None

        return nobody_noted_the_click

    assert goes_wrong(monkeypatch, race)


def test_a_yes_and_a_no_at_once_end_it():
    for _round in range(ROUNDS):
        duo, results = two_words("yes", "no")

        assert not unexpected(results)
        assert state_of(duo) == State.CLOSED
        assert count_live_seats(enrolment_id=duo.scene.volunteer.pk) == 0


def test_two_noes_at_once_end_it_once():
    for _round in range(ROUNDS):
        duo, results = two_words("no", "no")

        assert not unexpected(results)
        assert Closure.objects.filter(group=duo.group).count() == 1


def test_two_signatures_at_once_start_one_trial():
    for _round in range(ROUNDS):
        duo = asked()
        click_both(duo)
        write(duo, duo.ana)

        results = at_once(lambda: sign(duo, duo.ana), lambda: sign(duo, duo.ben))

        assert not unexpected(results)
        assert state_of(duo) == State.TRIAL


def test_a_change_and_a_signature_at_once_leave_nobody_under_another_text():
    for _round in range(ROUNDS):
        duo = introduced()
        write(duo, duo.ana)

        results = at_once(
            lambda: write(duo, duo.ana, version=1, costs="Half."), lambda: sign(duo, duo.ben)
        )

        assert not unexpected(results)
        assert not Signature.objects.filter(agreement__group=duo.group, version=2).exists()


def test_without_the_lock_the_database_keeps_signatures_to_their_text(monkeypatch):
    def race():
        duo = introduced()
        write(duo, duo.ana)

        def stopped_or_under_the_old_text():
            results = at_once(
                lambda: write(duo, duo.ana, version=1, costs="Half."), lambda: sign(duo, duo.ben)
            )
            assert not Signature.objects.filter(agreement__group=duo.group, version=2).exists()
            return len(unexpected(results)) == 1

        return stopped_or_under_the_old_text

    assert goes_wrong(monkeypatch, race)


def test_two_proposals_of_moments_at_once_leave_one():
    for _round in range(ROUNDS):
        duo = introduced()

        results = at_once(lambda: propose(duo, duo.ana), lambda: propose(duo, duo.ben))

        assert not unexpected(results)
        assert [isinstance(each, DomainError) for each in results].count(True) == 1
        assert Session.objects.filter(group=duo.group, state__in=CURRENT).count() == 1


def test_without_the_lock_two_proposals_are_stopped_by_the_database_only(monkeypatch):
    def race():
        duo = introduced()

        def stopped_by_one_first_meeting_at_a_time():
            results = at_once(lambda: propose(duo, duo.ana), lambda: propose(duo, duo.ben))
            assert Session.objects.filter(group=duo.group, state__in=CURRENT).count() == 1
            return len(unexpected(results)) == 1

        return stopped_by_one_first_meeting_at_a_time

    assert goes_wrong(monkeypatch, race)


def test_two_who_stop_at_once_begin_one_goodbye():
    for _round in range(ROUNDS):
        duo = duo_at(State.TRIAL)

        results = at_once(lambda: stop(duo, duo.ana), lambda: stop(duo, duo.ben))

        assert not unexpected(results)
        assert [isinstance(each, DomainError) for each in results].count(True) == 1


def test_two_sweeps_at_once_plan_and_ask_once():
    for _round in range(ROUNDS):
        duo = planned()
        begun = MEETING + (later(minutes=1) - later())
        at_once(*[lambda: asking._plan_click(duo.group.pk, begun)] * 2)
        ids = list(CheckIn.objects.filter(seat__group=duo.group).values_list("pk", flat=True))

        results = at_once(*[lambda: [asking._ask(each, ASKED) for each in ids]] * 2)

        assert not unexpected(results)
        assert len(ids) == 2
