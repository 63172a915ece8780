"""Each setting of a programme does what it says, and people who are asked keep the settings under which they were asked."""

import pytest

from core.errors import NotFoundHere
from groups.errors import SeatTaken
from groups.selectors import has_free_seat
from matching import services
from matching.cards import card_for
from matching.errors import NoPairsHere
from matching.models import MatchRun, Proposal
from matching.services import sweep_runs
from matching.services.ranking import rank_for
from matching.states import AnswerState
from notifications.models import Message
from notifications.rendering import build_mail
from organisations.errors import NotCleared
from organisations.models import Enrolment
from organisations.services import change_programme
from organisations.support import ModelOfSupport
from tests.clock import NOW, later
from tests.matching.builders import (
    another_seeker,
    answer_of,
    approve,
    make_scene,
    propose,
    say,
    train,
)

pytestmark = pytest.mark.django_db


def change(scene, **settings):
    change_programme(programme_id=scene.programme.pk, by=None, now=NOW, **settings)


def asked(**settings):
    scene = make_scene(**settings)
    return scene, approve(scene.draft(), scene.cora)


def now_of(proposal):
    return Proposal.objects.get(pk=proposal.pk)


def mails(scene, kind):
    return Message.objects.filter(kind=f"matching.{kind}", person=scene.ana).order_by("pk")


@pytest.mark.parametrize("days", [5, 14])
def test_people_have_the_days_of_the_programme_to_answer(days):
    _scene, proposal = asked(answer_days=days)

    assert now_of(proposal).deadline_at == later(days=days)


@pytest.mark.parametrize(("reminder", "after", "mails_sent"), [(2, 1, 0), (2, 2, 1), (0, 6, 0)])
def test_the_reminder_comes_on_its_day_or_not_at_all(reminder, after, mails_sent):
    scene, _proposal = asked(reminder_days=reminder)

    services.remind_and_expire(now=later(days=after))

    assert mails(scene, "proposal_reminder").count() == mails_sent


@pytest.mark.parametrize(("first", "state"), [(True, "to_come"), (False, "asked")])
def test_the_order_of_asking_is_that_of_the_programme(first, state):
    scene, proposal = asked(asks_volunteer_first=first)

    assert answer_of(proposal, scene.ana).state == state
    assert answer_of(proposal, scene.ben).state == AnswerState.ASKED


def test_who_is_asked_second_has_as_many_days():
    scene, proposal = asked(asks_volunteer_first=True)
    services.answer_proposal(
        answer_id=answer_of(proposal, scene.ben).pk,
        yes=True,
        way="page",
        by=scene.ben.user,
        now=later(days=6),
    )

    services.remind_and_expire(now=later(days=8))

    assert now_of(proposal).deadline_at == later(days=13)
    assert answer_of(proposal, scene.ana).state == AnswerState.ASKED


def test_who_is_asked_second_is_reminded_after_as_many_days():
    scene, proposal = asked(asks_volunteer_first=True)
    services.remind_and_expire(now=later(days=3))
    services.answer_proposal(
        answer_id=answer_of(proposal, scene.ben).pk,
        yes=True,
        way="page",
        by=scene.ben.user,
        now=later(days=6),
    )
    services.remind_and_expire(now=later(days=8))
    too_early = mails(scene, "proposal_reminder").count()

    services.remind_and_expire(now=later(days=9))

    assert (too_early, mails(scene, "proposal_reminder").count()) == (0, 1)


def test_an_offer_keeps_the_settings_under_which_its_people_were_asked():
    scene, proposal = asked(asks_volunteer_first=True, proposal_text={"nl": "Eerst"})
    change(scene, answer_days=30, reminder_days=10, proposal_text={"nl": "Later"})

    say(proposal, scene.ben, yes=True)

    kept = now_of(proposal)
    assert (kept.programme_version.version, kept.deadline_at, kept.remind_at) == (
        1,
        later(days=7),
        later(days=3),
    )
    assert card_for(answer_of(proposal, scene.ana), "nl").text == "Eerst"


def test_the_next_offer_follows_the_new_settings():
    scene = make_scene()
    draft = scene.draft()
    change(scene, answer_days=30)

    offered = approve(draft, scene.cora)

    assert (offered.programme_version.version, offered.deadline_at) == (2, later(days=30))


def test_a_search_keeps_the_settings_of_its_start():
    scene = make_scene()
    run = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )
    change(scene, max_buddies=1)

    assert MatchRun.objects.get(pk=run.pk).programme_version.version == 1


