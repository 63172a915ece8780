"""A choice of cards: anonymous, all seats kept free, one is chosen, and the others go back without knowing."""

from itertools import product

import pytest
from django.core import signing

from accounts.models.consents import Purpose
from accounts.services import change_disclosures, withdraw_consent
from core.errors import NotFoundHere
from core.models import Event
from groups.errors import SeatTaken
from groups.selectors import count_live_seats
from matching import services
from matching.cards import cards_of
from matching.choice_links import choice_link, read_choice_token
from matching.choice_messages import _KINDS
from matching.errors import (
    CardGone,
    ChoiceClosed,
    ChoiceImpossible,
    ChoiceNotAllowed,
    DeadlinePassed,
    LinkInvalid,
    PersonNotReady,
    ProposalClosed,
    QuestionUnusable,
)
from matching.models import Answer, Choice, Proposal
from matching.services import choice_deadlines, choices, exclude_people
from matching.states import AnswerState, ChoiceState, ProposalState
from notifications.kinds import get_kind
from notifications.models import Message
from notifications.rendering import build_mail, render
from organisations.services import change_programme, pause_enrolment
from tests.clock import NOW, later
from tests.matching.builders import another_seeker, say
from tests.matching.choices import (
    another_volunteer,
    choice_at,
    draft_of,
    some_cards,
    sweep,
)
from tests.matching.test_states import everybody, is_allowed
from tests.teams import make_coordinator, make_organisation

pytestmark = pytest.mark.django_db


def states(cards):
    rows = Proposal.objects.filter(pk__in=[each.pk for each in cards.drafts]).order_by("pk")
    return [row.state for row in rows]


def seats(cards):
    """How many seats each volunteer has in use, and Ana."""
    people = [*(each.volunteer_id for each in cards.drafts), cards.scene.seeker.pk]
    return [count_live_seats(enrolment_id=pk) for pk in people]


def mails(kind, person):
    return Message.objects.filter(kind=f"matching.{kind}", person=person)


# Offering


def test_the_seats_of_everybody_are_kept_free():
    assert seats(choice_at(ChoiceState.OPEN)) == [1, 1, 1, 1]


def test_the_drafts_stay_drafts_that_no_search_replaces():
    cards = choice_at(ChoiceState.OPEN)
    run = services.request_run(
        programme_id=cards.scene.programme.pk,
        objective="most_people",
        by=cards.scene.cora,
        now=later(hours=1),
    )

    services.execute_run(run_id=run.pk, now=later(hours=1))

    assert states(cards) == [ProposalState.DRAFT] * 3


def test_one_mail_tells_of_all_cards():
    cards = choice_at(ChoiceState.OPEN)

    mail = build_mail(mails("choice_offered", cards.scene.ana).get())

    assert choice_link(cards.choice) in mail.body
    assert not [name for name in ("Ben", "Cem", "Dirk") if name in mail.body]


def test_the_volunteers_hear_nothing_of_it():
    cards = choice_at(ChoiceState.OPEN)
    volunteers = [each.volunteer.person_id for each in cards.drafts]

    assert not Message.objects.filter(person__in=volunteers).exists()


@pytest.mark.parametrize(("most", "number", "fine"), [(2, 2, True), (2, 3, False), (3, 3, True)])
def test_the_programme_says_how_many_cards_there_may_be(most, number, fine):
    cards = some_cards(number, choice_of_cards=most)

    if fine:
        assert cards.offer().cards.count() == number
    else:
        with pytest.raises(ChoiceImpossible):
            cards.offer()


def test_where_the_programme_allows_no_choice_there_is_none():
    with pytest.raises(ChoiceNotAllowed):
        some_cards(2, choice_of_cards=1).offer()


@pytest.mark.parametrize("number", [0, 1])
def test_one_card_is_no_choice(number):
    cards = some_cards()

    with pytest.raises(ChoiceImpossible):
        cards.offer(drafts=cards.drafts[:number])


