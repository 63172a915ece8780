"""What somebody waits for goes along when two files in one programme become one, and is told before."""

import pytest
from django.urls import reverse

from organisations import services
from organisations.merge_selectors import preview_merge
from organisations.models import Wish
from organisations.states import State
from tests.clock import earlier
from tests.matching.circles import add_theme, make_forms
from tests.organisations.merging.builders import merge
from tests.pages.builders import says, visitor
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def forms(db):
    forms = make_forms(people=0)
    forms.grief = add_theme(forms.programme, forms.cora, name_nl="Rouw")
    return forms


def file_of(forms, state, theme=None, *, days=0, **said):
    """One of two files of Ana, who chose a theme so many days ago."""
    row = enrolment_at(
        state, make_person("Ana"), forms.programme, by=forms.cora, now=earlier(days=40)
    )
    if theme is not None:
        services.save_wish(
            enrolment_id=row.pk, theme_id=theme.pk, by=forms.cora, now=earlier(days=days), **said
        )
    return row


def told_and_done(forms, stays, ends):
    """The page before, what the preview says, and the wish after."""
    page = visitor(forms.cora).get(
        reverse("organisations:merge", args=[stays.public_id, ends.public_id])
    )
    [double] = preview_merge(kept=stays, other=ends).doubles
    told = (double.wish, double.other_wish, double.wished_since)
    merge((stays, ends), forms.cora)
    assert Wish.objects.count() == (told[0] is not None)
    return page, told, Wish.objects.filter(enrolment=stays).first()


def test_who_chose_a_theme_only_where_it_stops_keeps_it(forms):
    stays = file_of(forms, State.ACTIVE)
    ends = file_of(forms, State.APPLIED, forms.theme, days=9, stage=3)

    page, _told, wish = told_and_done(forms, stays, ends)

    assert says(page, "This person then waits for a group about Mantelzorg")
    assert (wish.theme, wish.stage, wish.since) == (forms.theme, 3, earlier(days=9))


def test_the_same_theme_twice_is_one_wish_since_the_older_day(forms):
    stays = file_of(forms, State.ACTIVE, forms.theme, days=2, relation="self")
    ends = file_of(forms, State.APPLIED, forms.theme, days=9, relation="child", stage=3)

    page, _told, wish = told_and_done(forms, stays, ends)

    assert not says(page, "is not kept. Ask them first")
    assert (wish.relation, wish.stage, wish.since) == (1, 3, earlier(days=9))


def test_of_two_themes_that_of_the_registration_that_goes_on_counts(forms):
    stays = file_of(forms, State.ACTIVE, forms.theme, days=2)
    ends = file_of(forms, State.APPLIED, forms.grief, days=9)

    page, (_wish, other, since), wish = told_and_done(forms, stays, ends)

    assert says(page, "That they also chose Rouw is not kept.")
    assert (other.theme, since) == (forms.grief, earlier(days=9))
    assert (wish.theme, wish.since) == (forms.theme, earlier(days=9))


def test_who_waits_for_nothing_still_waits_for_nothing(forms):
    stays, ends = file_of(forms, State.ACTIVE), file_of(forms, State.APPLIED)

    page, _told, wish = told_and_done(forms, stays, ends)

    assert (says(page, "then waits for a group"), wish) == (False, None)
