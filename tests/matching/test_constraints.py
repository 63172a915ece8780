"""What must hold, the database holds too: each rule of searches, proposals and answers refused once in raw SQL."""

import pytest
from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, transaction

from matching import services
from matching.models import Exclusion, RunPart
from matching.states import ProposalState
from tests.clock import NOW
from tests.matching.builders import another_seeker, approve, make_scene, proposal_at, propose
from tests.matching.test_choice_constraints import CHOICES
from tests.matching.test_group_constraints import FORMS

pytestmark = pytest.mark.django_db

DRAFT = "UPDATE matching_proposal SET {} WHERE state = 'draft'"
AGREED = "UPDATE matching_proposal SET {} WHERE state = 'agreed'"
RUN = "UPDATE matching_matchrun SET {}"
PART = "UPDATE matching_runpart SET {}"
ANSWER = "UPDATE matching_answer SET {}"
# The volunteer of all and the seeker of the draft become one person.
SAME_PERSON = (
    "UPDATE organisations_enrolment SET person_id = (SELECT person_id FROM"
    " organisations_enrolment WHERE id = %(volunteer)s) WHERE id = %(seeker)s;"
)

REFUSED = [
    # Rules and searches
    (
        "INSERT INTO matching_ruleset (programme_id, version, rules, weights, created_at)"
        " SELECT programme_id, version, rules, weights, now() FROM matching_ruleset",
        "one_rule_set_per_version",
    ),
    (RUN.format("state = 'queued'"), "one_live_run_per_programme"),
    (RUN.format("state = 'lost'"), "run_state_is_known"),
    (RUN.format("state = 'running' WHERE state = 'queued'"), "a_running_run_has_a_lease"),
    (RUN.format("lease_until = now()"), "a_running_run_has_a_lease"),
    (RUN.format("progress = 101"), "progress_is_in_percent"),
    (RUN.format("state = 'spread' WHERE state = 'queued'"), "a_spread_run_has_regions"),
    (RUN.format("regions_done = 2"), "no_more_regions_done_than_there_are"),
    (PART.format("number = 0"), "one_part_per_number"),
    (PART.format("state = 'lost'"), "part_state_is_known"),
    (PART.format("state = 'running'"), "a_running_part_has_a_lease"),
    (PART.format("lease_until = now()"), "a_running_part_has_a_lease"),
    (PART.format("state = 'done'"), "a_done_part_has_its_answer"),
    (PART.format("found = '\\x00'"), "a_done_part_has_its_answer"),
    (PART.format("progress = 101"), "progress_of_a_part_is_in_percent"),
    (
        "INSERT INTO matching_leftover (run_id, enrolment_id, reason, change, amount, opens)"
        " SELECT min(r.id), min(e.id), 'no_go', '', 0, 0 FROM matching_matchrun r,"
        " organisations_enrolment e, generate_series(1, 2) AS twice GROUP BY twice",
        "one_reason_per_person_left_over",
    ),
    # Proposals
    (
        AGREED.format("state = 'draft', group_id = NULL, seeker_id = %(seeker)s"),
        "one_open_proposal_per_pair",
    ),
    (DRAFT.format("seeker_id = volunteer_id"), "nobody_is_proposed_to_themselves"),
    (DRAFT.format("state = 'lost'"), "proposal_state_is_known"),
    (DRAFT.format("score = 1001"), "score_is_0_to_1000"),
    (AGREED.format("group_id = NULL"), "agreed_means_a_group"),
    (DRAFT.format("group_id = (SELECT id FROM groups_group)"), "agreed_means_a_group"),
    (
        AGREED.format("state = 'offered', group_id = NULL, deadline_at = NULL"),
        "an_offer_has_a_deadline",
    ),
    (DRAFT.format("state = 'rejected'"), "a_rejection_has_a_reason"),
    (DRAFT.format("volunteer_id = %(stranger)s"), "proposal_volunteer_of_its_programme"),
    (DRAFT.format("seeker_id = %(stranger)s"), "proposal_seeker_of_its_programme"),
    (DRAFT.format("state = 'offered', deadline_at = now()"), "offer_respects_exclusions"),
    (
        SAME_PERSON
        + "INSERT INTO matching_proposal (public_id, programme_id, rule_set_id, volunteer_id, seeker_id, state, score, bonus,"
        " parts, facts, alternatives, created_at, reject_reason)"
        " SELECT gen_random_uuid(), programme_id, rule_set_id, volunteer_id, seeker_id, 'superseded', 1, 0, parts, facts,"
        " alternatives, now(), '' FROM matching_proposal",
        "proposal_joins_two_people",
    ),
    (
        SAME_PERSON + DRAFT.format("state = 'offered', deadline_at = now()"),
        "proposal_joins_two_people",
    ),
    # Answers
    (
        ANSWER.format("enrolment_id = (SELECT max(enrolment_id) FROM matching_answer)"),
        "one_answer_per_person",
    ),
    (ANSWER.format("state = 'maybe'"), "answer_state_is_known"),
    (ANSWER.format("answered_at = NULL"), "an_answer_has_a_time"),
    # Kept apart
    (
        "INSERT INTO matching_exclusion (organisation_id, first_id, second_id, created_at)"
        " SELECT organisation_id, first_id, second_id, now() FROM matching_exclusion",
        "one_exclusion_per_pair",
    ),
    (
        "UPDATE matching_exclusion SET first_id = second_id, second_id = first_id",
        "exclusion_names_the_lower_id_first",
    ),
]


