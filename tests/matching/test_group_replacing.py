"""Who leads a group is replaced while its people are asked."""

import pytest
from django.urls import reverse

from core.errors import ChangedMeanwhile, NotFoundHere
from groups.states import SeatState
from matching import services
from matching.group_errors import (
    DraftBreaksRules,
    DraftClosed,
    GroupAnswerClosed,
    LeadsThenAlready,
    MemberNotReady,
    PartUnknown,
)
from matching.models import Draft
from matching.models.drafts import Part
from matching.services import group_replacing
from matching.states import DraftState, MemberState
from notifications.models import Message
from organisations import services as organisations
from tests.clock import NOW
from tests.matching.circles import approved, leading, make_forms, row_of, say
from tests.pages.builders import says, visitor
from tests.teams import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(scope="module")
def forms(kept):
    forms = make_forms(people=4)
    forms.search()
    forms.draft_asked = approved(forms)
    forms.gil = leading(forms.programme, forms.cora, "Gil")
    return forms


@pytest.fixture
def draft(forms):
    return now_is(forms.draft_asked)


def now_is(draft):
    return Draft.objects.select_related("programme").get(pk=draft.pk)


def first(draft, part=Part.FACILITATOR):
    return draft.members.get(part=part, state__in=("asked", "yes")).enrolment


def put(forms, draft, who, **how):
    facts = {"part": "facilitator", "seen": draft.version, "by": forms.cora, "now": NOW} | how
    return services.set_lead(draft=now_is(draft), enrolment_id=who and who.pk, **facts)


def told(kind):
    return [row.person for row in Message.objects.filter(kind=f"matching.{kind}")]


def test_somebody_else_is_asked_and_only_they_and_who_led_it_are_told(forms, draft):
    before = first(draft)
    asked = len(told("group_asked"))

    put(forms, draft, forms.gil)

    assert row_of(draft, forms.gil).state == MemberState.ASKED
    assert row_of(draft, before).state == MemberState.CLOSED
    assert row_of(draft, before).seat.state == SeatState.FREED
    assert told("group_lead_replaced") == [before.person]
    assert told("group_asked")[asked:] == [forms.gil.person]
    with pytest.raises(GroupAnswerClosed):
        say(draft, before)


def test_with_the_yes_of_who_leads_now_the_group_forms(forms, draft):
    for who in (*forms.members[:2], first(draft), forms.members[2]):
        if who is forms.members[2]:
            put(forms, now_is(draft), forms.gil)
        say(draft, who)

    say(draft, forms.gil)

    draft = now_is(draft)
    assert draft.state == DraftState.FORMED
    assert draft.group.seats.get(role="lead").enrolment == forms.gil


def test_another_back_up_is_asked_too(forms, draft):
    put(forms, draft, forms.gil, part="back_up")

    assert first(draft, Part.BACK_UP) == forms.gil


def test_who_leads_at_that_moment_elsewhere_does_not_lead_this_one(forms, draft, monkeypatch):
    """Gil is asked to lead another group at the same moment; without looking first the database says it."""
    forms.search()
    other = draft.members.model.objects.get(draft=draft, part=Part.FACILITATOR, state="asked")
    twin = Draft.objects.create(
        programme=draft.programme,
        theme=draft.theme,
        place=organisations.add_meeting_place(
            organisation=draft.programme.organisation,
            by=forms.cora,
            now=NOW,
            name="Zaal",
            where="9000",
            day_parts=["tue_evening", "thu_evening"],
        ),
        day_part=draft.day_part,
        language=draft.language,
        created_at=NOW,
    )
    group_replacing.put_in(twin, [forms.gil.pk], Part.FACILITATOR)
    group_replacing.ask_member(row_of(twin, forms.gil), NOW)

    with pytest.raises((DraftBreaksRules, LeadsThenAlready)):
        put(forms, draft, forms.gil)
    monkeypatch.setattr(group_replacing, "refuse_broken", lambda broken: None)
    with pytest.raises(LeadsThenAlready):
        put(forms, draft, forms.gil)
    assert row_of(draft, other.enrolment).state == MemberState.ASKED


def test_who_is_kept_apart_from_somebody_in_it_does_not_lead_it(forms, draft):
    services.exclude_people(
        one_id=forms.gil.person_id,
        other_id=forms.ana.person_id,
        organisation_id=forms.programme.organisation_id,
        by=forms.cora,
        now=NOW,
    )

    with pytest.raises(DraftBreaksRules):
        put(forms, draft, forms.gil)


def test_refusals_have_names(forms, draft):
    stranger = make_user()
    for error, how in (
        (ChangedMeanwhile, {"seen": draft.version - 1}),
        (PartUnknown, {"part": "member"}),
        (NotFoundHere, {"by": stranger}),
    ):
        with pytest.raises(error):
            put(forms, draft, forms.gil, **how)
    with pytest.raises(DraftClosed):
        put(forms, draft, None)
    for who in (forms.ana, first(draft, Part.BACK_UP)):
        with pytest.raises(MemberNotReady):
            put(forms, draft, who)
    services.dissolve_draft(draft_id=draft.pk, by=forms.cora, now=NOW)
    with pytest.raises(DraftClosed):
        put(forms, draft, forms.gil, seen=now_is(draft).version)


def test_who_paused_leads_nothing(forms, draft):
    organisations.pause_enrolment(enrolment_id=forms.gil.pk, by=forms.cora, now=NOW)

    with pytest.raises(MemberNotReady):
        put(forms, draft, forms.gil)
    with pytest.raises(MemberNotReady):
        services.preview_lead(draft=draft, part="facilitator", enrolment_id=forms.gil.pk, now=NOW)


def test_the_page_shows_what_it_changes_and_does_it(forms, draft):
    cora = visitor(forms.cora)
    page = reverse("matching:draft", args=[draft.public_id])
    address = reverse("matching:set_lead", args=[draft.public_id])
    said = {"version": draft.version, "part": "facilitator", "person": forms.gil.public_id}

    assert says(cora.get(page), "Somebody else leads it")
    seen = cora.post(address, said)
    done = cora.post(address, said | {"sure": "1"})

    assert seen.status_code == 200
    assert done.status_code == 302
    assert first(draft) == forms.gil
