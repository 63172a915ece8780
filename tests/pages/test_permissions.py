"""Who may open and send what: a table of all pages, compared with the addresses there are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

import accounts.urls
import core.urls
import followup.urls
import groups.urls
import matching.urls
import notifications.urls
import organisations.urls
import waitlist.urls
from accounts.services import name_proxy
from followup.links import check_in_link
from followup.services import note_move
from groups.links import meeting_link
from groups.models import Session
from matching.choice_links import choice_link
from matching.links import answer_link
from organisations.intake import Question
from organisations.models import Role
from organisations.services import (
    end_role,
    plan_talk,
    publish_note,
    record_clearance,
    save_filter,
    save_questions,
)
from tests.clock import NOW, later
from tests.followup.builders import Duo, meet_and_ask
from tests.matching.builders import answer_of
from tests.matching.choices import another_choice
from tests.notifications.builders import deliver, message_at, queue
from tests.organisations.imports.builders import ANA, read
from tests.pages.builders import everything, visitor
from tests.teams import make_user
from tests.waitlist.builders import signs, sweep
from waitlist.links import sign_link

pytestmark = pytest.mark.django_db

URLCONFS = (
    *(core.urls, notifications.urls, accounts.urls, organisations.urls),
    *(groups.urls, matching.urls, followup.urls, waitlist.urls),
)
NAMES = [
    f"{urls.app_name}:{each.name}" if hasattr(urls, "app_name") else each.name
    for urls in URLCONFS
    for each in urls.urlpatterns
]
GET, POST, BOTH = {"GET"}, {"POST"}, {"GET", "POST"}
NOTHING: dict[str, Any] = {}
# Who may: everybody; whoever is logged in; somebody with a person of their own; one of the two of a proposal or an
# enrolment; anybody of a team; the team of this organisation; its lead.
EVERYBODY, LOGIN, PERSON, OWN, TEAM, THIS_TEAM, LEAD = (
    *("everybody", "login", "person", "own"),
    *("team", "this team", "lead"),
)
OF_A_TEAM = (TEAM, THIS_TEAM, LEAD)


@dataclass(frozen=True)
class Page:
    """`by` is who may, as an attribute of the world; `found` is what a GET of theirs answers."""

    who: str
    methods: set[str] = field(default_factory=lambda: BOTH)
    args: Callable[[Any], list[Any]] = lambda world: []
    by: str = "cora"
    found: int = 200


def programme(world):
    return [world.programme.public_id]


def emma(world):
    return [world.emma.public_id]


def ben(world):
    return [world.volunteer.public_id]


def organisation(world):
    return [world.programme.organisation.public_id]


def draft(world):
    return [world.draft.public_id]


def batch(world):
    return [world.batch.public_id]


def cem_and_ben(world):
    return [world.cem.public_id, world.volunteer.public_id]


def token(world):
    return [answer_link(answer_of(world.offered, world.ana)).rstrip("/").rsplit("/", 1)[1]]


def meeting_token(world):
    seat = world.pair.seat(world.pair.ana)
    return [meeting_link(seat).rstrip("/").rsplit("/", 1)[1]]


def question_token(world):
    return [check_in_link(world.question).rstrip("/").rsplit("/", 1)[1]]


def sign_token(world):
    return [sign_link(world.sign).rstrip("/").rsplit("/", 1)[1]]


def choice(world):
    return [world.choice.public_id]


def choice_token(world):
    return [choice_link(world.choice).rstrip("/").rsplit("/", 1)[1]]


def cem(world):
    return [world.cem.public_id]


def duo(world):
    return [world.pair.group.public_id]


PAGES = {
    "groups:pairs": Page(TEAM, GET),
    "groups:pair": Page(OWN, GET, duo, by="dirk"),
    "groups:meet": Page(OWN, POST, duo, by="dirk"),
    "groups:take": Page(OWN, POST, lambda world: [*duo(world), world.session.public_id], by="dirk"),
    "groups:rest": Page(OWN, POST, duo, by="dirk"),
    "groups:go_on": Page(OWN, POST, duo, by="dirk"),
    "groups:agreement": Page(OWN, BOTH, duo, by="dirk"),
    "groups:sign": Page(OWN, POST, duo, by="dirk"),
    "groups:print": Page(OWN, GET, duo, by="dirk"),
    "groups:meeting_by_link": Page(EVERYBODY, BOTH, meeting_token),
    "groups:timings": Page(LEAD, BOTH, programme, by="lea"),
    "followup:answer": Page(
        OWN, POST, lambda world: [*duo(world), world.question.public_id], by="dirk"
    ),
    "followup:moving": Page(OWN, POST, duo, by="dirk"),
    "followup:stop": Page(OWN, POST, duo, by="dirk"),
    "followup:talk": Page(THIS_TEAM, POST, duo),
    "followup:finish": Page(THIS_TEAM, POST, duo),
    "followup:longer": Page(THIS_TEAM, POST, duo),
    "followup:decide_move": Page(
        THIS_TEAM, POST, lambda world: [*duo(world), world.move.public_id]
    ),
    "followup:answer_by_link": Page(EVERYBODY, BOTH, question_token),
    "waitlist:still": Page(OWN, POST, lambda world: [world.seeker.public_id], by="ana"),
    "waitlist:still_by_link": Page(EVERYBODY, BOTH, sign_token),
    "waitlist:to_speak_to": Page(TEAM, GET),
    "waitlist:note_contact": Page(THIS_TEAM, POST, cem),
    "waitlist:told": Page(THIS_TEAM, POST, cem),
    **{name: Page(EVERYBODY, GET) for name in ("front", "how", "privacy", "accessibility")},
    "components": Page(EVERYBODY, GET),
    "set_language": Page(EVERYBODY, POST),
    "health": Page(EVERYBODY, GET),
    "mailbox": Page(EVERYBODY, GET, found=404),
    "mail": Page(EVERYBODY, GET, lambda world: ["1-1"], found=404),
    "metrics": Page(EVERYBODY, GET, found=404),
    "accounts:step": Page(PERSON, BOTH, lambda world: ["about"], by="ana"),
    "accounts:my_data": Page(PERSON, GET, by="ana"),
    "accounts:export": Page(PERSON, GET, by="ana"),
    "accounts:consent": Page(PERSON, POST, by="ana"),
    "accounts:proxies": Page(PERSON, BOTH, by="ana"),
    "accounts:end_proxy": Page(OWN, POST, lambda world: [world.own_proxy.public_id], by="ana"),
    "accounts:security": Page(LOGIN, GET),
    "organisations:start_for": Page(EVERYBODY),
    "organisations:welcome": Page(EVERYBODY, found=302),
    "organisations:link": Page(LOGIN, found=302),
    "organisations:start": Page(EVERYBODY, BOTH, lambda world: ["seeker"]),
    "organisations:start_at": Page(EVERYBODY, BOTH, lambda world: ["seeker", 1]),
    "organisations:join": Page(PERSON, BOTH, lambda world: ["volunteer"], by="ana"),
    "organisations:home": Page(LOGIN, GET, by="ana"),
    "organisations:change_own": Page(
        OWN, BOTH, lambda world: [world.seeker.public_id, "pause"], by="ana"
    ),
    "organisations:desk": Page(TEAM, GET),
    "organisations:message_again": Page(THIS_TEAM, POST, lambda world: [world.failed.pk]),
    "organisations:message_told": Page(THIS_TEAM, POST, lambda world: [world.to_tell.pk]),
    "organisations:people": Page(TEAM, GET),
    "organisations:add_person": Page(TEAM),
    "organisations:person": Page(THIS_TEAM, BOTH, emma),
    "organisations:clearance": Page(THIS_TEAM, POST, emma),
    "organisations:consent": Page(THIS_TEAM, POST, emma),
    "organisations:step": Page(THIS_TEAM, BOTH, lambda world: [*emma(world), "about"]),
    "organisations:change_state": Page(THIS_TEAM, POST, lambda world: [*emma(world), "activate"]),
    "organisations:papers": Page(TEAM, GET),
    "organisations:take_back": Page(THIS_TEAM, POST, lambda world: [*emma(world), "training"]),
    "organisations:agreement": Page(THIS_TEAM, GET, ben),
    "organisations:info_note": Page(LEAD, BOTH, organisation, by="lea"),
    "organisations:own_note": Page(OWN, BOTH, ben, by="ben"),
    "organisations:plan_talk": Page(THIS_TEAM, POST, emma),
    "organisations:end_talk": Page(THIS_TEAM, POST, lambda world: [*emma(world), "cancel"]),
    "organisations:assign": Page(THIS_TEAM, POST, emma),
    "organisations:sure": Page(THIS_TEAM, GET, lambda world: [*emma(world), "decline"]),
    "organisations:timeline": Page(THIS_TEAM, GET, emma),
    "organisations:duplicates": Page(TEAM, GET),
    "organisations:merge": Page(THIS_TEAM, BOTH, lambda world: [*emma(world), world.cem.public_id]),
    "organisations:save_filter": Page(TEAM, POST),
    "organisations:remove_filter": Page(THIS_TEAM, POST, lambda world: [world.kept.public_id]),
    "organisations:helping": Page(LOGIN, GET),
    "organisations:help_step": Page(
        OWN, BOTH, lambda world: [world.emma.person.public_id, "place"], by="helper"
    ),
    "organisations:help_move": Page(
        OWN, POST, lambda world: [world.seeker.public_id, "pause"], by="helper"
    ),
    "organisations:stop_helping": Page(
        OWN, POST, lambda world: [world.proxy.public_id], by="helper"
    ),
    "organisations:proxies": Page(THIS_TEAM, BOTH, emma),
    "organisations:end_proxy": Page(
        THIS_TEAM, POST, lambda world: [*emma(world), world.proxy.public_id]
    ),
    "organisations:imports": Page(TEAM),
    "organisations:import": Page(THIS_TEAM, GET, batch),
    "organisations:apply_import": Page(THIS_TEAM, POST, batch),
    "organisations:cancel_import": Page(THIS_TEAM, POST, batch),
    "organisations:decide_row": Page(THIS_TEAM, POST, lambda world: [*batch(world), 2]),
    "organisations:own_answers": Page(OWN, BOTH, lambda world: [world.seeker.public_id], by="ana"),
    "organisations:answers": Page(THIS_TEAM, BOTH, emma),
    "organisations:questions": Page(LEAD, GET, programme, by="lea"),
    "organisations:add_question": Page(LEAD, BOTH, programme, by="lea"),
    "organisations:question": Page(LEAD, BOTH, lambda world: [*programme(world), "q1"], by="lea"),
    "organisations:move_question": Page(
        LEAD, POST, lambda world: [*programme(world), "q1", "up"], by="lea"
    ),
    "organisations:programmes": Page(TEAM, GET),
    "organisations:add_programme": Page(LEAD, by="lea"),
    "organisations:programme": Page(LEAD, BOTH, programme, by="lea"),
    "matching:boards": Page(TEAM, GET),
    "matching:board": Page(THIS_TEAM, GET, programme),
    "matching:search": Page(THIS_TEAM, POST, programme),
    "matching:status": Page(THIS_TEAM, GET, programme),
    "matching:cancel": Page(THIS_TEAM, POST, programme),
    "matching:left_over": Page(THIS_TEAM, GET, programme),
    "matching:decide_many": Page(THIS_TEAM, POST, programme),
    "matching:reasons": Page(THIS_TEAM, GET, programme),
    "matching:swap": Page(THIS_TEAM, BOTH, draft),
    "matching:lock": Page(THIS_TEAM, POST, draft),
    "matching:beside": Page(THIS_TEAM, GET, cem_and_ben),
    "matching:proposal_detail": Page(THIS_TEAM, GET, draft),
    "matching:approve": Page(THIS_TEAM, POST, draft),
    "matching:hold": Page(THIS_TEAM, POST, draft),
    "matching:reject": Page(THIS_TEAM, POST, draft),
    "matching:withdraw": Page(THIS_TEAM, POST, lambda world: [world.offered.public_id]),
    "matching:told": Page(
        THIS_TEAM, POST, lambda world: [world.offered.public_id, world.seeker.public_id]
    ),
    "matching:fits": Page(THIS_TEAM, GET, emma),
    "matching:propose": Page(THIS_TEAM, POST, cem_and_ben),
    "matching:apart": Page(THIS_TEAM, POST, cem_and_ben),
    "matching:audit": Page(THIS_TEAM, GET, programme),
    "matching:rules": Page(THIS_TEAM, BOTH, programme),
    "matching:preview_rules": Page(THIS_TEAM, POST, programme),
    "matching:looks": Page(TEAM, GET),
    "matching:note_look": Page(THIS_TEAM, POST, lambda world: [world.cem.public_id]),
    "matching:offer_choice": Page(THIS_TEAM, POST, lambda world: [world.seeker.public_id]),
    "matching:told_choice": Page(THIS_TEAM, POST, choice),
    "matching:withdraw_choice": Page(THIS_TEAM, POST, choice),
    "matching:own_choice": Page(OWN, BOTH, choice, by="ana"),
    "matching:choose_by_link": Page(EVERYBODY, BOTH, choice_token),
    "matching:own_proposal": Page(OWN, BOTH, lambda world: [world.offered.public_id], by="ana"),
    "matching:buddy": Page(OWN, GET, lambda world: [world.agreed.public_id], by="dirk"),
    "matching:answer_by_link": Page(EVERYBODY, BOTH, token),
}


def pages(*who, methods=BOTH):
    """Parametrise over the addresses there are, for the pages of these kinds that answer one of these methods."""
    return pytest.mark.parametrize(
        "name",
        [
            name
            for name in NAMES
            if name in PAGES and PAGES[name].who in who and PAGES[name].methods & methods
        ],
    )


ALL_KINDS = (EVERYBODY, LOGIN, PERSON, OWN, *OF_A_TEAM)


@pytest.fixture(scope="module")
def world(world):
    """With a mail that failed, one to tell by phone, a spreadsheet to decide about, and a question of the programme's own."""
    ours = {"organisation_id": world.programme.organisation_id, "now": NOW}
    world.failed = message_at("failed", world.ana, **ours)
    world.to_tell = deliver(queue(world.emma.person, **ours))
    world.batch = read(world.programme, ANA, by=world.cora)
    save_questions(
        programme_id=world.programme.pk,
        questions=[Question(code="", kind="short_text", label={"nl": "Waarom?"}, help={})],
        by=world.lea,
        now=NOW,
        expected_version=0,
    )
    _bring_together(world)
    world.choice = another_choice(world)
    _get_to_know(world)
    sweep(later(weeks=4))
    world.sign = signs(world.cem)[0]
    return world


