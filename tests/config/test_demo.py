"""The demo: loaded once, the same each time, and never where real people are."""

from datetime import timedelta
from io import StringIO
from random import Random

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from accounts.models import Person, PostalPlace
from accounts.places.geocoder import BelgianGeocoder
from config.demo import logins
from config.demo.courses import LONGEST_WAIT_DAYS, draw_course, draw_states
from config.demo.scenes import SCENES
from config.demo.sketches import draw_sketch
from groups.models import Gathering, Group
from groups.peer_selectors import list_own_groups
from matching.models import Answer, MatchRun, Proposal
from matching.states import AnswerState, ProposalState
from notifications.models import Message
from notifications.states import MessageState
from organisations.models import Enrolment, Programme
from organisations.models.enrolments import Side
from organisations.selectors import is_cleared, list_programmes
from organisations.states import State
from tests.clock import NOW

pytestmark = pytest.mark.django_db


def load(people: int = 60) -> str:
    out = StringIO()
    call_command("load_demo", people=people, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module", autouse=True)
def printed(django_db_setup, django_db_blocker):
    """The demo, loaded once for all tests here and taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW):
            lines = load()
        yield lines
        transaction.set_rollback(True)


def answer_of(email: str) -> Answer:
    return Answer.objects.select_related("proposal").get(enrolment__person__user__email=email)


def test_a_second_load_writes_nothing():
    with CaptureQueriesContext(connection) as queries:
        load()

    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


def test_a_second_load_prints_the_logins_again(printed):
    logins_before = printed[printed.index("Log in") :]

    assert load().endswith(logins_before)


def test_another_size_does_not_load_it_again():
    before = Person.objects.count()

    load(people=80)

    assert Person.objects.count() == before


def test_without_the_demo_setting_it_refuses(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="KOMPAAN_DEMO"):
        load()


def test_without_postcodes_it_says_what_to_load(monkeypatch):
    monkeypatch.setattr(PostalPlace, "objects", PostalPlace.objects.none())

    with pytest.raises(CommandError, match="load_places"):
        load()


def test_too_few_people_are_refused():
    with pytest.raises(CommandError, match="at least"):
        load(people=5)


@pytest.mark.parametrize("login", logins.LOGINS, ids=lambda login: login.email)
def test_every_login_opens_the_door(login):
    user = authenticate(email=login.email, password=logins.PASSWORD)

    assert (user.email, user.language) == (login.email, login.language)


def test_every_login_has_a_confirmed_address():
    confirmed = EmailAddress.objects.filter(verified=True, primary=True)

    assert set(confirmed.values_list("email", flat=True)) == {x.email for x in logins.LOGINS}


def test_every_login_is_printed(printed):
    assert [login.email for login in logins.LOGINS if login.email not in printed] == []


def test_nobody_else_can_log_in():
    assert Person.objects.filter(user__isnull=False).count() == len(logins.LOGINS) - len(SCENES)


def test_each_coordinator_has_the_programmes_of_their_own():
    users = [authenticate(email=s.coordinator, password=logins.PASSWORD) for s in SCENES]

    names = [[programme.name for programme in list_programmes(by=user)] for user in users]

    assert names == [
        ["Buddy’s in Gent", "Lotgenoten in en rond Gent", "Samen sterker in Gent"],
        ["Duo Bruxelles – Brussel"],
    ]


def test_a_group_met_three_times_and_goes_on():
    gatherings = Gathering.objects.filter(group__kind="peer")
    user = authenticate(email=logins.PEER, password=logins.PASSWORD)
    [group] = list_own_groups(user=user, now=NOW)

    assert [gatherings.filter(state=state).count() for state in ("took_place", "planned")] == [3, 9]
    assert group.next_at > NOW


def test_the_seeker_has_a_proposal_to_answer():
    answer = answer_of(logins.SEEKER)

    assert (answer.proposal.state, answer.state) == (ProposalState.OFFERED, AnswerState.ASKED)


def test_the_volunteer_is_asked_by_two_of_whom_one_said_yes():
    others = Answer.objects.filter(
        proposal__volunteer__person__user__email=logins.VOLUNTEER,
        proposal__state=ProposalState.OFFERED,
        enrolment__side=Side.SEEKER,
    )

    assert sorted(others.values_list("state", flat=True)) == [AnswerState.ASKED, AnswerState.YES]


def test_two_of_the_logins_are_together():
    answer = answer_of(logins.AGREED_SEEKER)

    assert answer.proposal.group_id == answer_of(logins.AGREED_VOLUNTEER).proposal.group_id
    assert answer.proposal.state == ProposalState.AGREED


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.programme)
def test_people_of_an_organisation_are_in_every_state(scene):
    enrolments = Enrolment.objects.filter(organisation__name=scene.organisation)

    assert set(enrolments.values_list("state", flat=True)) == set(State.values)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.programme)
def test_drafts_of_the_last_search_wait_for_review(scene):
    run = MatchRun.objects.filter(programme__name=scene.programme).latest("requested_at")

    assert run.proposals.filter(state=ProposalState.DRAFT).exists()


def test_most_volunteers_have_the_papers_that_their_programme_asks_for():
    ready = Enrolment.objects.filter(
        organisation__name=SCENES[0].organisation,
        programme__model_of_support="buddy",
        side=Side.VOLUNTEER,
        state=State.ACTIVE,
    ).order_by("pk")
    cleared = [enrolment for enrolment in ready if is_cleared(enrolment=enrolment, on=NOW.date())]

    assert ready[0].programme.required_clearances == ["info_note", "agreement"]
    assert len(cleared) > len(ready) / 2


def test_pairs_were_formed_in_the_past():
    formed = Group.objects.values_list("formed_at", flat=True)

    assert max(formed) < NOW - timedelta(days=10)


def test_nothing_of_the_past_is_sent():
    old = Message.objects.filter(created_at__lt=NOW - timedelta(days=1))

    assert set(old.values_list("state", "why")) == {(MessageState.SUPPRESSED, "demo")}


def test_what_is_new_waits_to_be_sent():
    fresh = Message.objects.filter(state=MessageState.QUEUED)

    assert {"matching.proposal_offered", "matching.run_finished"} <= set(
        fresh.values_list("kind", flat=True)
    )


def test_everybody_was_found_on_the_map():
    assert not Person.objects.exclude(place__state="found").exists()


def test_nobody_has_a_phone_number_that_could_ring_somewhere():
    assert not Person.objects.exclude(phone="").exists()


def test_everybody_is_in_one_organisation_only():
    organisations = Person.objects.annotate(n=Count("enrolments__organisation", distinct=True))

    assert set(organisations.values_list("n", flat=True)) == {1}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.programme)
def test_every_town_is_where_its_postcode_is(scene):
    found = [BelgianGeocoder().geocode(f"{code} {name}").raw for code, name, _ in scene.towns]

    assert [place.postcode for place in found] == [code for code, _name, _weight in scene.towns]


def test_the_same_seed_draws_the_same_people():
    one, other = (
        [draw_sketch(Random(7), scene, Side.SEEKER, 1, 2026) for scene in SCENES] for _ in range(2)
    )

    assert one == other


def test_somebody_waits_between_a_day_and_ten_months():
    rng = Random(3)
    ready = [draw_course(rng, State.ACTIVE, NOW).last_at for _ in range(300)]

    assert NOW - timedelta(days=LONGEST_WAIT_DAYS + 1) < min(ready)
    assert max(ready) < NOW


def test_the_moves_of_a_course_follow_each_other():
    rng = Random(3)
    courses = [draw_course(rng, state, NOW) for state in draw_states(rng, 200)]

    assert all(
        [course.applied_at, *(at for _, at in course.moves)]
        == sorted({course.applied_at, *(at for _, at in course.moves)})
        for course in courses
    )


def test_every_state_is_drawn_even_for_few():
    assert set(draw_states(Random(1), len(State))) == set(State)


def test_offers_to_people_can_still_be_answered():
    late = Proposal.objects.filter(
        state=ProposalState.OFFERED, deadline_at__lt=NOW + timedelta(days=5)
    )

    assert not late.exists()


def test_people_wait_for_a_group_and_drafts_are_to_be_looked_at():
    programme = Programme.objects.get(name="Lotgenoten in en rond Gent")

    assert programme.wishes.count() > 30  # 60 in the whole demo
    assert programme.group_drafts.filter(state="draft").exists()
