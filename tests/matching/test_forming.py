"""Groups are looked for: who is placed, who is not and why, and what a worker that is lost or cancelled leaves behind."""

import pytest

from matching.models.forming import Part
from matching.states import FormingState
from tests.matching.circles import leads_of, make_forms

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def forms(kept):
    return make_forms()


def test_who_waits_for_the_same_theme_is_put_in_one_draft(forms):
    forming = forms.search()

    draft = forms.draft()
    placed = draft.members.filter(part=Part.MEMBER).order_by("enrolment_id")
    assert [row.enrolment_id for row in placed] == [each.pk for each in forms.members]
    assert (forming.state, forming.people, forming.placed) == (FormingState.FINISHED, 4, 4)
    assert {each.pk for each in leads_of(draft)} == {forms.finn.pk, forms.bea.pk}
