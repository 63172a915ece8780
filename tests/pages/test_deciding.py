"""What the team does with proposals on its pages."""

import pytest
from django.urls import reverse

from groups.models import Group
from matching.models import Exclusion, MatchRun, Proposal
from matching.services import execute_run
from tests.clock import NOW
from tests.pages.builders import says, visitor

pytestmark = pytest.mark.django_db


def send(client, name, proposal, **form):
    args = [proposal.public_id]
    return client.post(reverse(f"matching:{name}", args=args), form, follow=True)


def state_of(proposal):
    return Proposal.objects.get(pk=proposal.pk).state


def test_a_draft_is_sent_to_both(cora, world):
    send(cora, "approve", world.draft)

    assert state_of(world.draft) == "offered"


def test_sending_twice_is_refused_in_words(cora, world):
    send(cora, "approve", world.draft)

    page = send(cora, "approve", world.draft)

    assert says(page, "This proposal was dealt with already.")


def test_a_draft_is_put_aside_and_comes_back(cora, world):
    send(cora, "hold", world.draft)
    aside = Proposal.objects.get(pk=world.draft.pk).on_hold_until

    send(cora, "hold", world.draft, release="1")

    assert (aside is None, Proposal.objects.get(pk=world.draft.pk).on_hold_until) == (False, None)


@pytest.mark.parametrize("until", ["2000-01-01", "not a day", "2026-99-99"])
def test_an_impossible_day_changes_the_draft_in_nothing_else(cora, world, until):
    page = send(cora, "hold", world.draft, until=until)

    assert (page.status_code, state_of(world.draft)) == (200, "draft")


def test_an_offer_is_not_put_aside(cora, world):
    page = send(cora, "hold", world.offered)

    assert says(page, "This proposal was dealt with already.")


def test_a_draft_is_rejected_with_a_reason(cora, world):
    send(cora, "reject", world.draft, reason="not_now")

    assert Proposal.objects.get(pk=world.draft.pk).reject_reason == "not_now"


def test_a_rejection_without_a_reason_is_refused(cora, world):
    page = send(cora, "reject", world.draft, reason="")

    assert (state_of(world.draft), says(page, "not filled in correctly")) == ("draft", True)


def test_an_offer_is_taken_back(cora, world):
    send(cora, "withdraw", world.offered)

    assert state_of(world.offered) == "withdrawn"


def told(client, proposal, enrolment, answer):
    address = reverse("matching:told", args=[proposal.public_id, enrolment.public_id])
    return client.post(address, {"answer": answer}, follow=True)


def test_answers_told_by_phone_form_the_pair(cora, world):
    told(cora, world.offered, world.seeker, "yes")
    told(cora, world.offered, world.volunteer, "yes")

    assert state_of(world.offered) == "agreed"


def test_an_answer_that_is_neither_yes_nor_no_changes_nothing(cora, world):
    page = told(cora, world.offered, world.seeker, "perhaps")

    assert (page.status_code, state_of(world.offered)) == (400, "offered")


def test_next_never_leads_to_another_site(cora, world):
    address = reverse("matching:approve", args=[world.draft.public_id])

    answer = cora.post(address, {"next": "https://elsewhere.example/"})

    assert answer.url == reverse("matching:proposal_detail", args=[world.draft.public_id])


def test_next_leads_back_to_the_board(cora, world):
    board = reverse("matching:board", args=[world.programme.public_id])

    answer = cora.post(reverse("matching:approve", args=[world.draft.public_id]), {"next": board})

    assert answer.url == board


def test_a_search_is_asked_for_on_the_board(cora, world):
    cora.post(reverse("matching:search", args=[world.programme.public_id]))

    assert MatchRun.objects.get().state == "queued"


def test_the_status_reloads_the_page_when_the_search_is_ready(cora, world):
    cora.post(reverse("matching:search", args=[world.programme.public_id]))
    status = reverse("matching:status", args=[world.programme.public_id])
    before = cora.get(status)
    execute_run(run_id=MatchRun.objects.get().pk, now=NOW)

    after = cora.get(status)

    assert ("HX-Refresh" in before.headers, "HX-Refresh" in after.headers) == (False, True)


def test_the_status_tells_how_many_regions_are_ready(cora, world):
    cora.post(reverse("matching:search", args=[world.programme.public_id]))
    MatchRun.objects.update(state="spread", regions=7, regions_done=3)

    page = cora.get(reverse("matching:status", args=[world.programme.public_id]))

    assert "Regions: 3 of 7 ready." in page.content.decode()


def test_a_search_is_cancelled(cora, world):
    cora.post(reverse("matching:search", args=[world.programme.public_id]))

    cora.post(reverse("matching:cancel", args=[world.programme.public_id]))

    assert MatchRun.objects.get().state == "cancelled"


def test_cancelling_without_a_search_is_refused(cora, world):
    answer = cora.post(reverse("matching:cancel", args=[world.programme.public_id]))

    assert answer.status_code == 409


def test_the_board_of_an_unknown_state_shows_the_drafts(cora, world):
    page = cora.get(reverse("matching:board", args=[world.programme.public_id]) + "?state=nonsense")

    assert says(page, "Cem – Ben")


def test_one_programme_leads_straight_to_its_board(cora, world):
    answer = cora.get(reverse("matching:boards"))

    assert answer.url == reverse("matching:board", args=[world.programme.public_id])


def test_who_is_left_over_is_told_with_the_reason(cora, world):
    cora.post(reverse("matching:search", args=[world.programme.public_id]))
    execute_run(run_id=MatchRun.objects.get().pk, now=NOW)

    page = cora.get(reverse("matching:left_over", args=[world.programme.public_id]))

    assert page.status_code == 200


def test_two_people_are_kept_apart(cora, world):
    cora.post(reverse("matching:apart", args=[world.cem.public_id, world.volunteer.public_id]))

    assert Exclusion.objects.count() == 1


def own(world, person):
    return visitor(person.user), reverse("matching:own_proposal", args=[world.offered.public_id])


def test_two_yeses_on_the_page_lead_to_the_buddy(world):
    before = Group.objects.count()
    ana, address = own(world, world.ana)
    ben, _same = own(world, world.ben)
    ana.post(address, {"answer": "yes"})

    page = ben.post(address, {"answer": "yes"}, follow=True)

    assert says(page, "You and Ana")
    assert Group.objects.count() == before + 1


def test_a_question_reaches_the_team(world, cora):
    ana, address = own(world, world.ana)

    ana.post(address, {"answer": "question", "question": "Is there a dog?"})

    assert says(cora.get(reverse("organisations:desk")), "Is there a dog?")


def test_an_empty_answer_changes_nothing(world):
    ana, address = own(world, world.ana)

    assert (ana.post(address).status_code, state_of(world.offered)) == (400, "offered")


def test_there_is_no_buddy_page_before_both_said_yes(world):
    ana, _address = own(world, world.ana)

    assert ana.get(reverse("matching:buddy", args=[world.offered.public_id])).status_code == 404
