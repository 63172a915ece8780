"""The pages around one person who arrives: who fits, who would, two side by side, proposing at once."""

import pytest
from django.urls import reverse

from matching.models import Proposal
from organisations.states import State
from tests.pages.builders import everything, fields_of, links_of, read, says, words_of
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def fay(world):
    """Somebody who looks, of whom nobody made a draft yet."""
    return enrolment_at(State.ACTIVE, make_person("Fay"), world.programme, by=world.cora)


def fits_of(enrolment, query=""):
    return reverse("matching:fits", args=[enrolment.public_id]) + query


def propose(client, one, other, **form):
    address = reverse("matching:propose", args=[one.public_id, other.public_id])
    return client.post(address, form, follow=True)


def state_of_the_pair(world, seeker):
    return Proposal.objects.filter(seeker=seeker, volunteer=world.volunteer).latest("pk").state


def test_a_draft_is_made_from_the_list(cora, world, fay):
    assert says(cora.get(fits_of(fay)), "Ben")

    propose(cora, fay, world.volunteer)

    assert state_of_the_pair(world, fay) == "draft"


def test_one_click_asks_both(cora, world, fay):
    page = propose(cora, fay, world.volunteer, send="1")

    assert state_of_the_pair(world, fay) == "offered"
    assert says(page, "Fay – Ben: Both get a mail now.")


def test_when_they_cannot_be_asked_no_draft_stays_behind(cora, world):
    before = Proposal.objects.count()

    page = propose(cora, world.cem, world.volunteer, send="1")

    assert says(page, "These two were proposed to each other before.")
    assert Proposal.objects.count() == before


def test_a_refusal_leads_back_to_where_the_button_was(cora, world):
    here = reverse("matching:beside", args=[world.cem.public_id, world.volunteer.public_id])

    page = propose(cora, world.cem, world.volunteer, next=here)

    assert page.redirect_chain[0][0] == here


def test_a_draft_that_lies_ready_is_sent_from_the_list(cora, world):
    page = cora.get(fits_of(world.cem))

    assert reverse("matching:proposal_detail", args=[world.draft.public_id]) in links_of(page)
    assert says(page, "A proposal of these two lies ready")


def test_the_list_tells_how_long_it_takes_and_how_long_somebody_waits(cora, fay):
    page = cora.get(fits_of(fay))

    assert says(page, "waits: since today · Fay: about 5 minutes by bike · Ben: about 5 minutes")


@pytest.fixture
def turk(world):
    """A volunteer who speaks no common language with Fay."""
    person = make_person("Tarik", languages={"tr": 3})
    return enrolment_at(State.ACTIVE, person, world.programme, side="volunteer", by=world.cora)


def test_what_if_shows_who_would_fit_and_does_not_offer_to_propose_them(cora, fay, turk):
    now, then = cora.get(fits_of(fay)), cora.get(fits_of(fay, "?language=tr"))

    assert (says(now, "Tarik"), says(then, "Tarik")) == (False, True)
    assert says(then, "2 people would fit; now 1.")
    assert says(then, "only if this changes")
    address = reverse("matching:propose", args=[fay.public_id, turk.public_id])
    assert address not in then.content.decode()


def test_what_was_tried_stays_filled_in(cora, fay):
    page = cora.get(fits_of(fay, "?farther_km=7&language=tr&off=time"))

    told = fields_of(page)
    assert (told["farther_km"], told["language"], told["off"]) == (["7"], ["tr"], ["time"])


def test_kilometres_are_tried_with_a_slider_that_says_its_number(cora, fay):
    page = cora.get(fits_of(fay, "?farther_km=7"))

    slider = next(said for tag, said in read(page).tags if said.get("name") == "farther_km")
    assert (slider["type"], slider["min"], slider["max"]) == ("range", "0", "50")
    assert says(page, "This person travels so many km farther 7")


@pytest.mark.parametrize(
    "query", ["?farther_km=51", "?farther_km=x", "?language=xx", "?off=apart", "?farther_km=-1"]
)
def test_what_cannot_be_tried_is_said_and_the_list_stays(cora, fay, query):
    page = cora.get(fits_of(fay, query))

    assert (page.status_code, says(page, "Something is not filled in correctly.")) == (422, True)
    assert says(page, "Ben")


def test_trying_out_changes_nothing(cora, fay):
    cora.get(fits_of(fay))
    before = everything()

    cora.get(fits_of(fay, "?farther_km=20&others_farther_km=20&language=tr&off=time&off=score"))

    assert everything() == before


def test_two_stand_side_by_side(cora, world, fay):
    address = reverse("matching:beside", args=[fay.public_id, world.volunteer.public_id])

    page = cora.get(address)

    assert says(page, "Fay and Ben side by side")
    assert says(page, "Walking (in common)")
    assert says(page, "Send to both")


def test_who_looks_at_two_is_noted_with_both(cora, world, fay):
    from core.models import Event

    cora.get(reverse("matching:beside", args=[fay.public_id, world.volunteer.public_id]))

    seen = Event.objects.filter(kind="organisations.person_viewed", by=world.cora)
    assert {fay.person_id, world.volunteer.person_id} <= set(
        seen.values_list("person_id", flat=True)
    )


def test_two_who_do_not_fit_can_be_read_but_not_proposed(cora, fay, turk):
    page = cora.get(reverse("matching:beside", args=[fay.public_id, turk.public_id]))

    assert says(page, "These two cannot be proposed to each other now: no common language")
    assert "Send to both" not in words_of(page)


def test_two_of_one_side_are_no_pair(cora, world, fay):
    address = reverse("matching:beside", args=[fay.public_id, world.cem.public_id])

    assert cora.get(address).status_code == 404


def test_the_pages_of_arriving_stay_within_their_queries(
    cora, world, fay, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        cora.get(fits_of(fay))
    with django_assert_max_num_queries(15):
        cora.get(fits_of(fay, "?farther_km=20&language=tr"))