def test_cards_for_two_people_are_no_choice():
    cards = some_cards()
    other = draft_of(
        cards.scene, another_volunteer(cards.scene, "Eva"), another_seeker(cards.scene)
    )

    with pytest.raises(ChoiceImpossible):
        cards.offer(drafts=[cards.drafts[0], other])


def test_what_is_no_draft_any_more_is_no_card():
    cards = some_cards()
    services.reject_proposal(
        proposal_id=cards.drafts[1].pk, reason="other", by=cards.scene.cora, now=NOW
    )

    with pytest.raises(ProposalClosed):
        cards.offer()

    assert seats(cards) == [0, 0, 0, 0]


def test_a_volunteer_without_a_free_seat_is_no_card():
    cards = some_cards()
    other = draft_of(cards.scene, cards.drafts[1].volunteer, another_seeker(cards.scene))
    services.approve_proposal(proposal_id=other.pk, by=cards.scene.cora, now=NOW)

    with pytest.raises(SeatTaken):
        cards.offer()

    assert seats(cards) == [0, 1, 0, 0]


def test_who_is_asked_already_does_not_choose_as_well():
    cards = some_cards()
    services.approve_proposal(proposal_id=cards.drafts[0].pk, by=cards.scene.cora, now=NOW)

    with pytest.raises(SeatTaken):
        cards.offer(drafts=cards.drafts[1:])


def test_nobody_has_two_choices_at_once():
    cards = choice_at(ChoiceState.OPEN, 2)

    with pytest.raises(SeatTaken):
        cards.offer()


def test_who_took_a_break_is_no_card():
    cards = some_cards()
    pause_enrolment(enrolment_id=cards.drafts[1].volunteer_id, by=cards.scene.cora, now=NOW)

    with pytest.raises(PersonNotReady):
        cards.offer()


# What who looks reads


def test_a_card_names_nobody():
    cards = choice_at(ChoiceState.OPEN)

    told = cards_of(cards.now_is(), "en")

    assert [card.name for card in told.cards] == ["", "", ""]
    assert not [name for name in ("Ben", "Cem", "Dirk") if name in str(told)]


def test_a_card_shows_only_what_the_other_shows_with_a_proposal():
    cards = choice_at(ChoiceState.OPEN)
    volunteer = cards.drafts[0].volunteer.person
    before = cards_of(cards.now_is(), "en").cards
    change_disclosures(person=volunteer, choices={"interests": "never"}, by=volunteer.user, now=NOW)

    after = cards_of(cards.now_is(), "en").cards

    assert before != after
    assert (
        "walking" not in str([c for c in after if c.proposal == cards.drafts[0].public_id]).lower()
    )


def test_a_card_that_is_gone_is_not_shown():
    cards = choice_at(ChoiceState.OPEN)
    services.reject_proposal(
        proposal_id=cards.drafts[1].pk, reason="other", by=cards.scene.cora, now=NOW
    )

    assert len(cards_of(cards.now_is(), "en").cards) == 2


def test_once_it_is_over_no_card_is_shown():
    assert cards_of(choice_at(ChoiceState.REFUSED).now_is(), "en").cards == []


# Choosing


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_chosen_one_becomes_an_offer_and_the_others_go_back(number):
    cards = choice_at(ChoiceState.OPEN)

    cards.choose(number)

    expected = [ProposalState.DRAFT] * 3
    expected[number] = ProposalState.OFFERED
    assert states(cards) == expected
    assert seats(cards) == [*(int(n == number) for n in range(3)), 1]
    assert not Proposal.objects.exclude(on_hold_until=None).exists()


@pytest.mark.parametrize("first", [True, False])
def test_choosing_is_a_yes_and_the_volunteer_is_asked(first):
    cards = choice_at(ChoiceState.MADE, asks_volunteer_first=first)

    answers = {row.enrolment_id: row.state for row in Answer.objects.all()}

    assert answers == {
        cards.scene.seeker.pk: AnswerState.YES,
        cards.scene.volunteer.pk: AnswerState.ASKED,
    }
    assert mails("proposal_offered", cards.scene.ben).count() == 1
    assert not mails("proposal_offered", cards.scene.ana).exists()


