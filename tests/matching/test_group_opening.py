"""A coordinator opens a draft for a course or a group by hand, and puts people in."""

import pytest
from django.urls import reverse

from accounts.catalogues import DAY_PARTS
from core.errors import InvalidInput, NotFoundHere
from matching import services
from matching.group_errors import DraftBreaksRules, MemberNotReady, PlaceUnusable
from matching.models import Draft
from matching.states import DraftState
from organisations import services as organisations
from organisations.errors.themes import ThemeEnded
from tests.api.callers import Caller, refusal
from tests.clock import NOW, later
from tests.matching.circles import add_place, add_theme, leads_of, make_forms, members_of, waiting
from tests.pages.builders import says, visitor
from tests.teams import make_coordinator, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TUESDAY, THURSDAY = "tue_evening", "thu_evening"


@pytest.fixture(scope="module")
def forms(kept):
    """Four who wait for a course, closed, that starts with three."""
    return make_forms(people=4, kind="course", is_closed=True)


def bit(code):
    return DAY_PARTS[code].bit


def opened(forms, **said):
    usual = {
        "theme_id": forms.theme.pk,
        "place": forms.place,
        "day_part": bit(TUESDAY),
        "language": "nl",
        "facilitator_id": forms.finn.pk,
        "by": forms.cora,
        "now": NOW,
    }
    return services.open_draft(**(usual | said))


def put_in(forms, draft, who):
    now_is = Draft.objects.get(pk=draft.pk)
    services.move_person(
        enrolment_id=who.pk,
        of_id=None,
        to_id=draft.pk,
        seen={draft.pk: now_is.version},
        by=forms.cora,
        now=NOW,
    )


def test_a_course_is_opened_filled_and_asked(forms):
    draft = opened(forms)
    for who in forms.members[:3]:
        put_in(forms, draft, who)
    version = Draft.objects.get(pk=draft.pk).version
    asked = services.approve_draft(draft_id=draft.pk, seen=version, by=forms.cora, now=NOW)

    assert (draft.forming, draft.is_locked, draft.facts["broken"]) == (None, True, ["too_small"])
    assert asked.state == DraftState.ASKED
    assert (members_of(draft), leads_of(draft)) == (forms.members[:3], [forms.finn])


def test_nobody_is_asked_before_it_could_start(forms):
    draft = opened(forms, facilitator_id=None)
    put_in(forms, draft, forms.ana)

    with pytest.raises(DraftBreaksRules, match="nobody leads it; there are too few members"):
        services.approve_draft(draft_id=draft.pk, seen=2, by=forms.cora, now=NOW)


def test_a_search_fills_what_was_opened(forms):
    draft = opened(forms)
    forms.search(later(minutes=1))

    assert [each.pk for each in forms.drafts()] == [draft.pk]
    assert (members_of(draft), leads_of(draft)) == (forms.members, [forms.finn, forms.bea])


def test_a_search_keeps_a_group_that_was_opened_and_is_empty(kept):
    forms = make_forms(people=0)
    draft = opened(forms, facilitator_id=None)
    forms.search(later(minutes=1))
    who = waiting(forms.programme, forms.cora, forms.theme, "Ana")
    put_in(forms, draft, who)

    assert ([each.pk for each in forms.drafts()], members_of(draft)) == ([draft.pk], [who])


def test_what_must_hold_holds_from_the_start(forms):
    opened(forms)

    with pytest.raises(DraftBreaksRules, match="two groups would be in one room"):
        opened(forms, facilitator_id=None)
    with pytest.raises(DraftBreaksRules, match="leads another group at the same moment"):
        opened(forms, place=add_place(forms.programme, forms.cora, "De Zaal"))
    with pytest.raises(DraftBreaksRules, match="the place is not open then"):
        opened(forms, day_part=bit("mon_morning"), facilitator_id=None)


def test_what_a_draft_cannot_be_is_refused(forms):
    elsewhere = make_forms(people=0, name="Elders")
    ended = add_theme(forms.programme, forms.cora, name_nl="Rouw")
    organisations.end_theme(theme_id=ended.pk, by=forms.cora, now=NOW)

    for refused, said in (
        (ThemeEnded, {"theme_id": ended.pk}),
        (PlaceUnusable, {"place": elsewhere.place}),
        (InvalidInput, {"day_part": 60}),
        (InvalidInput, {"language": "xx"}),
        (MemberNotReady, {"facilitator_id": forms.ana.pk}),
        (NotFoundHere, {"by": make_coordinator(make_programme().organisation)}),
    ):
        with pytest.raises(refused):
            opened(forms, **said)
    assert forms.drafts() == []


def test_the_page_opens_it_and_keeps_what_was_typed(forms):
    browser = visitor(forms.cora)
    page = reverse("matching:open_draft", args=[forms.programme.public_id])
    said = {
        "theme": forms.theme.public_id,
        "place": forms.place.public_id,
        "day_part": bit("mon_morning"),
        "language": "nl",
        "facilitator": forms.finn.public_id,
    }
    refused = browser.post(page, said)
    done = browser.post(page, said | {"day_part": bit(THURSDAY)})

    [draft] = forms.drafts()
    assert refused.status_code == 422
    assert says(refused, "This cannot be: the place is not open then, or has another group")
    assert done.url == reverse("matching:draft", args=[draft.public_id])
    assert says(browser.get(done.url), "Take somebody in")
    assert not says(browser.get(done.url), "Make two of one")


def test_without_a_theme_or_a_room_the_page_says_what_is_missing(kept):
    programme = make_programme(model_of_support="peer")
    browser = visitor(make_coordinator(programme.organisation))

    page = browser.get(reverse("matching:open_draft", args=[programme.public_id]))

    assert says(page, "First there must be a theme and a meeting place.")


def test_the_api_opens_one(forms):
    said = {
        "theme": str(forms.theme.public_id),
        "place": str(forms.place.public_id),
        "day_part": TUESDAY,
        "language": "nl",
    }
    made = Caller(forms.cora).post("team_drafts", facilitator=str(forms.finn.public_id), **said)
    again = Caller(forms.cora).post("team_drafts", **said)

    assert (made.status_code, made.json()["is_locked"]) == (201, True)
    assert refusal(again) == (409, "draft_breaks_rules")
