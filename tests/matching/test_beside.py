"""Two people side by side: what they have in common, what differs, what is still to ask."""

import pytest
from django.utils import translation

from accounts.services import change_interests, change_languages, change_profile
from core.errors import NotFoundHere
from matching import services
from matching.beside import Kind, get_two, put_beside
from matching.history import past_between
from matching.states import ChoiceState
from matching.travel import minutes_between, travel_in_words
from organisations.services import pause_enrolment
from tests.clock import NOW, later
from tests.matching.builders import another_seeker, approve, make_scene, say
from tests.matching.choices import choice_at
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def scene():
    return make_scene()


def beside(scene, one=None, other=None):
    one, other = get_two(
        one_id=(one or scene.seeker).public_id,
        other_id=(other or scene.volunteer).public_id,
        by=scene.cora,
    )
    return put_beside(one=one, other=other, now=NOW)


def topic(found, label):
    return next(each for each in found.topics if each.label == label)


def texts(points, *, shared=None):
    return [p.text for p in points if shared is None or p.is_shared == shared]


def test_what_both_like_is_marked_on_both_sides(scene):
    change_interests(
        person_id=scene.ana.pk,
        attitudes={"walking": "like", "birds": "like"},
        by=scene.ana.user,
        now=NOW,
    )

    likes = topic(beside(scene), "Likes")

    assert texts(likes.one, shared=True) == ["Walking"]
    assert texts(likes.other, shared=True) == ["Walking"]
    assert len(texts(likes.one, shared=False)) == 1


def test_what_both_say_is_common_and_what_only_one_says_differs(scene):
    both = topic(beside(scene), "Likes").kind
    change_interests(
        person_id=scene.ana.pk,
        attitudes={"birds": "like"},
        by=scene.ana.user,
        now=NOW,
    )

    assert (both, topic(beside(scene), "Likes").kind) == (Kind.COMMON, Kind.DIFFERS)


def test_what_one_did_not_say_is_to_ask(scene):
    change_profile(person_id=scene.ben.pk, day_parts=[], by=scene.ben.user, now=NOW)

    assert topic(beside(scene), "When").kind == Kind.ASK


def test_a_no_go_that_the_other_likes_clashes(scene):
    change_interests(
        person_id=scene.ana.pk, attitudes={"walking": "no_go"}, by=scene.ana.user, now=NOW
    )

    found = beside(scene)

    assert topic(found, "Certainly not").kind == Kind.CLASHES
    assert "no-go" in found.broken
    assert not found.may_be_proposed


def test_a_need_that_cannot_be_met_clashes(scene):
    change_profile(person_id=scene.ana.pk, access_needs=["wheelchair"], by=scene.ana.user, now=NOW)

    found = topic(beside(scene), "What they need or can take into account")

    assert (found.kind, [p.clashes for p in found.one]) == (Kind.CLASHES, [True])


def test_a_must_that_is_not_met_clashes_and_a_mere_wish_does_not(scene):
    wish = {"wish_genders": ["woman"], "by": scene.ana.user, "now": NOW}
    scene.ben.gender = "man"
    scene.ben.save()

    change_profile(person_id=scene.ana.pk, wish_gender_is_must=False, **wish)
    mild = topic(beside(scene), "Wishes about the other").kind
    change_profile(person_id=scene.ana.pk, wish_gender_is_must=True, **wish)
    must = topic(beside(scene), "Wishes about the other").kind

    assert (mild, must) == (Kind.DIFFERS, Kind.CLASHES)


def test_a_language_of_one_alone_is_no_common_one(scene):
    change_languages(person_id=scene.ana.pk, levels={"fr": 3}, by=scene.ana.user, now=NOW)

    found = beside(scene)

    assert topic(found, "Languages").kind == Kind.DIFFERS
    assert found.broken == "no common language"


def test_the_fit_is_that_of_the_arrival_list(scene):
    (candidate,) = services.rank_for(enrolment=scene.seeker, now=NOW)

    assert beside(scene).fit == candidate.score


def test_both_ways_round_it_is_the_same(scene):
    one, other = beside(scene), beside(scene, scene.volunteer, scene.seeker)

    assert (one.fit, [t.kind for t in one.topics]) == (other.fit, [t.kind for t in other.topics])
    assert [t.one for t in one.topics] == [t.other for t in other.topics]


