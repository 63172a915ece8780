"""Not together: kept, never told, and respected by every way to a proposal."""

import pytest

from core.errors import InvalidInput, NotFoundHere
from core.models import Event
from matching import services
from matching.errors import NoLongerFits, PersonNotReady
from matching.models import Exclusion, Proposal
from matching.states import ProposalState
from notifications.models import Message
from organisations.models.enrolments import Side
from organisations.states import State
from tests.clock import NOW, later
from tests.matching.builders import make_scene, proposal_at, say
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation

pytestmark = pytest.mark.django_db


def exclude(scene, one=None, other=None, by=None):
    return services.exclude_people(
        organisation_id=scene.programme.organisation_id,
        one_id=(one or scene.ana).pk,
        other_id=(other or scene.ben).pk,
        by=by or scene.cora,
        now=NOW,
    )


def drafts_of_a_search(scene):
    run = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )
    services.execute_run(run_id=run.pk, now=NOW)
    return Proposal.objects.filter(run=run).count()


def test_a_search_brings_nobody_together_who_is_kept_apart():
    scene = make_scene()
    exclude(scene)

    assert drafts_of_a_search(scene) == 0


def test_whom_one_names_first_does_not_matter():
    scene = make_scene()
    exclude(scene, scene.ben, scene.ana)

    assert drafts_of_a_search(scene) == 0


def test_nobody_drafts_people_who_are_kept_apart():
    scene = make_scene()
    exclude(scene)

    with pytest.raises(NoLongerFits):
        scene.draft()


def test_saying_it_twice_is_one_exclusion():
    scene = make_scene()
    exclude(scene)

    exclude(scene, scene.ben, scene.ana)

    assert Exclusion.objects.count() == 1


def test_saying_it_twice_is_noted_once():
    scene = make_scene()
    exclude(scene)

    exclude(scene)

    assert Event.objects.filter(kind="matching.people_excluded").count() == 1


def test_the_log_names_neither_of_the_two():
    exclude(make_scene())

    event = Event.objects.get(kind="matching.people_excluded")
    assert (event.person_id, event.data) == (None, {})


def test_nobody_is_told():
    scene = make_scene()
    before = Message.objects.count()

    exclude(scene)

    assert Message.objects.count() == before


def test_somebody_cannot_be_kept_apart_from_themselves():
    scene = make_scene()

    with pytest.raises(InvalidInput):
        exclude(scene, scene.ana, scene.ana)


def test_another_organisation_keeps_nobody_apart():
    zoe = make_coordinator(make_organisation())

    with pytest.raises(NotFoundHere):
        exclude(make_scene(), by=zoe)


def test_somebody_who_is_not_known_here_cannot_be_named():
    with pytest.raises(NotFoundHere):
        exclude(make_scene(), other=make_person("Zoë"))


def test_an_exclusion_holds_in_its_own_organisation_only():
    scene, elsewhere = make_scene(), make_scene()
    for person, side in ((scene.ana, Side.SEEKER), (scene.ben, Side.VOLUNTEER)):
        enrolment_at(State.ACTIVE, person, elsewhere.programme, side=side, by=elsewhere.cora)
    exclude(scene)

    assert drafts_of_a_search(elsewhere) == 2


def test_an_offer_to_people_who_are_kept_apart_since_is_not_agreed():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    exclude(scene)

    with pytest.raises(PersonNotReady):
        say(proposal, scene.ana, yes=True)


def test_an_offer_to_people_who_are_kept_apart_since_is_taken_back():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    exclude(scene)

    services.remind_and_expire(now=later(hours=1))

    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.WITHDRAWN


def test_people_who_are_kept_apart_can_still_say_no():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    exclude(scene)

    assert say(proposal, scene.ana, yes=False).state == ProposalState.DECLINED