def _get_to_know(world):
    """Emma has a talk to come and a paper, and somebody may fill in for her and for Ana; Ben has a note to read."""
    plan_talk(enrolment_id=world.emma.pk, at=later(days=3), way="phone", by=world.cora, now=NOW)
    record_clearance(
        enrolment_id=world.emma.pk, kind="training", seen_on=NOW.date(), by=world.cora, now=NOW
    )
    publish_note(
        organisation_id=world.programme.organisation_id, texts={"nl": "Lees"}, by=None, now=NOW
    )
    world.kept = save_filter(name="Wachten", query="state=applied", by=world.cora, now=NOW)
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
def test_a_page_opens_for_who_may_see_it(allowed, address, name):
    assert allowed(name).get(address(name)).status_code == PAGES[name].found


@pages(*ALL_KINDS, methods=POST)
def test_a_form_arrives_from_who_may_send_it(allowed, address, name):
    assert allowed(name).post(address(name)).status_code in (200, 302, 400, 409, 422)


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

    assert browser.post(address(name)).status_code == 403


def test_the_lists_of_a_team_name_nobody_of_another_organisation(world, zoe):
    team_pages = [
        name for name in NAMES if PAGES[name].who == TEAM and "GET" in PAGES[name].methods
    ]

    seen = "".join(zoe.get(reverse(name)).content.decode() for name in team_pages)

    assert not any(name in seen for name in ("Emma", "Dirk", "Buddies of Kompas"))
