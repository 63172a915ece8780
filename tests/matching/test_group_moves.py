"""A coordinator changes drafts: what it would do is shown first, what must hold is held, and nobody's change is overwritten."""

import pytest

from core.errors import ChangedMeanwhile, NotFoundHere
from matching import services
from matching.group_errors import (
    DraftBreaksRules,
    DraftClosed,
    InAnotherDraft,
    MemberNotReady,
    MergeImpossible,
    NotInThisDraft,
    PartUnknown,
    PlaceUnusable,
    SplitImpossible,
)
from matching.models import Draft
from matching.models.drafts import Part
from matching.services import group_moves
from matching.services.group_moves import preview_move
from matching.states import DraftState, MemberState
from organisations import services as organisations
from tests.clock import NOW
from tests.matching.circles import (
    add_place,
    add_theme,
    leading,
    leads_of,
    make_forms,
    row_of,
    waiting,
)
from tests.teams import make_coordinator, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(scope="module")
def forms(kept):
    """Two drafts of four and three, in two rooms, and four who can lead."""
    forms = make_forms(people=7)
    add_place(forms.programme, forms.cora, "De Zaal")
    for name in ("Lee", "Kit"):
        leading(forms.programme, forms.cora, name)
    forms.search()
    return forms


@pytest.fixture
def two(forms):
    return sorted(forms.drafts(), key=lambda draft: -len(members_of(draft)))


def members_of(draft):
    rows = draft.members.filter(part=Part.MEMBER).exclude(state=MemberState.CLOSED)
    return list(rows.order_by("enrolment_id").values_list("enrolment_id", flat=True))


def now_is(draft):
    return Draft.objects.select_related("programme").get(pk=draft.pk)


def move(forms, who, of, to, **how):
    seen = {draft.pk: draft.version for draft in (of, to) if draft}
    facts = {"seen": seen, "by": forms.cora, "now": NOW}
    services.move_person(enrolment_id=who, of_id=of and of.pk, to_id=to and to.pk, **(facts | how))


def test_what_a_move_does_is_told_before_anything_changes(two):
    large, _small = two
    who = members_of(large)[0]

    effect = preview_move(enrolment_id=who, of=large, to=None, now=NOW)

    assert effect.judgement.after.people == effect.judgement.before.people - 1
    assert who in members_of(large)


def test_somebody_goes_to_another_draft(forms, two):
    large, small = two
    who = members_of(large)[0]

    move(forms, who, large, small)

    assert who in members_of(small)
    assert who not in members_of(large)
    assert (now_is(large).version, now_is(small).version) == (large.version + 1, small.version + 1)


def test_somebody_goes_back_to_who_waits_and_into_a_draft_again(forms, two):
    large, small = two
    who = members_of(small)[0]

    move(forms, who, small, None)
    assert now_is(small).facts["broken"] == ["too_small"]

    move(forms, who, None, now_is(large))
    assert who in members_of(large)


def test_an_older_version_of_the_page_overwrites_nothing(forms, two):
    large, small = two
    who = members_of(large)[0]

    with pytest.raises(ChangedMeanwhile):
        move(forms, who, large, small, seen={large.pk: large.version, small.pk: 99})


def test_a_draft_that_was_dealt_with_is_not_changed(forms, two):
    large, small = two
    services.reject_draft(draft_id=small.pk, seen=small.version, by=forms.cora, now=NOW)

    with pytest.raises(DraftClosed):
        move(forms, members_of(large)[0], large, now_is(small))


def test_drafts_of_two_programmes_are_not_mixed(forms, two):
    other = make_forms(name="Andere")
    other.search()
    organisations.give_role(
        user=forms.cora,
        organisation=other.programme.organisation,
        name="coordinator",
        by=None,
        now=NOW,
    )

    with pytest.raises(NotFoundHere):
        move(forms, members_of(two[0])[0], two[0], other.draft())


def test_another_team_changes_nothing(forms, two):
    zoe = make_coordinator(make_programme().organisation)

    with pytest.raises(NotFoundHere):
        move(forms, members_of(two[0])[0], two[0], two[1], by=zoe)


def test_who_is_not_in_a_draft_is_not_moved_out_of_it(forms, two):
    large, small = two
    with pytest.raises(NotInThisDraft):
        move(forms, members_of(small)[0], large, small)
    with pytest.raises(NotInThisDraft):
        move(forms, leads_of(large)[0].pk, large, small)


def test_somebody_who_waits_for_another_theme_does_not_come_in(forms, two):
    rouw = add_theme(forms.programme, forms.cora, name_nl="Rouw")
    mo = waiting(forms.programme, forms.cora, rouw, "Mo")

    with pytest.raises(DraftBreaksRules, match="another theme"):
        move(forms, mo.pk, None, two[0])


def test_somebody_who_paused_does_not_come_in(forms, two):
    mo = waiting(forms.programme, forms.cora, forms.theme, "Mo")
    organisations.pause_enrolment(enrolment_id=mo.pk, by=forms.cora, now=NOW)

    with pytest.raises(MemberNotReady):
        move(forms, mo.pk, None, two[0])


def test_who_is_kept_apart_from_a_member_does_not_come_in(forms, two):
    mo = waiting(forms.programme, forms.cora, forms.theme, "Mo")
    member = row_of(two[1], forms.members[0].__class__.objects.get(pk=members_of(two[1])[0]))
    services.exclude_people(
        organisation_id=forms.programme.organisation_id,
        one_id=mo.person_id,
        other_id=member.person_id,
        by=forms.cora,
        now=NOW,
    )

    with pytest.raises(DraftBreaksRules, match="must not be together"):
        move(forms, mo.pk, None, two[1])


