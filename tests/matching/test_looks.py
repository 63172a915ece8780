"""Who waits too long without anybody having looked, and what takes them off that list."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import translation

from core.errors import NotFoundHere
from core.models import Event
from matching import selectors, services
from matching.errors import LookNoteTooLong, NotWaiting
from matching.models import Look
from matching.states import ProposalState
from organisations.selectors import list_moments
from organisations.services import change_programme, pause_enrolment, resume_enrolment
from organisations.states import State
from tests.clock import NOW, earlier, later
from tests.matching.builders import another_seeker, answer_of, make_scene, proposal_at
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation, make_programme

pytestmark = pytest.mark.django_db


def due(scene, weeks):
    """Who must be looked at so many weeks after everybody became ready."""
    return list(selectors.list_to_look_at(by=scene.cora, now=later(weeks=weeks)))


def look(scene, weeks=8, enrolment=None, **said):
    return services.note_look(
        enrolment_id=(enrolment or scene.seeker).pk, by=scene.cora, now=later(weeks=weeks), **said
    )


def offer(scene, weeks):
    """An offer to the two, made so many weeks later."""
    proposal = services.propose_pair(
        volunteer_id=scene.volunteer.pk,
        seeker_id=scene.seeker.pk,
        by=scene.cora,
        now=later(weeks=weeks),
    )
    return services.approve_proposal(proposal_id=proposal.pk, by=scene.cora, now=later(weeks=weeks))


def say_yes(proposal, person, weeks):
    services.answer_proposal(
        answer_id=answer_of(proposal, person).pk,
        yes=True,
        way="page",
        by=person.user,
        now=later(weeks=weeks),
    )


def test_who_waits_as_long_as_the_programme_says_must_be_looked_at():
    scene = make_scene()

    assert due(scene, 8) == [scene.seeker, scene.volunteer]


def test_a_minute_earlier_nobody_must_be_looked_at():
    assert due(make_scene(), 8 - 1 / 10080) == []


@pytest.mark.parametrize(("weeks", "listed"), [(2.9, 0), (3, 2)])
def test_the_programme_says_after_how_many_weeks(weeks, listed):
    assert len(due(make_scene(look_after_weeks=3), weeks)) == listed


def test_a_changed_number_of_weeks_counts_at_once():
    scene = make_scene()
    change_programme(programme_id=scene.programme.pk, by=None, now=NOW, look_after_weeks=20)

    assert due(scene, 19) == []


def test_each_programme_has_its_own_weeks():
    scene = make_scene(look_after_weeks=20)
    other = make_programme(scene.programme.organisation, look_after_weeks=2)
    dee = enrolment_at(State.ACTIVE, make_person("Dee"), other, by=scene.cora)

    assert due(scene, 5) == [dee]


def test_with_zero_weeks_nobody_is_listed():
    assert due(make_scene(look_after_weeks=0), 200) == []


@pytest.mark.parametrize("state", sorted(set(State) - {State.ACTIVE}))
def test_who_is_not_ready_does_not_wait(state):
    scene = make_scene()
    dee = enrolment_at(state, make_person("Dee"), scene.programme, by=scene.cora)

    assert dee not in due(scene, 8)


def test_who_goes_on_after_a_break_waited_all_the_time():
    scene = make_scene()
    who = {"enrolment_id": scene.seeker.pk, "by": scene.cora}
    pause_enrolment(**who, now=later(weeks=2))
    resume_enrolment(**who, now=later(weeks=8))

    assert scene.seeker in due(scene, 8)


def test_who_has_no_free_seat_does_not_wait():
    scene, _agreed = proposal_at(ProposalState.AGREED, make_scene(capacity=1))

    assert due(scene, 30) == []


def test_a_volunteer_with_a_seat_left_waits():
    scene, _agreed = proposal_at(ProposalState.AGREED, make_scene(capacity=2))

    assert due(scene, 30) == [scene.volunteer]


def test_who_agreed_since_then_does_not_wait():
    scene = make_scene(capacity=2, answer_days=60)
    proposal = offer(scene, 0)
    say_yes(proposal, scene.ana, 5)
    say_yes(proposal, scene.ben, 5)

    assert [due(scene, weeks) for weeks in (12, 13)] == [[], [scene.volunteer]]


def test_who_is_asked_now_does_not_wait():
    scene = make_scene(capacity=2, answer_days=60, look_after_weeks=2)
    offer(scene, 0)

    assert due(scene, 5) == []


def test_an_offer_is_a_look_even_when_it_came_to_nothing():
    scene = make_scene()
    proposal = offer(scene, 4)
    services.withdraw_proposal(proposal_id=proposal.pk, by=scene.cora, now=later(weeks=4))

    assert [len(due(scene, weeks)) for weeks in (11.9, 12)] == [0, 2]


def test_who_has_a_young_draft_is_on_the_board_already():
    scene = make_scene()
    services.propose_pair(
        volunteer_id=scene.volunteer.pk,
        seeker_id=scene.seeker.pk,
        by=scene.cora,
        now=later(weeks=4),
    )

    assert due(scene, 9) == []


def test_nobody_is_forgotten_on_a_draft_that_was_put_aside():
    scene, draft = proposal_at(ProposalState.DRAFT)
    services.hold_proposal(
        proposal_id=draft.pk, until=later(weeks=50).date(), by=scene.cora, now=NOW
    )

    assert due(scene, 9) == [scene.seeker, scene.volunteer]


def test_a_draft_that_was_rejected_is_no_look():
    scene = make_scene()
    draft = services.propose_pair(
        volunteer_id=scene.volunteer.pk,
        seeker_id=scene.seeker.pk,
        by=scene.cora,
        now=later(weeks=7),
    )
    services.reject_proposal(
        proposal_id=draft.pk, reason="other", by=scene.cora, now=later(weeks=7)
    )

    assert due(scene, 8) == [scene.seeker, scene.volunteer]


def test_who_was_looked_at_is_off_the_list():
    scene = make_scene()
    look(scene)

    assert due(scene, 8) == [scene.volunteer]


@pytest.mark.parametrize(("weeks", "listed"), [(15.9, False), (16, True)])
def test_after_as_many_weeks_again_somebody_looks_again(weeks, listed):
    scene = make_scene()
    look(scene, weeks=8)

    assert (scene.seeker in due(scene, weeks)) is listed


def test_the_list_tells_when_somebody_looked_last():
    scene = make_scene()
    look(scene, weeks=1)
    look(scene, weeks=2)

    assert [each.looked_at for each in due(scene, 20)] == [later(weeks=2), None]


def test_who_waits_longest_comes_first():
    scene = make_scene()
    dee = enrolment_at(
        State.ACTIVE, make_person("Dee"), scene.programme, by=scene.cora, now=earlier(weeks=1)
    )

    assert due(scene, 9)[0] == dee


def test_a_team_reads_its_own_list_only():
    make_scene()
    zoe = make_coordinator(make_organisation())

    assert list(selectors.list_to_look_at(by=zoe, now=later(weeks=9))) == []


@pytest.mark.parametrize("who", [None, AnonymousUser()])
def test_nobody_else_reads_the_list(who):
    make_scene()

    assert list(selectors.list_to_look_at(by=who, now=later(weeks=9))) == []


def test_the_list_costs_one_query(django_assert_num_queries):
    scene = make_scene()
    another_seeker(scene)

    with django_assert_num_queries(1):
        names = [
            (e.person.name_to_use, e.programme.name, e.person.place.typed) for e in due(scene, 9)
        ]

    assert len(names) == 3


def test_a_look_says_who_when_and_what():
    scene = make_scene()
    look(scene, note=" Called. \n Prefers  mornings ")

    row = Look.objects.get()

    assert (row.by, row.at, row.note) == (scene.cora, later(weeks=8), "Called.\nPrefers mornings")


def test_looks_stand_newest_first():
    scene = make_scene()
    first, second = look(scene, weeks=1), look(scene, weeks=2)

    assert list(selectors.list_looks_at(enrolment=scene.seeker)) == [second, first]


def test_a_note_cannot_be_read_in_the_database():
    look(make_scene(), note="Called")

    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM matching_look")
        assert "Called" not in cursor.fetchone()[0]


def test_the_event_of_a_look_holds_no_words():
    scene = make_scene()
    look(scene, note="Called")

    event = Event.objects.get(kind="matching.looked_at")

    assert (event.person_id, event.by, event.data) == (scene.ana.pk, scene.cora, {})


def test_a_look_stands_in_the_timeline():
    scene = make_scene()
    look(scene)

    with translation.override("en"):
        told = list_moments(enrolment=scene.seeker)[0].text

    assert told == "The team looked what is possible"


def test_a_note_that_is_too_long_is_refused():
    with pytest.raises(LookNoteTooLong):
        look(make_scene(), note="x" * 1001)


def test_who_does_not_wait_cannot_be_looked_at():
    scene = make_scene()
    pause_enrolment(enrolment_id=scene.seeker.pk, by=scene.cora, now=NOW)

    with pytest.raises(NotWaiting):
        look(scene)


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_only_the_team_notes_a_look(who):
    scene = make_scene()
    by = {"stranger": make_coordinator(make_organisation()), "member": scene.ana.user}[who]

    with pytest.raises(NotFoundHere):
        services.note_look(enrolment_id=scene.seeker.pk, by=by, now=later(weeks=8))

    assert not Look.objects.exists()
