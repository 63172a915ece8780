"""Every page about forming groups, narrow and wide, light and dark: accessible, and it fits."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from matching.group_links import group_answer_link
from matching.models import Draft
from organisations import services as organisations
from tests.clock import NOW
from tests.journeys.looking import SHAPES, check, keep_session, opened
from tests.matching.circles import approved, make_forms, waiting
from tests.pages.forms import Start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def forms(db):
    """Two drafts of one theme: one whose people are asked, one to look at; somebody who is left over, and an idea."""
    forms = make_forms(people=8, least_members=3, wished_members=4, most_members=4)
    forms.search()
    forms.asked = approved(forms)
    forms.dora = waiting(forms.programme, forms.cora, forms.theme, "Dora", place="8400")
    forms.idea = organisations.propose_theme(
        enrolment_id=forms.dora.pk,
        name="Samen wandelen",
        why="",
        by=forms.dora.person.user,
        now=NOW,
    )
    return forms


def pages_for_the_team(forms):
    board = reverse("matching:groups_board", args=[forms.programme.public_id])
    place = reverse("organisations:meeting_places", args=[forms.programme.organisation.public_id])
    return [
        *(board + query for query in ("", "?view=table", "?view=map", "?state=asked")),
        reverse("matching:left_out", args=[forms.programme.public_id]),
        reverse("matching:open_draft", args=[forms.programme.public_id]),
        *(reverse("matching:draft", args=[each.public_id]) for each in Draft.objects.all()),
        reverse("organisations:themes", args=[forms.programme.public_id]),
        reverse("organisations:theme", args=[forms.theme.public_id]),
        reverse("organisations:accept_idea", args=[forms.idea.public_id]),
        place,
        reverse("organisations:meeting_place", args=[forms.place.public_id]),
        reverse("organisations:wish", args=[forms.dora.public_id]),
        reverse("organisations:add_person"),
    ]


def pages_for_somebody_who_is_asked(forms):
    row = forms.asked.members.filter(part="member").order_by("pk")[0]
    return row.enrolment.person.user, [
        reverse("organisations:home"),
        reverse("matching:own_asked", args=[forms.asked.public_id]),
        group_answer_link(row).replace(settings.SITE_URL, ""),
        reverse("organisations:own_wish", args=[row.enrolment.public_id]),
        reverse("organisations:propose_theme", args=[row.enrolment.public_id]),
    ]


@pytest.mark.parametrize(("width", "scheme", "language"), SHAPES)
def test_every_page_about_forming_groups_is_accessible(visitor, forms, width, scheme, language):
    shape = (visitor, width, scheme, language)
    user, own = pages_for_somebody_who_is_asked(forms)
    start = Start(Client(SERVER_NAME="localhost"), forms.programme)
    start.finish()
    newcomer = opened(*shape)
    keep_session(newcomer, start.browser)

    assert [
        *check(newcomer, [start.address(6)]),
        *check(opened(*shape, user), own),
        *check(opened(*shape, forms.cora), pages_for_the_team(forms)),
    ] == []
