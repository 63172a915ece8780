"""What a coordinator rejected is not proposed again as long as nothing changed, and whom it is about is told so."""

import pytest
from django.urls import reverse

from core.errors import InvalidInput
from matching import services
from matching.models import Forming, LeftOut
from matching.models.forming import REJECTED_BEFORE
from organisations import services as organisations
from tests.api.callers import Caller
from tests.clock import NOW, later
from tests.matching.circles import add_place, make_forms, members_of, waiting
from tests.pages.builders import says, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def forms(db):
    """Four of one draft, which was rejected."""
    forms = make_forms(people=4)
    forms.search()
    forms.rejected = forms.draft()
    reject(forms, forms.rejected, reason="too_different")
    return forms


def reject(forms, draft, **said):
    services.reject_draft(
        draft_id=draft.pk, seen=draft.version, by=forms.cora, now=later(minutes=1), **said
    )


def test_the_same_people_there_and_then_are_not_proposed_again(forms):
    forming = forms.search(later(minutes=2))

    left = LeftOut.objects.filter(forming=forming)
    assert (forms.drafts(), forming.placed, forming.people) == ([], 0, 4)
    assert {(row.reason, row.rejected_id) for row in left} == {(REJECTED_BEFORE, forms.rejected.pk)}
    assert sorted(row.enrolment_id for row in left) == [each.pk for each in forms.members]


def test_the_team_reads_when_it_was_rejected_and_why(forms):
    forming = forms.search(later(minutes=2))
    browser = visitor(forms.cora)
    list_ = browser.get(reverse("matching:left_out", args=[forms.programme.public_id]))
    page = browser.get(reverse("matching:draft", args=[forms.rejected.public_id]))
    board = reverse("matching:groups_board", args=[forms.programme.public_id])
    [row, *_others] = (
        Caller(forms.cora).get("team_forming_left", forming.public_id).json()["results"]
    )

    told = "Rejected on March 2, 2026: They seem too different."
    assert says(list_, "The best group for this person was rejected before.")
    assert [says(each, told) for each in (list_, page)] == [True, True]
    assert says(browser.get(board + "?state=rejected"), told)
    assert (row["reason"], row["rejected"]) == ("rejected_before", str(forms.rejected.public_id))


def test_with_somebody_more_it_is_another_group(forms):
    waiting(forms.programme, forms.cora, forms.theme, "Eva")
    forming = forms.search(later(minutes=2))

    assert (len(members_of(forms.draft())), forming.placed) == (5, 5)


def test_elsewhere_it_is_another_group(forms):
    elsewhere = add_place(forms.programme, forms.cora, "De Zaal")
    organisations.end_meeting_place(place_id=forms.place.pk, by=forms.cora, now=NOW)
    forms.search(later(minutes=2))

    assert (forms.draft().place, members_of(forms.draft())) == (elsewhere, forms.members)


def test_who_was_taken_out_before_is_not_remembered(db):
    forms = make_forms(people=4)
    forms.search()
    draft = forms.draft()
    services.move_person(
        enrolment_id=forms.ana.pk,
        of_id=draft.pk,
        to_id=None,
        seen={draft.pk: draft.version},
        by=forms.cora,
        now=NOW,
    )
    reject(forms, forms.draft())
    forms.search(later(minutes=2))

    assert members_of(forms.draft()) == forms.members


def test_a_coordinator_may_open_it_by_hand_all_the_same(forms):
    draft = services.open_draft(
        theme_id=forms.theme.pk,
        place=forms.place,
        day_part=forms.rejected.day_part,
        language="nl",
        by=forms.cora,
        now=NOW,
    )
    forms.search(later(minutes=2))

    assert (members_of(draft), Forming.objects.latest("pk").placed) == (forms.members, 4)


def test_a_reason_is_one_of_ours(db):
    forms = make_forms(people=4)
    forms.search()

    with pytest.raises(InvalidInput):
        reject(forms, forms.draft(), reason="ugly")