@pytest.mark.parametrize(
    ("texts", "language", "text"),
    [
        ({"nl": "Welkom", "fr": "Bienvenue"}, "fr", "Bienvenue"),
        ({"nl": "Welkom"}, "fr", "Welkom"),
        ({"en": "Welcome"}, "nl", "Welcome"),
        ({}, "nl", ""),
    ],
)
def test_people_read_the_programmes_own_text_on_the_proposal(texts, language, text):
    scene, proposal = asked(proposal_text=texts)

    assert card_for(answer_of(proposal, scene.ana), language).text == text


def test_the_mail_carries_text_and_rhythm():
    scene, _proposal = asked(proposal_text={"nl": "Bel Lea & Cora <gerust>."}, meets_every_weeks=3)

    mail = build_mail(mails(scene, "proposal_offered").get())

    assert "Bel Lea & Cora <gerust>." in mail.body
    assert "3 weken" in mail.body
    assert "&lt;gerust&gt;" in mail.alternatives[0][0]


def test_the_mail_says_nothing_that_the_programme_does_not_say():
    scene, _proposal = asked()

    body = build_mail(mails(scene, "proposal_offered").get()).body

    assert "weken" not in body
    assert "\n\n\n" not in body


@pytest.mark.parametrize("weeks", [None, 1, 4])
def test_the_rhythm_stands_on_the_card(weeks):
    scene, proposal = asked(meets_every_weeks=weeks)

    assert card_for(answer_of(proposal, scene.ana), "en").meets_every_weeks == weeks


def test_no_more_buddies_than_the_programme_allows_one_volunteer():
    scene = make_scene(capacity=3)
    cem, dirk = another_seeker(scene, "Cem"), another_seeker(scene, "Dirk")
    approve(scene.draft(), scene.cora)
    second, third = propose(scene, cem), propose(scene, dirk)
    change(scene, max_buddies=2)
    approve(second, scene.cora)

    with pytest.raises(SeatTaken):
        approve(third, scene.cora)


def test_who_has_as_many_as_allowed_is_not_searched_for():
    scene = make_scene(capacity=3)
    another_seeker(scene)
    approve(scene.draft(), scene.cora)
    before = len(rank_for(enrolment=scene.volunteer, now=NOW))

    change(scene, max_buddies=1)

    assert (before, rank_for(enrolment=scene.volunteer, now=NOW)) == (1, [])
    free = Enrolment.objects.filter(has_free_seat(), pk=scene.volunteer.pk)
    assert not free.exists()


def test_a_lower_limit_takes_nobody_away():
    scene = make_scene(capacity=3)
    cem = another_seeker(scene)
    offers = [approve(scene.draft(), scene.cora), approve(propose(scene, cem), scene.cora)]

    change(scene, max_buddies=1)

    assert {now_of(each).state for each in offers} == {"offered"}


def test_a_volunteer_whose_file_misses_something_required_is_not_introduced():
    scene = make_scene()
    draft = scene.draft()
    change(scene, required_clearances=["training"])

    with pytest.raises(NotCleared):
        approve(draft, scene.cora)

    train(scene)
    assert approve(draft, scene.cora).state == "offered"


@pytest.mark.parametrize(("days", "searches"), [(None, 1), (7, 2), (30, 1)])
def test_searches_come_by_themselves_as_often_as_said(days, searches):
    scene = make_scene(runs_every_days=days)
    first = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )
    services.cancel_run(run_id=first.pk, by=scene.cora, now=NOW)

    sweep_runs(now=later(days=8))

    assert MatchRun.objects.filter(programme=scene.programme).count() == searches


OTHER_KINDS = [model.value for model in ModelOfSupport if not model.makes_pairs]


@pytest.mark.parametrize("model", OTHER_KINDS)
def test_a_programme_without_pairs_has_no_searches_and_no_proposals(model):
    scene = make_scene(model_of_support=model)

    with pytest.raises(NoPairsHere):
        services.request_run(
            programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
        )
    with pytest.raises(NoPairsHere):
        scene.draft()


def test_a_programme_without_pairs_is_not_searched_by_itself():
    scene = make_scene(model_of_support="peer", runs_every_days=1)

    sweep_runs(now=later(days=8))

    assert not MatchRun.objects.filter(programme=scene.programme).exists()


def test_the_team_of_another_organisation_does_not_learn_what_kind_it_is():
    scene, other = make_scene(model_of_support="peer"), make_scene()

    with pytest.raises(NotFoundHere):
        services.request_run(
            programme_id=scene.programme.pk, objective="most_people", by=other.cora, now=NOW
        )