def test_the_database_refuses_somebody_in_two_drafts(forms, two, monkeypatch):
    large, small = two
    monkeypatch.setattr(group_moves, "refuse_broken", lambda _broken: None)

    with pytest.raises(InAnotherDraft):
        move(forms, members_of(large)[0], None, small)


def test_two_drafts_become_one(forms):
    organisations.change_theme(
        theme_id=forms.theme.pk, most_members=9, wished_members=7, by=forms.cora, now=NOW
    )
    into, gone = forms.drafts()
    everybody = {*members_of(into), *members_of(gone)}
    facts = {"into_id": into.pk, "gone_id": gone.pk, "by": forms.cora, "now": NOW}
    assert not services.preview_merge(into=into, gone=gone, now=NOW).refused

    services.merge_drafts(seen={each.pk: each.version for each in (into, gone)}, **facts)

    assert set(members_of(into)) == everybody
    assert now_is(gone).state == DraftState.REPLACED


def test_two_drafts_that_are_too_large_together_stay_two(forms, two):
    into, gone = two
    facts = {"into_id": into.pk, "gone_id": gone.pk, "by": forms.cora, "now": NOW}

    with pytest.raises(DraftBreaksRules, match="too many members"):
        services.merge_drafts(seen={each.pk: each.version for each in two}, **facts)


def test_a_draft_is_not_merged_with_itself(two):
    with pytest.raises(MergeImpossible):
        services.preview_merge(into=two[0], gone=two[0], now=NOW)


def split(forms, draft, people, **how):
    place = organisations.add_meeting_place(
        organisation=forms.programme.organisation,
        name="Nieuw",
        where="9000",
        day_parts=["mon_evening"],
        by=forms.cora,
        now=NOW,
    )
    facts = {"people": people, "place": place, "day_part": 2} | how
    services.preview_split(draft=now_is(draft), now=NOW, **facts)
    return services.split_draft(
        draft_id=draft.pk, seen=draft.version, by=forms.cora, now=NOW, **facts
    )


def test_some_of_a_draft_become_a_draft_of_their_own_that_a_search_keeps(forms, two):
    stays, *goes = members_of(two[0])

    fresh = split(forms, two[0], goes)

    assert members_of(fresh) == goes
    assert members_of(two[0]) == [stays]
    assert fresh.is_locked
    assert "no_facilitator" in fresh.facts["broken"]


def test_a_draft_is_not_split_into_all_and_nobody(forms, two):
    with pytest.raises(SplitImpossible):
        split(forms, two[0], members_of(two[0]))


def test_nobody_meets_at_a_place_of_another_organisation(forms, two):
    other = make_forms(name="Andere")

    with pytest.raises(PlaceUnusable):
        split(forms, two[0], members_of(two[0])[:1], place=other.place)


def test_nobody_meets_when_a_place_is_closed(forms, two):
    with pytest.raises(DraftBreaksRules, match="not open then"):
        split(forms, two[0], members_of(two[0])[:1], day_part=5)


def lead(forms, draft, part, who):
    facts = {"part": part, "enrolment_id": who and who.pk, "now": NOW}
    services.preview_lead(draft=now_is(draft), **facts)
    services.set_lead(draft=draft, seen=draft.version, by=forms.cora, **facts)


def test_the_back_up_leads_and_nobody_is_both(forms, two):
    _first, back_up = leads_of(two[0])

    lead(forms, two[0], "facilitator", back_up)

    assert [each.pk for each in leads_of(two[0])] == [back_up.pk]
    assert row_of_open(two[0], back_up).part == Part.FACILITATOR


def row_of_open(draft, who):
    return draft.members.exclude(state=MemberState.CLOSED).get(enrolment=who)


def test_a_draft_may_wait_for_who_leads_it(forms, two):
    lead(forms, two[0], "facilitator", None)

    assert "no_facilitator" in now_is(two[0]).facts["broken"]


def test_only_who_leads_groups_here_leads_one(forms, two):
    with pytest.raises(MemberNotReady):
        lead(forms, two[0], "facilitator", forms.members[0])
    with pytest.raises(PartUnknown):
        lead(forms, two[0], "member", None)


def test_who_leads_at_that_moment_already_does_not_lead_two(forms, two):
    same = [draft for draft in two if draft.day_part == two[0].day_part]
    other = leads_of(two[1])[0]
    if len(same) == 2:
        with pytest.raises(DraftBreaksRules, match="same moment"):
            lead(forms, two[0], "facilitator", other)
    else:
        lead(forms, two[0], "facilitator", other)
        assert other.pk in [each.pk for each in leads_of(two[0])]


def test_a_draft_is_fixed_and_released(forms, two):
    draft = two[0]
    services.lock_draft(draft_id=draft.pk, locked=True, seen=draft.version, by=forms.cora, now=NOW)
    assert now_is(draft).is_locked

    services.lock_draft(
        draft_id=draft.pk, locked=False, seen=draft.version + 1, by=forms.cora, now=NOW
    )
    assert not now_is(draft).is_locked


def test_all_drafts_of_a_programme_are_looked_at_together(forms, two):
    looks = services.look_at_all(programme=forms.programme, now=NOW)

    assert [len(look.groups) for look in looks] == [2]
    assert looks[0].broken(two[0].pk) == []


def test_a_move_that_mends_nothing_and_breaks_nothing_is_told_so(two):
    large, small = two
    effect = preview_move(enrolment_id=members_of(large)[0], of=large, to=small, now=NOW)

    assert (effect.refused, effect.warned) == ((), ())
