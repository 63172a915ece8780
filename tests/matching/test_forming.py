"""Groups are looked for: who is placed, who is not and why, and what a worker that is lost or cancelled leaves behind."""

import pytest

from matching import services
from matching.engine import grouping
from matching.engine.errors import BadInput
from matching.group_errors import FormingClosed, FormingUnderWay
from matching.models import Draft, DraftMember, Forming, LeftOut
from matching.services import forming as under_test
from matching.states import DraftState, FormingState
from organisations import services as organisations
from organisations.errors.themes import NoGroupsHere
from organisations.models import MeetingPlace
from tests.clock import NOW, later
from tests.matching.circles import (
    add_place,
    add_theme,
    ids_in,
    leading,
    leads_of,
    make_forms,
    waiting,
)
from tests.teams import make_coordinator, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def forms(kept):
    return make_forms()


def test_who_waits_for_the_same_theme_is_put_in_one_draft(forms):
    forming = forms.search()

    draft = forms.draft()
    assert ids_in(draft) == {each.pk for each in forms.members}
    assert (forming.state, forming.people, forming.placed) == (FormingState.FINISHED, 4, 4)
    assert {each.pk for each in leads_of(draft)} == {forms.finn.pk, forms.bea.pk}


def test_who_asked_for_it_hears_that_drafts_wait(forms):
    forms.search()

    assert forms.cora.messages.filter(kind="matching.forming_finished").count() == 1


def test_who_is_left_over_reads_how_far_the_thermometer_stands(forms):
    theme = add_theme(forms.programme, forms.cora, name_nl="Rouw", least_members=3)
    lena = waiting(forms.programme, forms.cora, theme, "Lena")
    mo = waiting(forms.programme, forms.cora, theme, "Mo")

    forms.search()

    left = LeftOut.objects.get(enrolment=lena)
    assert (left.reason, left.thermometer.found, left.thermometer.needed) == ("too_few_yet", 2, 3)
    assert LeftOut.objects.get(enrolment=mo).thermometer == left.thermometer


def test_who_is_too_far_from_every_place_is_told_so_without_a_thermometer(forms):
    far = waiting(forms.programme, forms.cora, forms.theme, "Far", place="6700")

    forms.search()

    left = LeftOut.objects.get(enrolment=far)
    assert (left.reason, left.thermometer) == ("no_place_in_reach", None)


def test_a_new_search_replaces_drafts_that_nobody_fixed(forms):
    forms.search()
    old = forms.draft()

    forms.search(later(hours=1))

    assert Draft.objects.get(pk=old.pk).state == DraftState.REPLACED
    assert ids_in(forms.draft()) == {each.pk for each in forms.members}


def test_a_new_search_only_adds_to_a_draft_that_is_fixed(forms):
    forms.search()
    old = forms.draft()
    services.lock_draft(draft_id=old.pk, locked=True, seen=old.version, by=forms.cora, now=NOW)
    nell = waiting(forms.programme, forms.cora, forms.theme, "Nell")

    forms.search(later(hours=1))

    assert forms.draft() == old
    assert ids_in(old) == {*(each.pk for each in forms.members), nell.pk}


def test_a_draft_that_was_changed_while_the_engine_searched_is_not_added_to(forms, monkeypatch):
    forms.search()
    old = forms.draft()
    services.lock_draft(draft_id=old.pk, locked=True, seen=old.version, by=forms.cora, now=NOW)
    nell = waiting(forms.programme, forms.cora, forms.theme, "Nell")
    store = under_test.store_found

    def change_first(**facts):
        Draft.objects.filter(pk=old.pk).update(version=99)
        store(**facts)

    monkeypatch.setattr(under_test, "store_found", change_first)
    forms.search(later(hours=1))

    assert nell.pk not in ids_in(old)


def test_themes_with_other_rules_share_rooms_and_facilitators(forms):
    """One room, two evenings, two who lead one group each: the second theme gets what the first left."""
    link = add_theme(
        forms.programme, forms.cora, name_nl="Buren", kind="link", least_members=3, wished_members=3
    )
    for name in ("Lou", "May", "Ned"):
        waiting(forms.programme, forms.cora, link, name)

    forms.search()

    first, second = forms.drafts()
    assert (first.place, second.place) == (forms.place, forms.place)
    assert first.day_part != second.day_part


