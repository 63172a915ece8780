"""Who waits too long stands on the desk and on the left-over page until somebody of the team has looked."""

import pytest
from django.urls import reverse

from matching import services
from matching.errors import LookNoteTooLong
from matching.models import Look
from organisations.services import change_programme
from organisations.states import State
from tests.clock import NOW, later
from tests.pages.builders import fetch, fields_of, links_of, says, words_of
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db

NOBODY = "Nobody waits without a look. Good work."


@pytest.fixture(autouse=True)
def _ten_weeks_on(world, clock):
    """Cem, with an old draft, and Ben, with free seats, wait for ten weeks; Ana is being asked again and again."""
    clock.move_to(later(weeks=10))


def on_the_desk(client):
    return fetch(client, reverse("organisations:desk"), "looks")


def in_the_file(client, enrolment):
    return fetch(client, reverse("organisations:person", args=[enrolment.public_id]), "looks")


def note(client, enrolment, **said):
    return client.post(reverse("matching:note_look", args=[enrolment.public_id]), said)


def test_the_desk_counts_who_must_be_looked_at(cora):
    assert says(on_the_desk(cora), "1 person waits longer than your programme")


def test_the_desk_links_to_the_person_and_to_who_fits(cora, world):
    links = links_of(on_the_desk(cora))

    wanted = ("organisations:person", "matching:fits")
    assert {reverse(name, args=[world.cem.public_id]) for name in wanted} <= set(links)


def test_without_anybody_to_look_at_the_desk_says_so(cora, world):
    change_programme(programme_id=world.programme.pk, by=world.lea, now=NOW, look_after_weeks=0)

    assert says(on_the_desk(cora), NOBODY)


def test_the_desk_of_another_organisation_names_nobody(zoe):
    assert says(on_the_desk(zoe), NOBODY)


def enrolled(world, name, place="9000"):
    return enrolment_at(
        State.ACTIVE, make_person(name, place=place), world.programme, by=world.cora, now=NOW
    )


def test_only_the_first_stand_on_the_desk_and_the_others_behind_a_link(cora, world):
    for number in range(8):
        enrolled(world, f"Dee {number}")

    assert reverse("matching:looks") in links_of(on_the_desk(cora))


def test_the_list_names_everybody_to_look_at(cora):
    page = cora.get(reverse("matching:looks"))

    assert (says(page, "Cem"), says(page, "Dirk")) == (True, False)


def test_the_list_of_another_organisation_is_empty(zoe):
    assert says(zoe.get(reverse("matching:looks")), "Nobody waits without a look.")


def test_a_click_notes_the_look(cora, world):
    page = cora.post(
        reverse("matching:note_look", args=[world.cem.public_id]),
        {"note": "Called, tries again in May"},
        follow=True,
    )

    assert says(page, "Cem: noted that you have looked.")
    assert says(in_the_file(cora, world.cem), "Called, tries again in May")


def test_who_was_looked_at_is_off_the_desk(cora, world):
    note(cora, world.cem)

    assert says(on_the_desk(cora), NOBODY)


def test_after_the_click_one_is_back_on_the_same_page(cora, world):
    answer = note(cora, world.cem, next=reverse("organisations:desk"))

    assert answer.url == reverse("organisations:desk")


def test_the_form_on_the_desk_leads_back_to_the_desk(cora):
    back = fields_of(on_the_desk(cora))["next"]

    assert back == [f"{reverse('organisations:desk')}#more-looks"]


def test_without_script_the_same_stands_on_a_page_of_its_own(cora, world):
    address = reverse("organisations:desk_panel", args=["looks"])
    assert address in links_of(cora.get(reverse("organisations:desk")))

    page = cora.get(address)

    assert says(page, "1 person waits longer than your programme")
    assert reverse("organisations:desk") in links_of(page)
    assert fields_of(page)["next"][-1] == address


def test_a_part_that_there_is_not_is_not_there(cora, world):
    for name, more in (("desk_panel", []), ("person_panel", [world.cem.public_id])):
        assert cora.get(reverse(f"organisations:{name}", args=[*more, "mail"])).status_code == 404


def test_the_click_leads_to_no_other_site(cora, world):
    answer = note(cora, world.cem, next="https://evil.example/")

    assert answer.url == reverse("organisations:person", args=[world.cem.public_id])


def test_a_note_that_is_too_long_is_said(cora, world):
    page = cora.post(
        reverse("matching:note_look", args=[world.cem.public_id]), {"note": "x" * 1001}, follow=True
    )

    assert says(page, LookNoteTooLong())
    assert not Look.objects.exists()


def test_the_file_says_that_somebody_must_look(cora, world):
    assert says(in_the_file(cora, world.cem), "must be looked at")


def test_the_file_of_somebody_who_left_offers_no_look(cora, world):
    page = in_the_file(cora, world.emma)

    assert says(page, "Looks by the team")
    assert not says(page, "I have looked at this")


@pytest.fixture
def far(world):
    """Fay, who lives too far from everybody, after a search."""
    far = enrolled(world, "Fay", place="6700")
    run = services.request_run(
        programme_id=world.programme.pk, objective="most_people", by=world.cora, now=NOW
    )
    services.execute_run(run_id=run.pk, now=NOW)
    return far


def left_over_words(cora, world):
    page = words_of(cora.get(reverse("matching:left_over", args=[world.programme.public_id])))
    return page[page.index("Fay") :]


def test_who_was_left_over_has_a_sign_when_nobody_looked(cora, world, far):
    assert "must be looked at" in left_over_words(cora, world)


def test_who_was_left_over_has_no_sign_after_a_look(cora, world, far):
    note(cora, far)

    assert "must be looked at" not in left_over_words(cora, world)
