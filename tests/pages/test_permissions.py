"""Who may open and send what: a table of all pages, compared with the addresses there are."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.services import name_proxy
from followup.services import note_move
from groups.models import Session
from groups.services import make_calendar_address, wait_for_group
from notifications.services import make_batch
from organisations.intake import Question
from organisations.models import Role
from organisations.services import (
    end_role,
    propose_theme,
    save_questions,
    say_two_people,
)
from tests.clock import NOW, later
from tests.followup.builders import Duo, meet_and_ask
from tests.groups.peers import form, make_circle, plan, somebody
from tests.matching.choices import another_choice
from tests.matching.circles import add_place, approved, leading, make_forms
from tests.notifications.builders import deliver, delivery_at, queue
from tests.notifications.channels.builders import a_browser, with_device
from tests.notifications.letters import by_letter, letter
from tests.organisations.acquaintance import get_to_know
from tests.organisations.imports.builders import ANA, read
from tests.pages.access import (
    ALL_KINDS,
    BOTH,
    EVERYBODY,
    GET,
    LEAD,
    LOGIN,
    MOST,
    NAMES,
    OF_A_TEAM,
    OWN,
    PAGES,
    PERSON,
    POST,
    TEAM,
    THIS_TEAM,
    pages,
)
from tests.pages.builders import everything, visitor
from tests.teams import make_programme, make_user
from tests.waitlist.builders import signs, sweep

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(world):
    """With a mail that failed, one to tell by phone, a letter, a spreadsheet to decide about, and a question of the programme's own."""
    ours = {"organisation_id": world.programme.organisation_id, "now": NOW}
    world.failed = delivery_at("permanent", world.ana, **ours)
    about = {"kind": "followup.team", "context": {"group": world.agreed.group_id}}
    letter(by_letter("Iris"), **about, **ours)
    world.letters = make_batch(
        organisation_id=ours["organisation_id"], by=world.cora, now=ours["now"]
    )
    world.to_tell = deliver(queue(world.emma.person, **ours))
    world.told = world.ana.messages.filter(kind="matching.proposal_offered").earliest("pk")
    _user, world.device = with_device(a_browser(), world.ana.user)
    world.batch = read(world.programme, ANA, by=world.cora)
    save_questions(
        programme_id=world.programme.pk,
        questions=[Question(code="", kind="short_text", label={"nl": "Waarom?"}, help={})],
        by=world.lea,
        now=NOW,
        expected_version=0,
    )
    _bring_together(world)
    _form(world)
    world.choice = another_choice(world)
    _gather(world)
    _get_to_know(world)
    sweep(later(weeks=4))
    world.sign = signs(world.cem)[0]
    return world


def _get_to_know(world):
    """Emma has a talk to come and a paper, and somebody may fill in for her and for Ana; Ben has a note to read."""
    world.kept = get_to_know(talk_with=world.emma, paper_of=world.emma, by=world.cora)
    world.two_people = say_two_people(
        organisation_id=world.emma.organisation_id,
        one_id=world.emma.person_id,
        other_id=world.dirk.person_id,
        by=world.cora,
        now=NOW,
    )
    world.helper = make_user()
    world.proxy, world.own_proxy = (
        name_proxy(
            person=person,
            email=world.helper.email,
            may=["profile", "breaks"],
            ends_on=timezone.localdate(),
            by=world.cora,
            now=timezone.now(),
        )
        for person in (world.emma.person, world.ana)
    )


def _gather(world):
    """Finn leads a group with Mia, which meets; Rosa waits for a place in it."""
    cora = world.cora
    peers = make_programme(world.programme.organisation, name="Circles", model_of_support="peer")
    world.circle = form(make_circle(programme=peers))
    world.gathering = plan(world.circle)[0]
    world.mia, world.finn = world.circle.mia, world.circle.finn
    world.rosa = somebody(peers, "Rosa")
    world.wait = wait_for_group(
        group_id=world.circle.group.pk, enrolment_id=world.rosa.pk, by=cora, now=NOW
    )
    world.secret = make_calendar_address(
        person_id=world.mia.person_id, by=world.mia.person.user, now=NOW
    )


def _form(world):
    """Two drafts, one whose people are asked; Ana has an idea for a theme."""
    world.forms = make_forms(people=7, organisation=world.programme.organisation)
    add_place(world.forms.programme, world.cora, "De Zaal")
    leading(world.forms.programme, world.cora, "Lee")
    world.forms.search()
    world.asked = approved(world.forms)
    world.group_draft = world.forms.draft()
    world.asked_one = world.asked.members.filter(part="member").order_by("pk")[0].enrolment
    world.asked_member, world.waiting = world.asked_one, world.forms.ana
    world.idea = propose_theme(
        enrolment_id=world.forms.ana.pk, name="Rouw", by=world.forms.ana.person.user, now=NOW
    )


def _bring_together(world):
    """Dirk and Ben met, are asked whether it clicks, and Dirk moved to the sea."""
    scene = SimpleNamespace(ana=world.dirk.person, ben=world.ben, cora=world.cora)
    world.pair = Duo(scene, world.agreed.group)
    meet_and_ask(world.pair)
    world.session = Session.objects.get(group=world.pair.group)
    world.question = world.pair.question(world.pair.ana)
    world.move = note_move(
        seat_id=world.pair.seat(world.pair.ana).pk, typed="8400", by=scene.ana.user, now=NOW
    )