def test_who_pauses_can_be_compared_but_not_proposed(scene):
    pause_enrolment(enrolment_id=scene.seeker.pk, by=scene.cora, now=NOW)

    found = beside(scene)

    assert (found.fit, found.may_be_proposed, bool(found.topics)) == (None, False, True)


def test_a_draft_that_lies_ready_is_told(scene):
    draft = scene.draft()

    found = beside(scene)

    assert (found.past.draft_id, found.may_be_proposed) == (draft.public_id, False)


def test_earlier_refusals_are_told(scene):
    cem = another_seeker(scene)
    draft = services.propose_pair(
        volunteer_id=scene.volunteer.pk, seeker_id=cem.pk, by=scene.cora, now=NOW
    )
    say(approve(draft, scene.cora), scene.ben, yes=False)

    assert beside(scene).past.before == ["Said no 1 time."]
    assert beside(scene, scene.volunteer, cem).past.before == [
        "Proposed to each other before: somebody said no.",
        "The other said no 1 time.",
    ]


def test_cards_that_nobody_chose_are_a_no_of_who_looks():
    cards = choice_at(ChoiceState.REFUSED, 2)
    ben, ana = cards.scene.volunteer, cards.scene.seeker

    assert past_between(ben, ana).in_words() == ["Said no 2 times."]
    assert past_between(ana, ben).in_words() == ["The other said no 1 time."]


def test_an_answer_that_never_came_is_told_of_who_was_asked(scene):
    approve(scene.draft(), scene.cora)
    services.remind_and_expire(now=later(days=8))

    assert beside(scene).past.before == [
        "Proposed to each other before: no answer in time.",
        "Did not answer in time 1 time.",
    ]


@pytest.mark.parametrize(
    "who", ["same side", "another programme", "another organisation", "another team", "alone"]
)
def test_only_two_sides_of_one_programme_of_ones_own_are_compared(scene, who):
    other, by = another_seeker(scene), scene.cora
    if who == "another programme":
        programme = make_programme(scene.programme.organisation)
        fay = make_person("Fay")
        other = enrolment_at(scene.volunteer.state, fay, programme, side="volunteer", by=scene.cora)
    elif who == "another organisation":
        other = make_scene().volunteer
    elif who == "another team":
        other, by = scene.volunteer, make_coordinator(make_organisation())
    elif who == "alone":
        other = scene.seeker

    with pytest.raises(NotFoundHere):
        get_two(one_id=scene.seeker.public_id, other_id=other.public_id, by=by)


def test_two_cost_no_more_queries_when_they_said_more(scene, django_assert_num_queries):
    one, other = get_two(
        one_id=scene.seeker.public_id, other_id=scene.volunteer.public_id, by=scene.cora
    )
    put_beside(one=one, other=other, now=NOW)
    with django_assert_num_queries(7):
        put_beside(one=one, other=other, now=NOW)


@pytest.mark.parametrize(
    ("metres", "mode", "minutes"),
    [
        (0, "bike", 5),
        (1000, "foot", 20),
        (5000, "bike", 30),
        (5000, "transit", 30),
        (10_000, "car", 25),
        (5000, "", None),
    ],
)
def test_travel_takes_longer_on_foot_than_by_car(metres, mode, minutes):
    assert minutes_between(metres, mode) == minutes


def test_travel_is_told_in_words_and_unknown_is_left_out():
    assert travel_in_words(5000, "bike") == "about 30 minutes by bike"
    assert (travel_in_words(5000, ""), travel_in_words(None, "bike")) == ("", "")


def test_both_hear_how_long_it_takes_them(scene):
    assert beside(scene).travel == [
        "Ana: about 5 minutes by bike",
        "Ben: about 5 minutes by bike",
    ]


def test_somebody_who_did_not_say_how_they_travel_is_left_out(scene):
    silent = make_person("Fay", profile={"travel_mode": ""})
    fay = enrolment_at(
        scene.volunteer.state, silent, scene.programme, side="volunteer", by=scene.cora
    )

    assert beside(scene, scene.seeker, fay).travel == ["Ana: about 5 minutes by bike"]