@pytest.fixture
def rows():
    """One of everything: an agreed proposal, a draft of two who are kept apart, a run that ended and one that waits
    with two parts."""
    scene, _agreed = proposal_at(ProposalState.AGREED, make_scene(capacity=2))
    seeker = another_seeker(scene)
    propose(scene, seeker)
    services.exclude_people(
        organisation_id=scene.programme.organisation_id,
        one_id=scene.ben.pk,
        other_id=seeker.person_id,
        by=scene.cora,
        now=NOW,
    )
    services.cancel_run(run_id=request_run(scene).pk, by=scene.cora, now=NOW)
    run = request_run(scene)
    RunPart.objects.bulk_create(
        RunPart(run=run, number=number, people=1, given=b"") for number in (0, 1)
    )
    stranger = make_scene().seeker
    return {"volunteer": scene.volunteer.pk, "seeker": seeker.pk, "stranger": stranger.pk}


def request_run(scene):
    return services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )


@pytest.mark.parametrize(("statement", "constraint"), REFUSED)
def test_the_database_refuses(rows, statement, constraint):
    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement, rows)

    assert refusal.value.__cause__.diag.constraint_name == constraint


def test_every_rule_of_the_models_is_refused_once():
    rules = {
        constraint.name
        for model in apps.get_app_config("matching").get_models()
        for constraint in model._meta.constraints
    }

    rules -= {"draft_belongs_to_programme"}  # holds by itself: it is there for a key to point at
    assert rules <= {name for _statement, name in [*REFUSED, *CHOICES, *FORMS]}


@pytest.mark.django_db(transaction=True)
def test_whoever_forbids_a_pair_waits_for_its_offer():
    scene, proposal = proposal_at(ProposalState.DRAFT)
    low, high = sorted((scene.ana.pk, scene.ben.pk))
    elsewhere = connection.copy()

    forbid = (
        "INSERT INTO matching_exclusion (organisation_id, first_id, second_id, created_at)"
        " VALUES (%s, %s, %s, now())"
    )
    with transaction.atomic(), elsewhere.cursor() as cursor:
        approve(proposal, scene.cora)
        cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            cursor.execute(forbid, [scene.programme.organisation_id, low, high])
    elsewhere.close()

    assert not Exclusion.objects.exists()
