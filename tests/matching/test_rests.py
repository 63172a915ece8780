"""Who left a group a short while ago is not put in another of the same theme by a search."""

import pytest

from groups.services import change_timings, end_group
from matching import services
from matching.group_snapshot import take_group_snapshot
from matching.models import LeftOut
from organisations import services as organisations
from organisations.models import Programme
from organisations.services import give_role
from tests.clock import NOW, later
from tests.groups.peers import Circle, form, leave
from tests.matching.circles import add_theme, ids_in, leading, leads_of, make_forms, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def forms(kept):
    return make_forms()


def left_a_group(forms, who, *, role="member"):
    """They were in a group of the theme, with three others, and left it now."""
    others = [
        waiting(forms.programme, forms.cora, forms.theme, name) for name in ("Lee", "Kit", "Mo")
    ]
    lead = who if role == "lead" else leading(forms.programme, forms.cora, "Gil")
    members = others if role == "lead" else [*others, who]
    circle = Circle(forms.programme, forms.theme, forms.place, forms.cora, lead, lead, members)
    form(circle, backup=False, day_part="mon_morning")
    leave(circle, who)
    return circle


def test_who_left_a_group_is_proposed_for_another_of_the_theme_only_after_a_rest(forms):
    left_a_group(forms, forms.ana)

    forms.search()

    assert forms.ana.pk not in ids_in(forms.draft())
    assert LeftOut.objects.get(enrolment=forms.ana).reason == "rests_after_leaving"
    forms.search(later(weeks=4))
    assert forms.ana.pk in ids_in(forms.draft())


def test_a_coordinator_puts_in_who_left_a_group_and_a_search_keeps_them(forms):
    left_a_group(forms, forms.ana)
    forms.search()
    draft = forms.draft()

    services.move_person(
        enrolment_id=forms.ana.pk,
        of_id=None,
        to_id=draft.pk,
        seen={draft.pk: draft.version},
        by=forms.cora,
        now=NOW,
    )
    version = forms.draft().version
    services.lock_draft(draft_id=draft.pk, locked=True, seen=version, by=forms.cora, now=NOW)
    again = forms.search(later(hours=1))

    assert forms.ana.pk in ids_in(forms.draft())
    assert not again.left_out.filter(enrolment=forms.ana).exists()


def test_who_chose_another_theme_since_does_not_rest(forms):
    left_a_group(forms, forms.ana)
    theme = add_theme(forms.programme, forms.cora, name_nl="Rouw", least_members=3)
    organisations.save_wish(
        enrolment_id=forms.ana.pk, theme_id=theme.pk, by=forms.cora, now=NOW, stage=2
    )

    forms.search()

    assert LeftOut.objects.get(enrolment=forms.ana).reason == "too_few_yet"


def test_nobody_rests_from_a_group_that_ended_or_where_a_programme_wants_none(forms):
    circle = left_a_group(forms, forms.ana)
    end_group(group_id=circle.group.pk, by=forms.cora, now=NOW)
    give_role(
        user=forms.cora, organisation=forms.programme.organisation, name="lead", by=None, now=NOW
    )
    who = take_group_snapshot(programme=forms.programme, now=NOW).members_who_rest()
    change_timings(
        programme_id=forms.programme.pk, by=forms.cora, now=NOW, expected_version=0, rest_weeks=0
    )
    programme = Programme.objects.get(pk=forms.programme.pk)

    assert who == [forms.ana.pk]
    assert take_group_snapshot(programme=programme, now=NOW).members_who_rest() == []


def test_who_stopped_leading_a_group_is_not_asked_at_once_to_lead_another(forms):
    left_a_group(forms, forms.finn, role="lead")

    forms.search()

    assert [each.pk for each in leads_of(forms.draft())] == [forms.bea.pk]
