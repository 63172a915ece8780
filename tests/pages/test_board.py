"""The review board: many at once, another partner, the map, reasons, keys."""

from html import unescape
from re import findall

import pytest
from django.urls import reverse

from matching.models import Proposal
from matching.services import propose_pair
from organisations.states import State
from tests.clock import NOW, earlier
from tests.pages.builders import fields_of, links_of, read, says, words_of
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db


def state_of(proposal):
    return Proposal.objects.get(pk=proposal.pk).state


def board_of(world, query=""):
    return reverse("matching:board", args=[world.programme.public_id]) + query


def decide(client, world, *proposals, **form):
    address = reverse("matching:decide_many", args=[world.programme.public_id])
    ids = [str(each.public_id) for each in proposals]
    return client.post(address, {"proposal": ids} | form, follow=True)


def test_ticked_drafts_are_sent(cora, world):
    page = decide(cora, world, world.draft, action="approve")

    assert (state_of(world.draft), says(page, "1 proposal was sent. Cem – Ben")) == (
        "offered",
        True,
    )


def test_ticked_drafts_are_put_aside(cora, world):
    page = decide(cora, world, world.draft, action="hold", days="28")

    assert str(Proposal.objects.get(pk=world.draft.pk).on_hold_until) == "2026-03-30"
    assert says(page, "1 proposal was put aside. Cem – Ben")


@pytest.mark.parametrize("days", ["", "0", "-7", "13", "many"])
def test_drafts_are_put_aside_only_for_as_long_as_is_offered(cora, world, days):
    page = decide(cora, world, world.draft, action="hold", days=days)

    assert says(page, "Choose for how long these are put aside.")
    assert Proposal.objects.get(pk=world.draft.pk).on_hold_until is None


def test_ticked_drafts_are_rejected_with_a_reason(cora, world):
    page = decide(cora, world, world.draft, action="reject", reason="not_now")

    assert Proposal.objects.get(pk=world.draft.pk).reject_reason == "not_now"
    assert says(page, "1 proposal was rejected. Cem – Ben")


def test_many_are_not_rejected_without_a_reason(cora, world):
    page = decide(cora, world, world.draft, action="reject", reason="")

    assert (state_of(world.draft), says(page, "Choose why these are not proposed.")) == (
        "draft",
        True,
    )


def test_each_that_does_not_go_is_named_and_the_others_go(cora, world):
    page = decide(cora, world, world.offered, world.draft, action="approve")

    assert says(page, "Ana – Ben: This proposal was dealt with already.")
    assert (says(page, "1 proposal was sent."), state_of(world.draft)) == (True, "offered")


def test_nothing_ticked_asks_to_tick_first(cora, world):
    assert says(decide(cora, world, action="approve"), "Tick the proposals first.")


def test_a_tick_that_is_no_proposal_is_not_found(cora, world):
    address = reverse("matching:decide_many", args=[world.programme.public_id])

    assert cora.post(address, {"proposal": ["nonsense"]}).status_code == 404


def test_an_action_that_does_not_exist_changes_nothing(cora, world):
    page = decide(cora, world, world.draft, action="delete")

    assert (page.status_code, state_of(world.draft)) == (200, "draft")


def test_after_a_decision_one_is_on_the_same_page_of_the_board(cora, world):
    page = decide(cora, world, world.draft, action="approve", next=board_of(world, "?page=3"))

    assert page.redirect_chain[0][0] == board_of(world, "?page=3")


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("?view=table&order=waiting&page=1", {"action": "approve"}),
        ("?view=table", {"action": "reject", "reason": ""}),
    ],
)
def test_the_ticks_lead_back_to_the_board_as_it_was_shown(cora, world, query, form):
    many = cora.get(board_of(world, query)).content.decode().split('id="many"')[1]
    (back,) = findall('name="next" value="(.*?)"', many.split("</form>")[0])

    page = decide(cora, world, world.draft, next=unescape(back), **form)

    assert page.redirect_chain[0][0] == board_of(world, query)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org"])
def test_after_a_decision_nobody_is_sent_to_another_site(cora, world, elsewhere):
    page = decide(cora, world, action="approve", next=elsewhere)

    assert "example.org" not in str(page.redirect_chain)


def test_what_a_colleague_put_aside_meanwhile_is_not_put_back(cora, world):
    hold = reverse("matching:hold", args=[world.draft.public_id])
    cora.post(hold, {"held": ""})
    aside = Proposal.objects.get(pk=world.draft.pk).on_hold_until

    page = cora.post(hold, {"held": "", "until": "2026-04-01"}, follow=True)

    assert says(page, "Somebody else changed this just now.")
    assert Proposal.objects.get(pk=world.draft.pk).on_hold_until == aside


def test_after_a_decision_in_the_table_one_is_in_the_table(cora, world):
    page = decide(
        cora, world, world.draft, action="approve", next=board_of(world, "?view=table&page=1")
    )

    assert page.redirect_chain[0][0] == board_of(world, "?view=table&page=1")