@pytest.fixture
def allowed(world):
    """The browser of somebody who may."""

    def allowed(name):
        who = getattr(world, PAGES[name].by)
        user = {
            "ana": lambda: who.user,
            "ben": lambda: who.user,
            "dirk": lambda: who.person.user,
            **dict.fromkeys(
                ("mia", "finn", "rosa", "waiting", "asked_member"), lambda: who.person.user
            ),
        }
        return visitor(user[PAGES[name].by]() if PAGES[name].by in user else who)

    return allowed


@pytest.fixture
def address(world):
    return lambda name: reverse(name, args=PAGES[name].args(world))


def answers(client, address):
    """What somebody gets for a GET and for a POST."""
    return {"GET": client.get(address).status_code, "POST": client.post(address).status_code}


def refused(name, status):
    """This status for every method the page knows; for the other the same "not this way" that everybody gets."""
    return {method: status if method in PAGES[name].methods else 405 for method in BOTH}


@pytest.mark.parametrize("name", NAMES)
def test_every_page_stands_in_the_table(name):
    assert name in PAGES


def test_the_table_names_no_page_that_is_gone():
    assert set(PAGES) - set(NAMES) == set()


@pages(LOGIN, PERSON, OWN, *OF_A_TEAM)
def test_a_stranger_has_to_log_in_first(world, address, name):
    stranger = visitor()

    told = [stranger.get(address(name)), stranger.post(address(name))]

    assert [answer.url.split("?")[0] for answer in told] == [reverse(settings.LOGIN_URL)] * 2


@pages(EVERYBODY, methods=GET)
def test_a_page_for_everybody_opens_without_a_login(world, address, name):
    assert visitor().get(address(name)).status_code == PAGES[name].found


@pages(*ALL_KINDS, methods=GET)
def test_a_page_opens_for_who_may_see_it_in_few_queries(
    allowed, address, name, django_assert_max_num_queries
):
    browser, page = allowed(name), address(name)

    with django_assert_max_num_queries(MOST):
        answer = browser.get(page)

    assert answer.status_code == PAGES[name].found


@pages(*ALL_KINDS, methods=POST)
def test_a_form_arrives_from_who_may_send_it(allowed, address, name):
    arrives = (404,) if PAGES[name].signed else (200, 302, 400, 409, 422)

    assert allowed(name).post(address(name)).status_code in arrives


@pages(*OF_A_TEAM)
def test_a_page_of_the_team_is_not_there_for_a_seeker(ana, address, name):
    assert answers(ana, address(name)) == refused(name, 404)


@pages(PERSON)
def test_a_page_about_oneself_is_not_there_for_who_is_not_registered(world, address, name):
    assert answers(visitor(make_user()), address(name)) == refused(name, 404)


@pages(OWN)
def test_what_is_asked_of_somebody_is_not_there_for_another_seeker(world, address, name):
    other = visitor(world.cem.person.user)

    assert answers(other, address(name)) == refused(name, 404)


@pages(OWN, THIS_TEAM, LEAD)
def test_nothing_of_an_organisation_is_there_for_a_coordinator_of_another(zoe, address, name):
    assert answers(zoe, address(name)) == refused(name, 404)


@pages(OWN, THIS_TEAM, LEAD)
def test_a_coordinator_of_another_organisation_changes_nothing(zoe, address, name):
    before = everything()

    answers(zoe, address(name))

    assert everything() == before


@pages(*OF_A_TEAM)
def test_who_left_the_team_finds_nothing_there_any_more(world, address, name):
    role = Role.objects.get(user=world.cora)
    client = visitor(world.cora)
    end_role(role_id=role.pk, by=world.lea, now=NOW)

    assert answers(client, address(name)) == refused(name, 404)


@pages(LEAD)
def test_a_page_of_the_lead_is_not_there_for_a_coordinator(cora, address, name):
    assert answers(cora, address(name)) == refused(name, 404)


@pages(*ALL_KINDS)
def test_a_page_takes_no_other_methods_than_its_own(allowed, address, name):
    told = answers(allowed(name), address(name))

    assert {method for method, status in told.items() if status != 405} == PAGES[name].methods


@pages(*ALL_KINDS, methods=POST)
def test_a_form_of_another_site_is_refused(world, address, name):
    browser = visitor(world.cora, enforce_csrf_checks=True)

    assert browser.post(address(name)).status_code == (404 if PAGES[name].signed else 403)


def test_the_lists_of_a_team_name_nobody_of_another_organisation(address, zoe):
    team_pages = [
        name for name in NAMES if PAGES[name].who == TEAM and "GET" in PAGES[name].methods
    ]

    # A letter is a PDF, no text.
    seen = "".join(zoe.get(address(name)).content.decode(errors="replace") for name in team_pages)

    assert not any(name in seen for name in ("Emma", "Dirk", "Buddies of Kompas"))