def test_the_yes_of_the_volunteer_brings_them_together():
    cards = choice_at(ChoiceState.MADE)

    say(cards.drafts[0], cards.scene.ben, yes=True)

    assert states(cards)[0] == ProposalState.AGREED


def test_the_no_of_the_volunteer_is_told_neutrally():
    cards = choice_at(ChoiceState.MADE)

    say(cards.drafts[0], cards.scene.ben, yes=False)

    assert mails("proposal_closed", cards.scene.ana).count() == 1
    assert seats(cards) == [0, 0, 0, 0]


def test_the_others_are_told_nothing():
    cards = choice_at(ChoiceState.MADE)
    others = [each.volunteer.person_id for each in cards.drafts[1:]]

    assert not Message.objects.filter(person__in=others).exists()


def test_a_card_of_somebody_else_is_not_there():
    cards = choice_at(ChoiceState.OPEN, 2)
    other = some_cards(2)

    with pytest.raises(NotFoundHere):
        services.choose_card(
            choice_id=cards.choice.pk,
            proposal_id=other.drafts[0].pk,
            way="page",
            by=cards.scene.ana.user,
            now=NOW,
        )


def test_after_the_deadline_nothing_is_chosen():
    with pytest.raises(DeadlinePassed):
        choice_at(ChoiceState.OPEN).choose(now=later(days=7))


def test_who_takes_a_break_does_not_choose():
    cards = choice_at(ChoiceState.OPEN)
    pause_enrolment(enrolment_id=cards.scene.seeker.pk, by=cards.scene.cora, now=NOW)

    with pytest.raises(PersonNotReady):
        cards.choose()


def breaks(cards):
    pause_enrolment(enrolment_id=cards.drafts[0].volunteer_id, by=cards.scene.cora, now=NOW)


def is_rejected(cards):
    services.reject_proposal(
        proposal_id=cards.drafts[0].pk, reason="other", by=cards.scene.cora, now=NOW
    )


def is_kept_apart(cards):
    exclude_people(
        organisation_id=cards.scene.programme.organisation_id,
        one_id=cards.scene.ana.pk,
        other_id=cards.drafts[0].volunteer.person_id,
        by=cards.scene.cora,
        now=NOW,
    )


@pytest.mark.parametrize("happening", [breaks, is_rejected, is_kept_apart])
def test_a_card_that_is_not_possible_any_more_is_refused_without_a_reason(happening):
    cards = choice_at(ChoiceState.OPEN)
    happening(cards)

    with pytest.raises(CardGone):
        cards.choose(0)

    assert cards.now_is().state == ChoiceState.OPEN
    assert seats(cards) == [1, 1, 1, 1]
    assert cards.choose(1).state == ProposalState.OFFERED


def test_the_offer_keeps_the_settings_under_which_the_choice_began():
    cards = choice_at(ChoiceState.OPEN)
    change_programme(
        programme_id=cards.scene.programme.pk, by=None, now=NOW, answer_days=30, choice_of_cards=1
    )

    offered = cards.choose(now=later(days=1))

    assert (cards.choice.deadline_at, offered.deadline_at) == (later(days=7), later(days=8))


# None of them


def test_none_of_them_ends_it_and_they_are_not_shown_again():
    cards = choice_at(ChoiceState.REFUSED)

    assert states(cards) == [ProposalState.DECLINED] * 3
    assert seats(cards) == [0, 0, 0, 0]
    assert not mails("choice_closed", cards.scene.ana).exists()


def test_the_team_hears_of_it():
    cards = choice_at(ChoiceState.REFUSED)

    mail = build_mail(Message.objects.get(kind="matching.choice_team", user=cards.scene.cora))

    assert str(cards.scene.seeker.public_id) in mail.body
    assert "Ana" not in mail.body


# Time


def test_who_has_not_chosen_is_reminded_once():
    cards = choice_at(ChoiceState.OPEN)

    for days in (2.9, 3, 4):
        sweep(later(days=days))

    assert mails("choice_reminder", cards.scene.ana).count() == 1


