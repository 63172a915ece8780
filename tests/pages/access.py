"""Who may open and send what: a table of all pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

import accounts.urls
import core.urls
import followup.urls
import groups.urls
import matching.urls
import notifications.urls
import organisations.urls
import waitlist.urls
from followup.links import check_in_link
from groups.links import gathering_link, meeting_link
from matching.choice_links import choice_link
from matching.group_links import group_answer_link
from matching.links import answer_link
from notifications.readers import reader_of_person
from notifications.stop_links import unsubscribe_link
from tests.matching.builders import answer_of
from waitlist.links import sign_link

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
MOST = 15  # queries that a page reads, however much stands on it
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
    """`by` is who may, as an attribute of the world; `found` is what a GET of theirs answers. `signed`: it is for machines, which sign
    what they send, and without a key it is not there."""

    who: str
    methods: set[str] = field(default_factory=lambda: BOTH)
    args: Callable[[Any], list[Any]] = lambda world: []
    by: str = "cora"
    found: int = 200
    signed: bool = False


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


def stop_token(world):
    link = unsubscribe_link(reader_of_person(world.ana), ["care"])
    return [link.rstrip("/").rsplit("/", 1)[1]]


def choice(world):
    return [world.choice.public_id]


def choice_token(world):
    return [choice_link(world.choice).rstrip("/").rsplit("/", 1)[1]]


def cem(world):
    return [world.cem.public_id]


def duo(world):
    return [world.pair.group.public_id]


def circle(world):
    return [world.circle.group.public_id]


def gathering(world):
    return [*circle(world), world.gathering.public_id]


def gathering_token(world):
    seat = world.circle.seat(world.circle.mia)
    return [gathering_link(seat).rstrip("/").rsplit("/", 1)[1]]


def forms_programme(world):
    return [world.forms.programme.public_id]


def group_draft(world):
    return [world.group_draft.public_id]


def letters(world):
    return [world.letters.public_id]


def some_kind(_world):
    return ["matching.proposal_offered", "nl"]


def waiting_ana(world):
    return [world.forms.ana.public_id]


def asked_token(world):
    member = world.asked.members.get(enrolment=world.asked_one)
    return [group_answer_link(member).rstrip("/").rsplit("/", 1)[1]]


PAGES = {
    "manifest": Page(EVERYBODY, GET),
    "service_worker": Page(EVERYBODY, GET),
    "devices": Page(LOGIN, GET),
    "add_device": Page(LOGIN, POST),
    "remove_device": Page(OWN, POST, lambda world: [world.device.public_id], by="ana"),
    "organisations:themes": Page(THIS_TEAM, BOTH, forms_programme),
    "organisations:theme": Page(THIS_TEAM, BOTH, lambda world: [world.forms.theme.public_id]),
    "organisations:end_theme": Page(THIS_TEAM, POST, lambda world: [world.forms.theme.public_id]),
    "organisations:accept_idea": Page(THIS_TEAM, BOTH, lambda world: [world.idea.public_id]),
    "organisations:decline_idea": Page(THIS_TEAM, POST, lambda world: [world.idea.public_id]),
    "organisations:meeting_places": Page(THIS_TEAM, BOTH, organisation),
    "organisations:meeting_place": Page(
        THIS_TEAM, BOTH, lambda world: [world.forms.place.public_id]
    ),
    "organisations:end_meeting_place": Page(
        THIS_TEAM, POST, lambda world: [world.forms.place.public_id]
    ),
    "organisations:wish": Page(THIS_TEAM, BOTH, waiting_ana),
    "organisations:own_wish": Page(OWN, BOTH, waiting_ana, by="waiting"),
    "organisations:propose_theme": Page(OWN, BOTH, waiting_ana, by="waiting"),
    "matching:groups_board": Page(THIS_TEAM, GET, forms_programme),
    "matching:form_groups": Page(THIS_TEAM, POST, forms_programme),
    "matching:forming_status": Page(THIS_TEAM, GET, forms_programme),
    "matching:cancel_forming": Page(THIS_TEAM, POST, forms_programme),
    "matching:open_draft": Page(THIS_TEAM, BOTH, forms_programme),
    "matching:left_out": Page(THIS_TEAM, GET, forms_programme),
    "matching:draft": Page(THIS_TEAM, GET, group_draft),
    "matching:approve_draft": Page(THIS_TEAM, POST, group_draft),
    "matching:reject_draft": Page(THIS_TEAM, POST, group_draft),
    "matching:dissolve_draft": Page(THIS_TEAM, POST, group_draft),
    "matching:lock_draft": Page(THIS_TEAM, POST, group_draft),
    "matching:move_person": Page(THIS_TEAM, POST, group_draft),
    "matching:merge_drafts": Page(THIS_TEAM, POST, group_draft),
    "matching:split_draft": Page(THIS_TEAM, POST, group_draft),
    "matching:set_lead": Page(THIS_TEAM, POST, group_draft),
    "matching:told_group": Page(
        THIS_TEAM, POST, lambda world: [world.asked.public_id, world.asked_one.public_id]
    ),
    "matching:own_asked": Page(OWN, BOTH, lambda world: [world.asked.public_id], by="asked_member"),
    "matching:group_answer_by_link": Page(EVERYBODY, BOTH, asked_token),
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
    "groups:groups": Page(TEAM, GET),
    "groups:group": Page(OWN, GET, circle, by="mia"),
    "groups:texts": Page(OWN, BOTH, circle, by="finn"),
    "groups:leave": Page(OWN, BOTH, circle, by="mia"),
    "groups:merge": Page(THIS_TEAM, POST, circle),
    "groups:split": Page(THIS_TEAM, POST, circle),
    "groups:line": Page(THIS_TEAM, BOTH, circle),
    "groups:go_first": Page(THIS_TEAM, BOTH, lambda world: [*circle(world), world.wait.public_id]),
    "groups:take_off": Page(THIS_TEAM, POST, lambda world: [*circle(world), world.wait.public_id]),
    "groups:plan": Page(OWN, BOTH, circle, by="finn"),
    "groups:move": Page(OWN, BOTH, gathering, by="finn"),
    "groups:cancel": Page(OWN, POST, gathering, by="finn"),
    "groups:come": Page(OWN, POST, gathering, by="mia"),
    "groups:there": Page(OWN, POST, gathering, by="finn"),
    "groups:move_on": Page(OWN, POST, lambda world: [*circle(world), "round_off"], by="finn"),
    "groups:answer_wait": Page(OWN, POST, lambda world: [world.wait.public_id], by="rosa"),
    "groups:gatherings_by_link": Page(EVERYBODY, BOTH, gathering_token),
    "groups:calendar": Page(PERSON, BOTH, by="ana"),
    "groups:calendar_feed": Page(EVERYBODY, GET, lambda world: [world.secret]),
    "groups:figures": Page(THIS_TEAM, GET, programme),
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
    "my_choices": Page(LOGIN, BOTH),
    "unsubscribe": Page(EVERYBODY, BOTH, stop_token),
    "inbox": Page(LOGIN, GET),
    "message": Page(OWN, GET, lambda world: [world.told.public_id], by="ana"),
    "health_messages": Page(EVERYBODY, GET),
    "receipts": Page(EVERYBODY, POST, signed=True),
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
    "organisations:desk_panel": Page(TEAM, GET, lambda world: ["looks"]),
    "organisations:letters": Page(TEAM, GET),
    "organisations:make_letters": Page(THIS_TEAM, POST, organisation),
    "organisations:print_letters": Page(THIS_TEAM, POST, letters),
    "organisations:post_letters": Page(THIS_TEAM, POST, letters),
    "organisations:undo_letters": Page(THIS_TEAM, POST, letters),
    "organisations:catalogue": Page(TEAM, GET),
    "organisations:kind": Page(TEAM, GET, some_kind),
    "organisations:kind_letter": Page(TEAM, GET, some_kind),
    "organisations:kind_mail": Page(TEAM, GET, lambda world: [*some_kind(world), "dark"]),
    "organisations:message_again": Page(THIS_TEAM, POST, lambda world: [world.failed.pk]),
    "organisations:message_told": Page(THIS_TEAM, POST, lambda world: [world.to_tell.pk]),
    "organisations:message_left": Page(THIS_TEAM, POST, lambda world: [world.failed.pk]),
    "organisations:messages_again": Page(TEAM, POST),
    "organisations:failed_messages": Page(TEAM, GET),
    "organisations:not_reached": Page(TEAM, GET),
    "organisations:message_figures": Page(TEAM, GET),
    "organisations:address_works": Page(THIS_TEAM, POST, emma),
    "organisations:people": Page(TEAM, GET),
    "organisations:add_person": Page(TEAM),
    "organisations:person": Page(THIS_TEAM, BOTH, emma),
    "organisations:person_panel": Page(THIS_TEAM, GET, lambda world: [*ben(world), "looks"]),
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
    "organisations:choices": Page(THIS_TEAM, BOTH, emma),
    "organisations:sure": Page(THIS_TEAM, GET, lambda world: [*emma(world), "decline"]),
    "organisations:timeline": Page(THIS_TEAM, GET, emma),
    "organisations:duplicates": Page(TEAM, GET),
    "organisations:merge": Page(THIS_TEAM, BOTH, lambda world: [*emma(world), world.cem.public_id]),
    "organisations:two_people": Page(TEAM, GET),
    "organisations:say_two_people": Page(
        THIS_TEAM, POST, lambda world: [*emma(world), world.cem.public_id]
    ),
    "organisations:take_back_two_people": Page(
        THIS_TEAM, POST, lambda world: [world.two_people.public_id]
    ),
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