def test_a_second_theme_with_the_same_rules_is_searched_together(forms):
    sizes = {"least_members": 3, "wished_members": 4, "most_members": 5}
    other = add_theme(forms.programme, forms.cora, name_nl="Rouw", **sizes)
    for name in ("Lou", "May", "Ned"):
        waiting(forms.programme, forms.cora, other, name)

    forming = forms.search()

    assert {draft.theme for draft in forms.drafts()} == {forms.theme, other}
    assert forming.most == forming.placed == 7


def test_who_leads_only_other_themes_leads_none_of_this(forms):
    other = add_theme(forms.programme, forms.cora, name_nl="Rouw")
    organisations.choose_led_themes(
        enrolment_id=forms.finn.pk, theme_ids=[other.pk], by=forms.cora, now=NOW
    )

    forms.search()

    assert [each.pk for each in leads_of(forms.draft())] == [forms.bea.pk]


def test_who_leads_a_group_that_is_asked_is_not_planned_at_that_moment_again(forms):
    forms.search()
    draft = forms.draft()
    services.approve_draft(draft_id=draft.pk, seen=draft.version, by=forms.cora, now=NOW)
    for name in ("Lou", "May", "Ned"):
        waiting(forms.programme, forms.cora, forms.theme, name)

    forms.search(later(hours=1))

    assert forms.draft().day_part != draft.day_part


def test_a_course_keeps_its_draft_and_is_filled_up(forms):
    forms.search()
    Draft.objects.filter(pk=forms.draft().pk).update(is_locked=False)
    organisations.change_theme(theme_id=forms.theme.pk, kind="course", by=forms.cora, now=NOW)
    old, nell = forms.draft(), waiting(forms.programme, forms.cora, forms.theme, "Nell")

    forms.search(later(hours=1))

    assert forms.draft() == old
    assert nell.pk in ids_in(old)


def test_a_draft_in_a_room_that_is_gone_keeps_its_people(forms):
    forms.search()
    old = forms.draft()
    services.lock_draft(draft_id=old.pk, locked=True, seen=old.version, by=forms.cora, now=NOW)
    organisations.end_meeting_place(place_id=forms.place.pk, by=forms.cora, now=NOW)

    forms.search(later(hours=1))

    assert ids_in(forms.draft()) == {each.pk for each in forms.members}


def test_two_fixed_drafts_in_one_room_are_both_kept(forms):
    add_place(forms.programme, forms.cora, "De Zaal")
    for name in ("Lou", "May", "Ned"):
        waiting(forms.programme, forms.cora, forms.theme, name)
    leading(forms.programme, forms.cora, "Lee")
    forms.search()
    first, second = forms.drafts()
    Draft.objects.update(is_locked=True, place=first.place, day_part=first.day_part)
    before = [ids_in(first), ids_in(second)]

    forms.search(later(hours=1))

    assert [ids_in(each) for each in forms.drafts()] == before


def test_two_people_who_are_kept_apart_are_in_no_draft_together(forms):
    ana, ben = forms.members[:2]
    services.exclude_people(
        organisation_id=forms.programme.organisation_id,
        one_id=ana.person_id,
        other_id=ben.person_id,
        by=forms.cora,
        now=NOW,
    )

    forms.search()

    assert not {ana.pk, ben.pk} <= ids_in(forms.draft())


def test_one_search_at_a_time_in_a_programme(forms):
    services.request_forming(programme_id=forms.programme.pk, by=forms.cora, now=NOW)

    with pytest.raises(FormingUnderWay):
        services.request_forming(programme_id=forms.programme.pk, by=forms.cora, now=NOW)


def test_a_programme_for_pairs_forms_no_groups(kept):
    programme = make_programme()
    cora = make_coordinator(programme.organisation)

    with pytest.raises(NoGroupsHere):
        services.request_forming(programme_id=programme.pk, by=cora, now=NOW)


def asked(forms):
    return services.request_forming(programme_id=forms.programme.pk, by=forms.cora, now=NOW)


def test_a_search_that_is_cancelled_is_not_carried_out(forms):
    forming = asked(forms)
    services.cancel_forming(forming_id=forming.pk, by=forms.cora, now=NOW)

    services.execute_forming(forming_id=forming.pk, now=NOW)

    assert Forming.objects.get(pk=forming.pk).state == FormingState.CANCELLED
    with pytest.raises(FormingClosed):
        services.cancel_forming(forming_id=forming.pk, by=forms.cora, now=NOW)