def test_without_reminders_nobody_is_reminded():
    cards = choice_at(ChoiceState.OPEN, reminder_days=0)

    sweep(later(days=6))

    assert not mails("choice_reminder", cards.scene.ana).exists()


def test_in_time_it_ends_and_the_cards_go_back():
    cards = choice_at(ChoiceState.EXPIRED)

    assert cards.now_is().state == ChoiceState.EXPIRED
    assert states(cards) == [ProposalState.DRAFT] * 3
    assert seats(cards) == [0, 0, 0, 0]
    assert mails("choice_closed", cards.scene.ana).count() == 1


def stops(cards):
    pause_enrolment(enrolment_id=cards.scene.seeker.pk, by=cards.scene.cora, now=NOW)


def takes_consent_back(cards):
    withdraw_consent(person=cards.scene.ana, purpose=Purpose.SERVICE, by=None, now=NOW)


def loses_all_cards(cards):
    for each in cards.drafts:
        services.reject_proposal(proposal_id=each.pk, reason="other", by=cards.scene.cora, now=NOW)


@pytest.mark.parametrize("happening", [stops, takes_consent_back, loses_all_cards])
def test_a_choice_that_makes_no_sense_any_more_is_taken_back(happening):
    cards = choice_at(ChoiceState.OPEN)
    happening(cards)

    sweep(later(minutes=1))

    assert cards.now_is().state == ChoiceState.WITHDRAWN
    assert seats(cards) == [0, 0, 0, 0]


def test_two_turns_in_the_same_minute_are_one():
    cards = choice_at(ChoiceState.OPEN)
    services.sweep_choices(now=later(days=7))
    Choice.objects.filter(pk=cards.choice.pk).update(state=ChoiceState.OPEN, closed_at=None)

    services.sweep_choices(now=later(days=7))

    assert cards.now_is().state == ChoiceState.OPEN


@pytest.mark.parametrize("state", [ChoiceState.MADE, ChoiceState.WITHDRAWN])
def test_what_is_over_meanwhile_is_left_alone(state):
    cards = choice_at(state)

    choice_deadlines._unless_closed(choices.expire_choice, cards.choice.pk, later(days=7))
    choice_deadlines._remind(choice_id=cards.choice.pk, now=later(days=3))

    assert cards.now_is().state == state
    assert not mails("choice_reminder", cards.scene.ana).exists()


def test_none_of_them_leaves_alone_what_was_rejected_meanwhile():
    cards = choice_at(ChoiceState.OPEN)
    is_rejected(cards)

    cards.refuse()

    assert states(cards) == ["rejected", "declined", "declined"]
    assert seats(cards) == [0, 0, 0, 0]


# A question


def test_a_question_goes_to_the_team():
    cards = choice_at(ChoiceState.OPEN)

    services.ask_about_choice(
        choice_id=cards.choice.pk, text=" Is there\n a lift? ", way="link", by=None, now=NOW
    )

    assert cards.now_is().question == "Is there\na lift?"
    assert Message.objects.filter(kind="matching.choice_team", user=cards.scene.cora).exists()


@pytest.mark.parametrize("text", ["", "  ", "x" * 1001])
def test_an_empty_or_very_long_question_is_refused(text):
    cards = choice_at(ChoiceState.OPEN)

    with pytest.raises(QuestionUnusable):
        services.ask_about_choice(
            choice_id=cards.choice.pk, text=text, way="link", by=None, now=NOW
        )


# Who may, and when

MOVES = {
    "choose": lambda cards, way, by: cards.choose(way=way, by=by),
    "refuse": lambda cards, way, by: cards.refuse(way=way, by=by),
    "ask": lambda cards, way, by: services.ask_about_choice(
        choice_id=cards.choice.pk, text="Why?", way=way, by=by, now=NOW
    ),
}
MAY = {
    ("page", "seeker"),
    ("api", "seeker"),
    ("coordinator", "coordinator"),
    *(("link", who) for who in ("seeker", "volunteer", "coordinator", "stranger", "nobody")),
}


