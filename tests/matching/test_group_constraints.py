"""What must hold of forming groups, the database holds too: each rule refused once in raw SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from matching import services
from matching.models import Draft
from tests.clock import NOW, later
from tests.matching.circles import approved, make_forms, waiting

pytestmark = pytest.mark.django_db

FORMING = "UPDATE matching_forming SET {}"
DRAFT = "UPDATE matching_draft SET {} WHERE state = 'draft'"
ASKED = "UPDATE matching_draft SET {} WHERE state = 'asked'"
MEMBER = "UPDATE matching_draftmember SET {} WHERE state = 'asked' AND part = 'member'"
AGAIN = (  # somebody of the draft whose people are asked, once more
    "INSERT INTO matching_draftmember"
    " (draft_id, enrolment_id, programme_id, person_id, part, day_part, state, way, answered_at)"
    " SELECT {}, enrolment_id, programme_id, person_id, {}, day_part, {}, '', now()"
    " FROM matching_draftmember WHERE draft_id = %(asked)s AND part = 'member' LIMIT 1"
)
FORMS = [
    (FORMING.format("state = 'queued', lease_until = NULL"), "one_live_forming_per_programme"),
    (FORMING.format("state = 'lost'"), "forming_state_is_known"),
    (FORMING.format("lease_until = now()"), "a_running_forming_has_a_lease"),
    (FORMING.format("progress = 101"), "progress_of_a_forming_is_in_percent"),
    (
        "INSERT INTO matching_leftout (forming_id, enrolment_id, reason)"
        " SELECT %(forming)s, %(left)s, 'alone' FROM generate_series(1, 2)",
        "one_reason_per_person_without_a_group",
    ),
    (DRAFT.format("state = 'lost'"), "draft_state_is_known"),
    (DRAFT.format("day_part = 99"), "day_part_of_a_draft_is_known"),
    (DRAFT.format("language = 'xx'"), "language_of_a_draft_is_known"),
    (ASKED.format("state = 'formed'"), "a_formed_draft_has_a_group"),
    (DRAFT.format("reject_reason = 'other'"), "only_a_rejected_draft_has_a_reason"),
    (DRAFT.format("state = 'asked'"), "who_is_asked_for_a_group_has_a_deadline"),
    (
        DRAFT.format(
            "state = 'asked', deadline_at = now(),"
            " (place_id, day_part) = (SELECT place_id, day_part FROM matching_draft WHERE id = %(asked)s)"
        ),
        "one_asked_group_per_room_and_day_part",
    ),
    (DRAFT.format("theme_id = %(other_theme)s"), "draft_with_a_theme_of_its_programme"),
    (MEMBER.format("state = 'lost'"), "member_state_is_known"),
    (MEMBER.format("part = 'king'"), "part_in_a_draft_is_known"),
    (MEMBER.format("seat_id = NULL"), "who_is_asked_has_a_seat"),
    (MEMBER.format("state = 'yes', answered_at = NULL"), "what_a_member_says_has_a_time"),
    (MEMBER.format("programme_id = %(other)s"), "member_of_a_draft_of_its_programme"),
    (
        MEMBER.format("enrolment_id = %(stranger)s")
        + " AND id = (SELECT min(id) FROM matching_draftmember WHERE part = 'member' AND state = 'asked')",
        "draft_member_of_its_programme",
    ),
    (
        "UPDATE matching_draftmember AS other SET person_id = lead.person_id FROM matching_draftmember AS lead"
        " WHERE lead.draft_id = %(asked)s AND lead.part = 'facilitator' AND lead.state = 'asked'"
        " AND other.draft_id = lead.draft_id AND other.part = 'back_up'",
        "nobody_leads_two_groups_at_one_day_part",
    ),
    (AGAIN.format("%(asked)s", "'back_up'", "'no'"), "one_place_per_person_in_a_draft"),
    (AGAIN.format("%(draft)s", "'member'", "'to_come'"), "a_member_is_in_one_open_draft"),
    (
        AGAIN.format("%(draft)s", "'facilitator'", "'to_come'"),
        "one_facilitator_and_one_back_up_per_draft",
    ),
]


@pytest.fixture(scope="module")
def rows(kept):
    """Two drafts of one search: people are asked for one. Somebody who is in none, and another programme."""
    forms = make_forms(people=8, least_members=3, wished_members=4, most_members=4)
    services.cancel_forming(forming_id=_searched(forms).pk, by=forms.cora, now=NOW)
    forming = forms.search(later(minutes=1))
    asked = approved(forms)
    other = make_forms(people=1, name="Andere")
    return {
        "forming": forming.pk,
        "asked": asked.pk,
        "draft": Draft.objects.get(programme=forms.programme, state="draft").pk,
        "left": waiting(forms.programme, forms.cora, forms.theme, "Zed").pk,
        "other": other.programme.pk,
        "other_theme": other.theme.pk,
        "stranger": other.ana.pk,
    }


def _searched(forms):
    return services.request_forming(programme_id=forms.programme.pk, by=forms.cora, now=NOW)


@pytest.mark.parametrize(("statement", "constraint"), FORMS)
def test_the_database_refuses(rows, statement, constraint):
    with (
        pytest.raises(IntegrityError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, rows)

    assert refusal.value.__cause__.diag.constraint_name == constraint
