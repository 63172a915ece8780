"""Every page, as each kind of user, in each language, narrow and wide, light and dark: accessible, and it fits."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.services import name_proxy
from followup import services as followup
from followup.links import check_in_link
from groups import services as groups
from groups.links import gathering_link, meeting_link
from groups.states import State
from matching import services
from matching.choice_links import choice_link
from matching.links import answer_link
from matching.models import Proposal
from notifications.readers import reader_of_person
from notifications.stop_links import unsubscribe_link
from organisations import services as organisations
from organisations.models import Role
from organisations.services import give_role
from organisations.states import State as EnrolmentState
from tests.clock import NOW, later
from tests.followup.builders import TEXTS, Duo, duo_at, meet_and_ask, speaker
from tests.groups.peers import form, held, make_circle, note, plan, somebody
from tests.journeys.looking import SHAPES, check, opened
from tests.matching.builders import another_seeker, answer_of, approve, make_scene, propose, say
from tests.matching.choices import another_choice
from tests.organisations.questions import some_questions
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme
from tests.waitlist.builders import signs, sweep
from waitlist.links import sign_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _gather(scene):
    """A group that met once and meets again, with somebody who waits for a place in it."""
    peers = make_programme(scene.programme.organisation, model_of_support="peer")
    scene.circle = form(make_circle(programme=peers, members=4, backup=True))
    gathering = held(scene.circle)
    note(gathering, scene.circle, scene.circle.mia, now=gathering.ends_at)
    plan(scene.circle, day=later(days=400).date(), rhythm="weekly", times=3)
    scene.wait = groups.wait_for_group(
        group_id=scene.circle.group.pk,
        enrolment_id=somebody(peers, "Rosa").pk,
        by=scene.cora,
        now=NOW,
    )
    somebody(peers, "Noor")


@pytest.fixture
def scene(db):
    """A programme with one pair, one offer, one draft, some who wait, and somebody who has no e-mail."""
    scene = make_scene(capacity=3)
    give_role(
        user=scene.cora,
        organisation=scene.programme.organisation,
        name=Role.Name.LEAD,
        by=None,
        now=NOW,
    )
    agreed = approve(scene.draft(), scene.cora)
    say(agreed, scene.ana, yes=True)
    say(agreed, scene.ben, yes=True)
    scene.agreed = agreed
    scene.duo = Duo(scene, Proposal.objects.get(pk=agreed.pk).group)
    meet_and_ask(scene.duo)
    scene.choice = another_choice(scene)
    followup.note_move(
        seat_id=scene.duo.seat(scene.ana).pk, typed="8400", by=scene.ana.user, now=NOW
    )
    groups.save_agreement(
        group_id=scene.duo.group.pk,
        texts=TEXTS,
        expected_version=0,
        now=NOW,
        **speaker(scene.duo, scene.ana),
    )
    scene.cem = another_seeker(scene)
    scene.offered = approve(propose(scene, scene.cem), scene.cora)
    for number in range(6):  # a group that is large enough to show in the figures
        scene.fatou = another_seeker(scene, f"Fatou {number}")
    scene.drafted = propose(scene, another_seeker(scene, "Dirk"))
    run = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )
    services.execute_run(run_id=run.pk, now=NOW)
    phone = make_person("Emma", email="", phone="0470123456", reach_by="phone")
    scene.emma = enrolment_at(EnrolmentState.APPLIED, phone, scene.programme, by=scene.cora)
    _gather(scene)
    some_questions(scene.programme)
    _get_to_know(scene)
    sweep(later(weeks=4))
    scene.sign = signs(scene.fatou)[0]
    for user in (scene.cora, scene.ana.user, scene.ben.user, scene.cem.person.user):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return scene


def _get_to_know(scene):
    """A talk to come, a double, a paper that ended, somebody who fills in, a filter, and the work of two colleagues."""
    again = make_person("Emmy", email="", phone="0470123456", reach_by="phone", birth_year=1950)
    scene.twin = enrolment_at(EnrolmentState.APPLIED, again, scene.programme, by=scene.cora)
    now = timezone.now()
    colleague = make_coordinator(scene.programme.organisation)
    who = {"by": scene.cora, "now": now}
    organisations.plan_talk(
        enrolment_id=scene.emma.pk,
        at=now + timedelta(minutes=1),
        way="place",
        place="Kouter 1",
        **who,
    )
    organisations.assign_coordinator(enrolment_id=scene.emma.pk, coordinator=colleague, **who)
    organisations.publish_note(
        organisation_id=scene.programme.organisation_id, texts={"nl": "Lees dit"}, **who
    )
    organisations.change_programme(
        programme_id=scene.programme.pk, required_clearances=["training"], **who
    )
    organisations.record_clearance(
        enrolment_id=scene.volunteer.pk,
        kind="training",
        seen_on=NOW.date(),
        valid_until=NOW.date(),
        filed_at="Map 3",
        **who,
    )
    organisations.save_filter(name="Nieuwe", query="state=applied", **who)
    for person, email in (
        (scene.ana, "x@example.org"),
        (scene.emma.person, scene.cem.person.user.email),
    ):
        name_proxy(
            person=person,
            email=email,
            may=["profile", "breaks"],
            ends_on=timezone.localdate() + timedelta(days=30),
            **who,
        )


def pages_for_everyone(scene):
    named = ("front", "how", "privacy", "accessibility", "components")
    return [
        *(reverse(name) for name in named),
        "/nothing-here/",
        reverse("organisations:start_for"),
        reverse("organisations:welcome"),
        *(reverse("organisations:start", args=[side]) for side in ("seeker", "volunteer")),
        *(reverse(name) for name in ("account_login", "account_signup", "account_reset_password")),
        reverse("account_request_login_code"),
        "/" + answer_link(answer_of(scene.offered, scene.cem.person)).split("/", 3)[3],
        "/answer/broken/",
        *(
            "/" + link.split("/", 3)[3]
            for link in (
                meeting_link(scene.duo.seat(scene.ana)),
                check_in_link(scene.duo.question(scene.ana)),
            )
        ),
        "/how/broken/",
        "/" + sign_link(scene.sign).split("/", 3)[3],
        "/still/broken/",
        "/" + choice_link(scene.choice).split("/", 3)[3],
        "/choose/broken/",
        "/" + unsubscribe_link(reader_of_person(scene.ana), ["care"]).split("/", 3)[3],
        "/stop-mails/broken/",
    ]


def pages_for_a_seeker(scene):
    steps = (
        "about",
        "place",
        "languages",
        "interests",
        "when",
        "meeting",
        "needs",
        "wishes",
        "text",
    )
    return [
        reverse("organisations:home"),
        reverse("matching:own_proposal", args=[scene.offered.public_id]),
        *(reverse("accounts:step", args=[step]) for step in steps),
        reverse("accounts:my_data"),
        reverse("accounts:proxies"),
        reverse("organisations:helping"),
        reverse("accounts:security"),
        reverse("my_choices"),
        reverse("devices"),
        reverse("organisations:own_answers", args=[scene.cem.public_id]),
        reverse("organisations:join", args=["volunteer"]),
        reverse("organisations:change_own", args=[scene.cem.public_id, "leave"]),
        reverse("account_email"),
        reverse("account_change_password"),
        reverse("mfa_index"),
        reverse("usersessions_list"),
    ]


def pages_for_the_team(scene):
    programme = scene.programme.public_id
    return [
        reverse("organisations:desk"),
        *(
            reverse("organisations:desk_panel", args=[name])
            for name in ("groups", "looks", "words")
        ),
        reverse("organisations:people"),
        reverse("organisations:people") + "?q=nobody",
        reverse("organisations:add_person"),
        *(
            reverse("organisations:person", args=[e.public_id])
            for e in (scene.emma, scene.volunteer)
        ),
        *(
            reverse("organisations:person_panel", args=[scene.volunteer.public_id, name])
            for name in ("looks", "words")
        ),
        reverse("organisations:step", args=[scene.emma.public_id, "when"]),
        reverse("organisations:programmes"),
        reverse("organisations:add_programme"),
        reverse("organisations:programme", args=[programme]),
        reverse("organisations:questions", args=[programme]),
        reverse("organisations:add_question", args=[programme]),
        reverse("organisations:question", args=[programme, "q2"]),
        reverse("organisations:answers", args=[scene.emma.public_id]),
        reverse("organisations:papers"),
        reverse("organisations:agreement", args=[scene.volunteer.public_id]),
        reverse("organisations:info_note", args=[scene.programme.organisation.public_id]),
        reverse("organisations:sure", args=[scene.emma.public_id, "decline"]),
        reverse("organisations:timeline", args=[scene.emma.public_id]),
        reverse("organisations:duplicates"),
        reverse("organisations:two_people"),
        reverse("organisations:merge", args=[scene.emma.public_id, scene.twin.public_id]),
        reverse("organisations:proxies", args=[scene.emma.public_id]),
        reverse("organisations:choices", args=[scene.emma.public_id]),
        reverse("organisations:people") + "?state=applied",
        reverse("organisations:imports"),
        reverse("matching:board", args=[programme]),
        reverse("matching:board", args=[programme]) + "?state=offered",
        reverse("matching:left_over", args=[programme]),
        reverse("matching:looks"),
        reverse("waitlist:to_speak_to"),
        reverse("groups:pairs"),
        reverse("groups:pair", args=[scene.duo.group.public_id]),
        reverse("groups:agreement", args=[scene.duo.group.public_id]),
        reverse("groups:timings", args=[programme]),
        reverse("groups:groups"),
        reverse("groups:group", args=[scene.circle.group.public_id]),
        reverse("groups:leave", args=[scene.circle.group.public_id])
        + f"?person={scene.circle.mia.public_id}",
        reverse("groups:line", args=[scene.circle.group.public_id]),
        reverse("groups:line", args=[scene.circle.group.public_id]) + "?q=o",
        reverse("groups:go_first", args=[scene.circle.group.public_id, scene.wait.public_id]),
        reverse("groups:figures", args=[scene.circle.programme.public_id]),
        reverse("matching:audit", args=[programme]),
        reverse("matching:audit", args=[programme]) + "?side=volunteer&order=weeks",
        reverse("matching:rules", args=[programme]),
        reverse("matching:board", args=[programme]) + "?view=map",
        reverse("matching:board", args=[programme]) + "?view=table",
        reverse("matching:reasons", args=[programme]),
        reverse("matching:fits", args=[scene.seeker.public_id]),
        reverse("matching:fits", args=[scene.drafted.seeker.public_id])
        + "?farther_km=9&language=tr&off=time",
        reverse("matching:beside", args=[scene.seeker.public_id, scene.volunteer.public_id]),
        reverse(
            "matching:swap",
            args=[Proposal.objects.get(programme=scene.programme, state="draft").public_id],
        ),
        reverse("matching:proposal_detail", args=[scene.offered.public_id]),
        reverse(
            "matching:proposal_detail",
            args=[Proposal.objects.get(programme=scene.programme, state="draft").public_id],
        ),
    ]


@pytest.mark.parametrize(("width", "scheme", "language"), SHAPES)
def test_every_page_is_accessible(visitor, scene, width, scheme, language):
    shape = (visitor, width, scheme, language)

    assert [
        *check(opened(*shape), pages_for_everyone(scene)),
        *check(opened(*shape, scene.cem.person.user), pages_for_a_seeker(scene)),
        *check(opened(*shape, scene.cora), pages_for_the_team(scene)),
    ] == []


def test_the_pages_of_a_group_are_accessible(visitor, scene):
    circle = scene.circle
    mia = opened(visitor, 360, "dark", "fr", circle.mia.person.user)
    finn = opened(visitor, 320, "light", "nl", circle.finn.person.user)
    ours = [circle.group.public_id]
    gathering = circle.group.gatherings.order_by("-starts_at")[0].public_id

    assert [
        *check(
            mia,
            [
                *(reverse(f"groups:{name}", args=ours) for name in ("group", "leave")),
                reverse("groups:calendar"),
                gathering_link(circle.seat(circle.mia)).replace(settings.SITE_URL, ""),
            ],
        ),
        *check(
            finn,
            [
                *(reverse(f"groups:{name}", args=ours) for name in ("group", "plan", "texts")),
                reverse("groups:move", args=[*ours, gathering]),
            ],
        ),
    ] == []


def test_the_cards_to_choose_from_are_accessible(visitor, scene):
    page = opened(visitor, 360, "light", "nl", scene.ana.user)
    team = opened(visitor, 1280, "light", "fr", scene.cora)
    cards = reverse("matching:own_choice", args=[scene.choice.public_id])
    file = reverse("organisations:person", args=[scene.choice.seeker.public_id])

    assert check(page, [reverse("organisations:home"), cards]) + check(team, [file]) == []


def test_the_page_of_two_buddies_is_accessible(visitor, scene):
    page = opened(visitor, 360, "light", "nl", scene.ben.user)

    ours = [scene.duo.group.public_id]
    paths = [
        reverse("matching:buddy", args=[scene.agreed.public_id]),
        reverse("organisations:home"),
        reverse("organisations:own_note", args=[scene.volunteer.public_id]),
        *(reverse(f"groups:{name}", args=ours) for name in ("pair", "agreement", "print")),
    ]

    assert check(page, paths) == []


@pytest.mark.parametrize("state", [State.TRIAL, State.PAUSED, State.CLOSING, State.CLOSED])
def test_the_page_of_a_pair_is_accessible_in_each_state(visitor, state):
    duo = duo_at(state)
    path = reverse("groups:pair", args=[duo.group.public_id])
    faults = []
    for user, width in ((duo.ana.user, 360), (duo.cora, 1280)):
        faults += check(opened(visitor, width, "light", "nl", user), [path])

    assert faults == []
