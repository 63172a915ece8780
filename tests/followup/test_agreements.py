"""What two people agree on: written by either, signed by both, and a change takes the signatures away."""

import pytest

from core.errors import ChangedMeanwhile, NotAllowed
from groups.errors import (
    AgreementEmpty,
    AgreementTooLong,
    AlreadySigned,
    BreakThere,
    BreakUnusable,
    NoBreak,
    NothingToSign,
    TimingImpossible,
)
from groups.messages import AGREEMENT_CHANGED
from groups.models import Agreement, Signature
from groups.selectors import signers_of
from groups.services import change_timings, end_breaks, sweep_breaks
from groups.states import State
from notifications.models import Message
from notifications.rendering import build_mail
from tests.clock import NOW
from tests.followup.builders import (
    REVIEW,
    asked,
    click_both,
    duo_at,
    introduced,
    rest,
    sign,
    sign_both,
    speaker,
    write,
)

pytestmark = pytest.mark.django_db


def signers(duo):
    return signers_of(Agreement.objects.get(group=duo.group))


@pytest.mark.parametrize("who", ["ana", "ben", None])
def test_either_of_them_or_the_team_writes_it(who):
    duo = introduced()

    assert write(duo, getattr(duo, who) if who else None).version == 1


def test_the_other_is_asked_to_read_and_not_once_it_is_signed():
    duo = introduced()
    write(duo, duo.ana)
    mail = Message.objects.get(kind=AGREEMENT_CHANGED, person=duo.ben)
    before = build_mail(mail)

    sign(duo, duo.ben)

    assert before is not None
    assert build_mail(mail) is None


def test_a_change_takes_the_signatures_away():
    duo = introduced()
    sign_both(duo)

    write(duo, duo.ben, version=1, costs="Ben pays the coffee.")

    assert signers(duo) == set()
    assert Signature.objects.count() == 2


def test_the_same_text_keeps_the_signatures():
    duo = introduced()
    sign_both(duo)

    write(duo, duo.ben, version=1)

    assert len(signers(duo)) == 2


def test_who_read_an_older_text_overwrites_nothing():
    duo = introduced()
    write(duo, duo.ana)
    write(duo, duo.ben, version=1, costs="Half.")

    with pytest.raises(ChangedMeanwhile):
        write(duo, duo.ana, version=1, costs="All.")


def test_who_read_an_older_text_signs_nothing():
    duo = introduced()
    write(duo, duo.ana)
    write(duo, duo.ben, version=1, costs="Half.")

    with pytest.raises(ChangedMeanwhile):
        sign(duo, duo.ana, version=1)


def test_nobody_signs_twice():
    duo = introduced()
    sign_both(duo)

    with pytest.raises(AlreadySigned):
        sign(duo, duo.ana)


def test_nobody_signs_nothing():
    duo = introduced()

    with pytest.raises(NothingToSign):
        sign(duo, duo.ana)


def test_the_team_notes_a_signature_on_paper():
    duo = introduced()
    write(duo, None)

    sign(duo, duo.ana, by=duo.cora, way="coordinator")

    assert signers(duo) == {duo.seat(duo.ana).pk}


def test_how_often_has_to_be_there():
    duo = introduced()

    with pytest.raises(AgreementEmpty):
        write(duo, duo.ana, rhythm=" ")


def test_a_part_that_is_too_long_is_named():
    duo = introduced()

    with pytest.raises(AgreementTooLong) as refusal:
        write(duo, duo.ana, rhythm="Weekly", costs="x" * 1001)

    assert refusal.value.field == "costs"


def test_signing_before_it_clicks_starts_nothing():
    duo = introduced()
    sign_both(duo)

    assert duo.now_is().state == State.INTRODUCED


def test_a_text_that_changed_after_signing_starts_nothing():
    duo = asked()
    sign_both(duo)
    write(duo, duo.ana, version=1, costs="Half.")
    click_both(duo)

    assert duo.now_is().state == State.INTRODUCED


def test_a_trial_goes_on_when_the_text_changes():
    duo = duo_at(State.TRIAL)

    write(duo, duo.ana, version=1, costs="Half.")

    assert duo.now_is().state == State.TRIAL


# Breaks


def go_on(duo, who, now=REVIEW):
    end_breaks(group_id=duo.group.pk, now=now, **speaker(duo, who))


def test_a_pause_from_today_pauses_at_once_and_lasts_until_somebody_goes_on():
    duo = duo_at(State.ACTIVE)
    rest(duo, duo.ana)
    paused = duo.now_is().state

    go_on(duo, duo.ben)

    assert (paused, duo.now_is().state) == (State.PAUSED, State.ACTIVE)


def test_a_holiday_pauses_and_resumes_by_itself():
    duo = duo_at(State.ACTIVE)
    rest(duo, duo.ana, starts=2, until=4)
    states = [duo.now_is().state]
    for days in (1, 2, 4, 5):
        sweep_breaks(now=REVIEW + _days(days))
        states.append(duo.now_is().state)

    assert states == ["active", "active", "paused", "paused", "active"]


def _days(days):
    from datetime import timedelta

    return timedelta(days=days)


def test_two_holidays_that_touch_are_one_pause():
    duo = duo_at(State.ACTIVE)
    rest(duo, duo.ana, starts=1, until=3)
    rest(duo, duo.ben, starts=2, until=5)
    states = []
    for days in (1, 4, 6):
        sweep_breaks(now=REVIEW + _days(days))
        states.append(duo.now_is().state)

    assert states == ["paused", "paused", "active"]


def test_nobody_has_two_breaks_to_come():
    duo = duo_at(State.ACTIVE)
    rest(duo, duo.ana, starts=2, until=4)

    with pytest.raises(BreakThere):
        rest(duo, duo.ana, starts=8, until=9)


@pytest.mark.parametrize(("starts", "until"), [(-1, 3), (5, 4), (400, 401), (1, 500)])
def test_days_that_make_no_break_are_refused(starts, until):
    duo = duo_at(State.ACTIVE)

    with pytest.raises(BreakUnusable):
        rest(duo, duo.ana, starts=starts, until=until)


def test_without_a_break_there_is_nothing_to_end():
    duo = duo_at(State.ACTIVE)

    with pytest.raises(NoBreak):
        go_on(duo, duo.ana)


# Timings


def test_only_the_lead_changes_timings():
    duo = introduced()

    with pytest.raises(NotAllowed):
        change_timings(
            programme_id=duo.scene.programme.pk, by=duo.cora, now=NOW, expected_version=0
        )


@pytest.mark.parametrize("weeks", [0, 53, -1])
def test_a_timing_has_limits(lead, weeks):
    duo = lead

    with pytest.raises(TimingImpossible):
        change_timings(
            programme_id=duo.scene.programme.pk,
            by=duo.cora,
            now=NOW,
            expected_version=0,
            trial_weeks=weeks,
        )


def test_nobody_overwrites_timings_they_did_not_see(lead):
    facts = {"programme_id": lead.scene.programme.pk, "by": lead.cora, "now": NOW}
    change_timings(**facts, expected_version=0, trial_weeks=6)

    with pytest.raises(ChangedMeanwhile):
        change_timings(**facts, expected_version=0, trial_weeks=5)


@pytest.fixture
def lead():
    from organisations.models import Role
    from organisations.services import give_role

    duo = introduced()
    give_role(
        user=duo.cora,
        organisation=duo.scene.programme.organisation,
        name=Role.Name.LEAD,
        by=None,
        now=NOW,
    )
    return duo