def test_a_worker_notices_that_its_search_was_cancelled(forms, monkeypatch):
    forming, snapshot = asked(forms), under_test.take_group_snapshot

    def cancel_first(**facts):
        services.cancel_forming(forming_id=forming.pk, by=forms.cora, now=NOW)
        return snapshot(**facts)

    monkeypatch.setattr(under_test, "take_group_snapshot", cancel_first)
    services.execute_forming(forming_id=forming.pk, now=NOW)

    assert Forming.objects.get(pk=forming.pk).state == FormingState.CANCELLED
    assert forms.drafts() == []


@pytest.mark.parametrize(
    ("fault", "code"), [(BadInput("theme"), "theme"), (RuntimeError(), "fault")]
)
def test_a_search_that_goes_wrong_ends_with_a_code(forms, monkeypatch, fault, code):
    def fail(*_args, **_more):
        raise fault

    monkeypatch.setattr(grouping, "form_groups", fail, raising=False)
    forming = forms.search()

    assert (forming.state, forming.failure) == (FormingState.FAILED, code)


def test_its_progress_only_rises_and_a_large_search_may_be_silent_for_longer(forms, monkeypatch):
    told, solve = [], grouping.form_groups

    def solve_in_blocks(pool, rules, progress):
        progress("blocks", 100)  # of the first part; the next begins anew
        return solve(pool, rules, progress=progress)

    monkeypatch.setattr(grouping, "form_groups", solve_in_blocks)
    monkeypatch.setattr(under_test, "PEOPLE_A_SECOND", 1)
    monkeypatch.setattr(
        under_test, "promise", lambda _rows, **said: told.append((said["percent"], said["seconds"]))
    )

    forms.search()

    reached = [percent for percent, _seconds in told]
    assert reached == sorted(reached)
    assert (reached[0], reached[-1]) == (0, under_test.STORING)
    assert {seconds for _percent, seconds in told} == {under_test.LEASE_S + 4}


def test_what_ended_already_is_not_ended_badly_too(forms, monkeypatch):
    forming = asked(forms)

    def cancel_and_fail(*_args, **_facts):
        services.cancel_forming(forming_id=forming.pk, by=forms.cora, now=NOW)
        raise RuntimeError

    monkeypatch.setattr(grouping, "form_groups", cancel_and_fail, raising=False)
    services.execute_forming(forming_id=forming.pk, now=NOW)

    assert Forming.objects.get(pk=forming.pk).state == FormingState.CANCELLED


def test_after_three_lost_workers_it_stops(forms):
    forming = asked(forms)
    Forming.objects.filter(pk=forming.pk).update(attempts=3)

    services.execute_forming(forming_id=forming.pk, now=NOW)

    assert Forming.objects.get(pk=forming.pk).failure == "worker_lost"


def nudged(monkeypatch):
    found = []
    monkeypatch.setattr(under_test, "nudge", lambda task, **ids: found.append(ids["forming_id"]))
    return found


def test_the_sweep_takes_up_what_a_worker_lost(forms, monkeypatch):
    forming = asked(forms)
    found = nudged(monkeypatch)

    services.sweep_formings(now=later(minutes=5))
    services.sweep_formings(now=later(minutes=5))

    assert found == [forming.pk]


def test_the_sweep_starts_the_regular_search_that_is_due(forms, monkeypatch):
    forms.programme.runs_every_days = 7
    forms.programme.save(update_fields=["runs_every_days"])
    nudged(monkeypatch)

    services.sweep_formings(now=later(days=1))
    services.sweep_formings(now=later(days=2))

    assert list(forms.programme.formings.values_list("requested_by", flat=True)) == [None]


def test_a_regular_search_waits_for_one_that_is_under_way(forms, monkeypatch):
    forms.programme.runs_every_days = 7
    forms.programme.save(update_fields=["runs_every_days"])
    asked(forms)
    nudged(monkeypatch)

    services.sweep_formings(now=later(days=8))

    assert forms.programme.formings.count() == 1


def test_after_a_regular_search_the_team_hears_of_it(forms):
    forming = services.request_forming(programme_id=forms.programme.pk, by=None, now=NOW)

    services.execute_forming(forming_id=forming.pk, now=NOW)

    assert forms.cora.messages.filter(kind="matching.forming_finished").count() == 1


def test_nobody_is_put_in_a_second_draft_while_one_is_open(forms):
    forms.search()
    services.approve_draft(
        draft_id=forms.draft().pk, seen=forms.draft().version, by=forms.cora, now=NOW
    )

    forms.search(later(hours=1))

    rows = DraftMember.objects.filter(enrolment=forms.ana, settled_at=None)
    assert rows.count() == 1
    assert MeetingPlace.objects.filter(organisation=forms.programme.organisation).count() == 1