@pytest.mark.parametrize("state", ChoiceState)
def test_only_the_person_or_their_team_speaks_and_only_while_it_is_open(state):
    cards = choice_at(state)
    people = everybody(cards.scene)

    allowed = {
        (move, way, who)
        for move, way, who in product(MOVES, ("page", "api", "link", "coordinator"), people)
        if is_allowed(MOVES[move], cards, way, people[who])
    }

    assert cards.now_is().state == state
    assert allowed == (
        {(move, *pair) for move in MOVES for pair in MAY} if state == ChoiceState.OPEN else set()
    )


@pytest.mark.parametrize("state", ChoiceState)
def test_only_the_team_takes_it_back_and_only_while_it_is_open(state):
    cards = choice_at(state)
    people = everybody(cards.scene)

    allowed = {
        who
        for who in ("seeker", "volunteer", "coordinator", "stranger")
        if is_allowed(lambda w: cards.withdraw(by=people[w]), who)
    }

    assert allowed == ({"coordinator"} if state == ChoiceState.OPEN else set())


@pytest.mark.parametrize("who", ["seeker", "volunteer", "stranger", "nobody"])
def test_only_the_team_offers_a_choice(who):
    cards = some_cards()

    with pytest.raises(NotFoundHere):
        services.offer_choice(
            proposal_ids=[each.pk for each in cards.drafts],
            by=everybody(cards.scene)[who],
            now=NOW,
        )


def test_drafts_of_another_organisation_are_not_there():
    cards, zoe = some_cards(), make_coordinator(make_organisation())

    with pytest.raises(NotFoundHere):
        services.offer_choice(proposal_ids=[each.pk for each in cards.drafts], by=zoe, now=NOW)


# Links, mails, log


@pytest.mark.parametrize("spoil", [lambda token: token + "x", lambda _token: "x"])
def test_a_changed_link_is_refused(spoil):
    cards = choice_at(ChoiceState.OPEN)
    token = choice_link(cards.choice).rstrip("/").rsplit("/", 1)[1]

    assert read_choice_token(token) == cards.choice
    with pytest.raises(LinkInvalid):
        read_choice_token(spoil(token))


def test_a_link_of_another_kind_is_refused():
    cards = choice_at(ChoiceState.OPEN)

    with pytest.raises(LinkInvalid):
        read_choice_token(signing.dumps(cards.choice.pk, salt="matching.answer"))


def test_what_is_over_is_not_asked_by_mail_any_more():
    cards = choice_at(ChoiceState.OPEN)
    message = mails("choice_offered", cards.scene.ana).get()

    cards.choose()

    assert build_mail(message) is None


def test_that_it_is_over_is_not_said_when_it_is_not():
    cards = choice_at(ChoiceState.OPEN)
    message = Message.objects.create(
        kind="matching.choice_closed",
        person=cards.scene.ana,
        context={"choice": cards.choice.pk},
        dedupe_key="by-hand",
        created_at=NOW,
        due_at=NOW,
    )

    assert build_mail(message) is None


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("code", [kind[0] for kind in _KINDS])
def test_every_mail_can_be_written_in_every_language(code, language):
    kind = get_kind(code)

    assert render(kind, kind.sample(), language).subject


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (ChoiceState.MADE, ["offered", "made"]),
        (ChoiceState.REFUSED, ["offered", "refused"]),
        (ChoiceState.EXPIRED, ["offered", "expired"]),
        (ChoiceState.WITHDRAWN, ["offered", "withdrawn"]),
    ],
)
def test_what_happened_is_noted_without_words(state, kinds):
    choice_at(state)

    rows = Event.objects.filter(kind__startswith="matching.choice_").order_by("pk")

    assert [(row.kind, row.data) for row in rows] == [(f"matching.choice_{k}", {}) for k in kinds]


def test_a_closed_choice_is_refused_by_name():
    with pytest.raises(ChoiceClosed):
        choice_at(ChoiceState.WITHDRAWN).choose()