def test_the_table_can_begin_with_who_waits_longest(cora, world):
    old = enrolment_at(
        State.ACTIVE,
        make_person("Old", likes=("birds",)),
        world.programme,
        by=world.cora,
        now=earlier(days=90),
    )
    propose_pair(volunteer_id=world.volunteer.pk, seeker_id=old.pk, by=world.cora, now=NOW)

    by_fit = words_of(cora.get(board_of(world, "?view=table")))
    by_waiting = words_of(cora.get(board_of(world, "?view=table&order=waiting")))

    assert by_fit.index("Cem – Ben") < by_fit.index("Old – Ben")
    assert by_waiting.index("Old – Ben") < by_waiting.index("Cem – Ben")


# Another partner


@pytest.fixture
def fatou(world):
    person = make_person("Fatou", likes=("birds",))
    return enrolment_at(State.ACTIVE, person, world.programme, side="volunteer", by=world.cora)


def swap_page(world, query=""):
    return reverse("matching:swap", args=[world.draft.public_id]) + query


def test_the_cost_of_a_swap_is_told(cora, world, fatou):
    page = cora.get(swap_page(world))

    assert says(page, "Another partner for Cem")
    assert says(page, "Fatou has a free place. Ben is free again.")
    assert says(page, "costs")


def send_swap(client, world, page):
    told = fields_of(page)
    form = {name: told[name][0] for name in ("keep", "other", "seen")}
    return client.post(swap_page(world), form, follow=True)


def test_a_swap_leads_to_the_new_proposal(cora, world, fatou):
    page = send_swap(cora, world, cora.get(swap_page(world)))

    assert says(page, "Cem – Fatou: on the board now.")
    assert state_of(world.draft) == "superseded"


def test_a_swap_that_changed_since_shows_how_it_is_now(cora, world, fatou):
    before = cora.get(swap_page(world))
    dee = enrolment_at(State.ACTIVE, make_person("Dee"), world.programme, by=world.cora)
    propose_pair(volunteer_id=fatou.pk, seeker_id=dee.pk, by=world.cora, now=NOW)

    page = send_swap(cora, world, before)

    assert (page.status_code, state_of(world.draft)) == (409, "draft")
    assert says(page, "Somebody else changed this just now.")
    assert says(page, "Fatou has no other free place: the proposal with Dee")


def test_the_volunteer_can_stay(cora, world):
    dee = enrolment_at(State.ACTIVE, make_person("Dee"), world.programme, by=world.cora)

    page = send_swap(cora, world, cora.get(swap_page(world, "?keep=volunteer")))

    assert says(page, "Dee – Ben: on the board now.")
    assert Proposal.objects.filter(seeker=dee, state="draft").exists()


@pytest.mark.parametrize("form", [{}, {"other": "x"}, {"keep": "x"}])
def test_a_swap_that_is_not_filled_in_changes_nothing(cora, world, form):
    page = cora.post(swap_page(world), form)

    assert (page.status_code, state_of(world.draft)) == (400, "draft")


def test_an_offer_has_no_other_partner(cora, world):
    address = reverse("matching:swap", args=[world.offered.public_id])

    assert cora.get(address).status_code == 409


# The map, the reasons, the keys


def test_the_map_says_in_words_what_it_draws(cora, world):
    page = cora.get(board_of(world, "?view=map"))

    assert says(page, "Which areas these proposals connect")
    assert says(page, "Gent Gent 1 under 5 km")


def test_the_map_draws_only_centres_of_areas(cora, world):
    tags = read(cora.get(board_of(world, "?view=map"))).tags

    lines = [said for tag, said in tags if tag == "line"]
    cell = world.cem.person.place.cell
    assert len(lines) == 1
    assert float(lines[0]["x1"]) == pytest.approx((cell.lon - 2.5) * 100, abs=0.06)


def test_reasons_of_rejections_are_counted_on_a_page(cora, world):
    decide(cora, world, world.draft, action="reject", reason="safety")

    page = cora.get(reverse("matching:reasons", args=[world.programme.public_id]))

    assert says(page, "I have a worry about safety")


def test_before_anything_was_rejected_that_is_said(cora, world):
    page = cora.get(reverse("matching:reasons", args=[world.programme.public_id]))

    assert says(page, "Nothing was rejected in the last 12 months.")


def test_the_keys_stand_on_the_page_as_text(cora, world):
    page = cora.get(board_of(world))

    assert says(page, "Keys on this page")
    assert says(page, "look for another partner")
    assert reverse("matching:swap", args=[world.draft.public_id]) in links_of(page)


def test_the_board_stays_within_its_queries(cora, world, django_assert_max_num_queries):
    for query in ("", "?view=map", "?view=table&order=waiting", "?state=offered"):
        with django_assert_max_num_queries(15):
            cora.get(board_of(world, query))
