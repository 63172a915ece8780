"""One decision about many drafts: each is judged alone, and what became of each is told."""

from uuid import uuid4

import pytest
from django.utils import translation

from core.errors import ChangedMeanwhile, InvalidInput, NotFoundHere
from matching import services
from matching.learning import learnt
from matching.models import Proposal
from organisations.models.enrolments import Side
from organisations.services import pause_enrolment
from organisations.states import State
from tests.clock import NOW, earlier, later
from tests.matching.builders import (
    TOMORROW,
    another_seeker,
    approve,
    make_scene,
    propose,
    say,
)
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    scene = make_scene(capacity=3)
    scene.cem = another_seeker(scene, "Cem")
    scene.drafts = [scene.draft(), propose(scene, scene.cem)]
    return scene


def decide(scene, action, *, ids=None, by=None, **more):
    return services.decide_many(
        programme=scene.programme,
        public_ids=[draft.public_id for draft in scene.drafts] if ids is None else ids,
        action=action,
        by=by or scene.cora,
        now=NOW,
        **more,
    )


def states():
    return list(Proposal.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize(
    ("action", "more", "becomes"),
    [
        ("approve", {}, "offered"),
        ("hold", {"until": TOMORROW}, "draft"),
        ("reject", {"reason": "not_now"}, "rejected"),
    ],
)
def test_all_of_them_are_decided(scene, action, more, becomes):
    outcomes = decide(scene, action, **more)

    assert [each.is_done for each in outcomes] == [True, True]
    assert states() == [becomes] * 2


def test_a_hold_and_its_end_reach_all(scene):
    decide(scene, "hold", until=TOMORROW)
    held = set(Proposal.objects.values_list("on_hold_until", flat=True))
    decide(scene, "hold")

    assert held == {TOMORROW}
    assert set(Proposal.objects.values_list("on_hold_until", flat=True)) == {None}


def test_one_that_does_not_go_keeps_no_other_back(scene):
    pause_enrolment(enrolment_id=scene.cem.pk, by=scene.cora, now=NOW)

    told = decide(scene, "approve")

    assert [each.error and each.error.code for each in told] == [None, "person_not_ready"]
    assert states() == ["offered", "draft"]


def test_what_is_not_there_is_told_like_what_belongs_to_others(scene):
    theirs = make_scene().draft()
    ids = [uuid4(), theirs.public_id, scene.drafts[0].public_id]

    told = decide(scene, "reject", ids=ids, reason="other")

    assert [each.error and each.error.code for each in told] == ["not_found", "not_found", None]
    assert Proposal.objects.get(pk=theirs.pk).state == "draft"


def test_a_draft_of_another_programme_of_ones_own_is_not_there(scene):
    other = make_programme(scene.programme.organisation)
    seeker, volunteer = (
        enrolment_at(State.ACTIVE, make_person(name), other, by=scene.cora, side=side)
        for name, side in (("Eva", Side.SEEKER), ("Fay", Side.VOLUNTEER))
    )
    draft = services.propose_pair(
        volunteer_id=volunteer.pk, seeker_id=seeker.pk, by=scene.cora, now=NOW
    )

    (told,) = decide(scene, "approve", ids=[draft.public_id])

    assert told.error
    assert told.error.code == "not_found"


def test_the_same_one_twice_is_decided_once(scene):
    one = scene.drafts[0].public_id

    assert len(decide(scene, "approve", ids=[one, one])) == 1


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("action", {"action": "delete"}),
        ("reason", {"action": "reject"}),
        ("reason", {"action": "reject", "reason": "nonsense"}),
        ("until", {"action": "hold", "until": earlier(days=1).date()}),
        ("proposals", {"action": "approve", "ids": []}),
        ("proposals", {"action": "approve", "ids": [uuid4() for _ in range(51)]}),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_done(scene, field, said):
    with pytest.raises(InvalidInput) as refusal:
        decide(scene, **said)

    assert (refusal.value.field, states()) == (field, ["draft", "draft"])


def test_another_team_decides_nothing(scene):
    with pytest.raises(NotFoundHere):
        decide(scene, "approve", by=make_coordinator(make_organisation()))


def test_a_hold_that_somebody_else_changed_is_not_overwritten(scene):
    draft = scene.drafts[0]
    services.hold_proposal(proposal_id=draft.pk, until=TOMORROW, by=scene.cora, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        services.hold_proposal(
            proposal_id=draft.pk, until=later(days=9).date(), by=scene.cora, now=NOW, seen=None
        )

    assert Proposal.objects.get(pk=draft.pk).on_hold_until == TOMORROW


# What is learnt from it


def learn(scene, now=NOW):
    with translation.override("en"):
        return learnt(programme=scene.programme, now=now)


def counted(rows):
    return {row["label"]: row["value"] for row in rows}


def test_reasons_are_counted(scene):
    scene.drafts.append(propose(scene, another_seeker(scene, "Dirk")))
    decide(scene, "reject", ids=[scene.drafts[0].public_id], reason="not_now")
    decide(scene, "reject", ids=[d.public_id for d in scene.drafts[1:]], reason="safety")

    told = learn(scene)

    assert counted(told.reasons) == {
        "I have a worry about safety": 2,
        "Not the right moment": 1,
    }
    assert (told.rejected, told.versions) == (3, [(1, 3, 3)])


def test_what_people_did_is_counted_apart(scene):
    say(approve(scene.drafts[0], scene.cora), scene.ben, yes=False)

    told = learn(scene)

    assert (told.rejected, counted(told.people)) == (0, {"somebody said no": 1})


def test_what_is_older_than_a_year_is_not_counted(scene):
    decide(scene, "reject", reason="other")

    assert learn(scene, now=later(days=366)).rejected == 0


def test_what_another_programme_rejected_is_not_counted(scene):
    other = make_scene()
    other.drafts = [other.draft()]
    decide(other, "reject", reason="other")

    assert learn(scene).rejected == 0


def test_a_draft_that_a_search_replaced_is_nobodys_judgement(scene):
    run = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )
    services.execute_run(run_id=run.pk, now=NOW)

    told = learn(scene)

    assert (told.swapped, told.versions) == (0, [])
