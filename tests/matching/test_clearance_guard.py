"""A volunteer who is not clear is introduced to nobody, also when a paper ends between the offer and the second yes."""

from datetime import date

import pytest

from groups.models import Group
from matching import services
from matching.models import Proposal
from matching.states import ProposalState
from organisations.errors import IntroductionWaits, NotCleared
from organisations.services import change_programme, take_back_clearance
from tests.clock import NOW, later
from tests.matching.builders import answer_of, approve, make_scene, train

pytestmark = pytest.mark.django_db

ENDS = date(2026, 3, 3)
AFTER = later(days=2)


@pytest.fixture
def scene():
    return make_scene(required_clearances=["training"], answer_days=14)


@pytest.fixture
def offered(scene):
    train(scene, valid_until=ENDS)
    return approve(scene.draft(), scene.cora)


def say_yes(proposal, person, *, by=None, way="link", now=NOW):
    services.answer_proposal(
        answer_id=answer_of(proposal, person).pk, yes=True, way=way, by=by, now=now
    )


def state_of(proposal):
    return Proposal.objects.get(pk=proposal.pk).state


def test_a_paper_that_ended_stops_the_second_yes(scene, offered):
    say_yes(offered, scene.ben)

    with pytest.raises(IntroductionWaits):
        say_yes(offered, scene.ana, now=AFTER)

    assert (state_of(offered), Group.objects.exists()) == (ProposalState.OFFERED, False)
    assert answer_of(offered, scene.ana).state == "asked"


def test_the_people_do_not_read_what_is_in_a_file(scene, offered):
    say_yes(offered, scene.ben)

    with pytest.raises(IntroductionWaits) as refusal:
        say_yes(offered, scene.ana, now=AFTER)

    assert "file" not in str(refusal.value)
    assert refusal.value.code != NotCleared.code


def test_the_team_reads_it(scene, offered):
    say_yes(offered, scene.ben)

    with pytest.raises(NotCleared) as refusal:
        say_yes(offered, scene.ana, by=scene.cora, way="coordinator", now=AFTER)

    assert refusal.value.code == "not_cleared"


def test_the_same_yes_counts_once_the_paper_is_renewed(scene, offered):
    say_yes(offered, scene.ben)
    train(scene, now=AFTER)

    say_yes(offered, scene.ana, now=AFTER)

    assert state_of(offered) == ProposalState.AGREED


def test_what_was_taken_back_counts_no_more(scene, offered):
    say_yes(offered, scene.ana)
    take_back_clearance(enrolment_id=scene.volunteer.pk, kind="training", by=scene.cora, now=NOW)

    with pytest.raises(IntroductionWaits):
        say_yes(offered, scene.ben)


def test_what_the_lead_requires_meanwhile_counts_at_once(scene, offered):
    say_yes(offered, scene.ana)
    change_programme(
        programme_id=scene.programme.pk, by=None, now=NOW, required_clearances=["insurance"]
    )

    with pytest.raises(IntroductionWaits):
        say_yes(offered, scene.ben)


def test_a_no_is_always_possible(scene, offered):
    services.answer_proposal(
        answer_id=answer_of(offered, scene.ana).pk, yes=False, way="link", by=None, now=AFTER
    )

    assert state_of(offered) == ProposalState.DECLINED
