"""Papers of volunteers, and the information note that they take note of."""

import pytest
from django.urls import reverse

from organisations import services
from organisations.models import Clearance
from tests.clock import NOW, later
from tests.pages.builders import fields_of, links_of, says, visitor

pytestmark = pytest.mark.django_db


def test_papers_that_ended_stand_on_the_desk(world, cora, clock):
    services.change_programme(
        programme_id=world.programme.pk, by=None, now=NOW, required_clearances=["training"]
    )
    services.record_clearance(
        enrolment_id=world.volunteer.pk,
        kind="training",
        seen_on=NOW.date(),
        valid_until=NOW.date(),
        by=world.cora,
        now=NOW,
    )

    clock.move_to(later(days=1))

    for page in ("desk", "papers"):
        assert says(cora.get(reverse(f"organisations:{page}")), "ended on")


def test_what_was_noted_is_shown_and_taken_back(world, cora):
    person = reverse("organisations:person", args=[world.volunteer.public_id])
    cora.post(
        reverse("organisations:clearance", args=[world.volunteer.public_id]),
        {"kind": "agreement", "seen_on": "2026-03-01", "filed_at": "Map 3", "reference": "x"},
    )
    assert says(cora.get(person), "lies here: Map 3")
    printed = cora.get(reverse("organisations:agreement", args=[world.volunteer.public_id]))
    assert says(printed, "It lies here: Map 3.")

    cora.post(reverse("organisations:take_back", args=[world.volunteer.public_id, "agreement"]))

    assert not Clearance.objects.exists()


def test_an_extract_that_is_too_old_is_refused_beside_its_day(world, cora):
    page = cora.post(
        reverse("organisations:clearance", args=[world.volunteer.public_id]),
        {"kind": "extract", "seen_on": "2026-03-01", "issued_on": "2026-01-01"},
    )

    assert says(page, "This extract is more than a month old.")
    assert fields_of(page)["issued_on"] == ["2026-01-01"]


def test_the_agreement_of_a_seeker_is_not_there(world, cora):
    agreement = reverse("organisations:agreement", args=[world.emma.public_id])

    assert cora.get(agreement).status_code == 404


def note_page(world):
    return reverse("organisations:info_note", args=[world.programme.organisation.public_id])


def test_the_lead_publishes_and_a_volunteer_takes_note(world):
    lea, ben = visitor(world.lea), visitor(world.ben.user)
    lea.post(note_page(world), {"texts_nl": "Lees dit", "texts_en": "Read this", "version": "0"})
    own = reverse("organisations:own_note", args=[world.volunteer.public_id])

    assert own in links_of(ben.get(reverse("organisations:home")))
    assert says(ben.get(own), "Read this")
    assert ben.post(own, {"version": "7"}).status_code == 409
    ben.post(own, {"version": "1"})

    assert Clearance.objects.get(enrolment=world.volunteer).info_note.version == 1
    assert own not in links_of(ben.get(reverse("organisations:home")))


def test_two_leads_do_not_overwrite_each_others_note(world):
    lea = visitor(world.lea)
    for _each in range(2):
        page = lea.post(note_page(world), {"texts_nl": "Lees dit", "version": "0"})

    assert page.status_code == 422
    assert fields_of(page)["version"] == ["1"]
