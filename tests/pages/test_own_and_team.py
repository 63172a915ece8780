"""Pages of people themselves, the desk, the file and the programmes."""

import pytest
from django.urls import reverse

from accounts.models import Consent, Person
from core.models import Event
from organisations.models import Clearance, Enrolment, Programme
from organisations.models.enrolments import ClearanceKind
from tests.clock import later
from tests.notifications.builders import again, deliver, queue, settled
from tests.pages.builders import links_of, says, visitor
from tests.teams import make_user

pytestmark = pytest.mark.django_db


def enrolment(row):
    return Enrolment.objects.get(pk=row.pk)


def test_somebody_takes_a_break_and_comes_back(ana, world):
    address = "organisations:change_own"
    ana.post(reverse(address, args=[world.seeker.public_id, "pause"]))
    paused = enrolment(world.seeker).state

    ana.post(reverse(address, args=[world.seeker.public_id, "resume"]))

    assert (paused, enrolment(world.seeker).state) == ("paused", "active")


def test_stopping_asks_once_more(ana, world):
    page = ana.get(reverse("organisations:change_own", args=[world.seeker.public_id, "leave"]))

    assert (enrolment(world.seeker).state, says(page, "Stop?")) == ("active", True)


@pytest.mark.parametrize("move", ["decline", "nonsense"])
def test_nobody_makes_a_move_of_the_team_for_themselves(ana, world, move):
    address = reverse("organisations:change_own", args=[world.seeker.public_id, move])

    assert ana.post(address).status_code == 404


def test_a_coordinator_without_a_person_lands_on_the_desk(cora):
    assert cora.get(reverse("organisations:home")).url == reverse("organisations:desk")


def test_only_who_has_a_page_of_their_own_finds_it_in_the_menu(cora, ana):
    home = reverse("organisations:home")

    assert home not in links_of(cora.get(reverse("organisations:desk")))
    assert home in links_of(ana.get(home))


def test_a_login_without_anything_lands_on_the_front_page(db):
    assert visitor(make_user()).get(reverse("organisations:home")).url == reverse("front")


def test_consent_is_taken_back_and_given_again(ana, world):
    given = Consent.objects.filter(person=world.ana, withdrawn_at=None)
    ana.post(reverse("accounts:consent"))
    withdrawn = not given.exists()

    ana.post(reverse("accounts:consent"), {"give": "1"})

    assert (withdrawn, given.exists()) == (True, True)


def test_somebody_downloads_what_is_known(ana):
    answer = ana.get(reverse("accounts:export"))

    assert answer.json()["person"]["name_to_use"] == "Ana"


def test_a_login_without_a_person_has_no_data_page(db):
    assert visitor(make_user()).get(reverse("accounts:my_data")).status_code == 404


def test_one_more_programme_is_joined(ana, world):
    address = reverse("organisations:join", args=["volunteer"])

    ana.post(address, {"programme": str(world.programme.public_id), "goals": ["company"]})

    assert Enrolment.objects.filter(person=world.ana, side="volunteer").count() == 1


def test_joining_twice_is_refused_in_words(ana, world):
    address = reverse("organisations:join", args=["seeker"])

    page = ana.post(address, {"programme": str(world.programme.public_id)})

    assert says(page, "You are in this programme already.")


def test_joining_an_unknown_side_is_not_found(ana):
    assert ana.get(reverse("organisations:join", args=["nonsense"])).status_code == 404


def step(code, **form):
    return reverse("accounts:step", args=[code]), form


def test_a_step_is_saved_and_leads_to_the_next(ana, world):
    version = Person.objects.get(pk=world.ana.pk).version
    address, form = step(
        "when", version=version, day_parts=["mon_morning"], shown_day_parts="never"
    )

    answer = ana.post(address, form)

    assert answer.url == reverse("accounts:step", args=["meeting"])


def test_saving_and_stopping_leads_home(ana, world):
    version = Person.objects.get(pk=world.ana.pk).version
    address, form = step("when", version=version, shown_day_parts="never", stop="1")

    assert ana.post(address, form).url == reverse("organisations:home")


def test_a_change_meanwhile_keeps_what_was_typed(ana, world):
    address, form = step("text", version=0, about="I like cats", shown_about="introduction")

    page = ana.post(address, form)

    assert (page.status_code, says(page, "Somebody else changed this just now.")) == (422, True)
    assert "I like cats" in page.content.decode()


def test_sending_again_after_a_change_meanwhile_saves(ana, world):
    address, form = step("text", version=0, about="I like cats", shown_about="introduction")
    page = ana.post(address, form)

    ana.post(address, form | {"version": page.context["form"]["version"].value()})

    assert Person.objects.get(pk=world.ana.pk).profile.about == "I like cats"


def test_an_unknown_step_is_not_found(ana):
    assert ana.get(reverse("accounts:step", args=["nonsense"])).status_code == 404


def person_page(row):
    return reverse("organisations:person", args=[row.public_id])


def test_reading_a_file_is_noted_once_an_hour(cora, world, clock):
    looks = Event.objects.filter(kind="organisations.person_viewed", person_id=world.emma.person_id)
    for minutes in (0, 30, 61):
        clock.move_to(later(minutes=minutes))
        cora.get(person_page(world.emma))

    assert looks.count() == 2


def test_the_team_makes_somebody_ready(cora, world):
    cora.post(reverse("organisations:change_state", args=[world.emma.public_id, "activate"]))

    assert enrolment(world.emma).state == "active"


def test_an_unknown_move_is_not_found(cora, world):
    address = reverse("organisations:change_state", args=[world.emma.public_id, "nonsense"])

    assert cora.post(address).status_code == 404


def test_the_team_notes_a_consent_given_by_phone(cora, world):
    Consent.objects.filter(person=world.emma.person).delete()

    cora.post(reverse("organisations:consent", args=[world.emma.public_id]))

    assert Consent.objects.get(person=world.emma.person).given_how == "phone"


def test_a_clearance_is_noted(cora, world):
    form = {"kind": ClearanceKind.TRAINING, "seen_on": "2026-03-01"}

    cora.post(reverse("organisations:clearance", args=[world.volunteer.public_id]), form)

    assert Clearance.objects.get().kind == "training"


@pytest.mark.parametrize("seen_on", ["2030-01-01", "nonsense", ""])
def test_an_impossible_day_of_a_clearance_is_refused(cora, world, seen_on):
    form = {"kind": ClearanceKind.TRAINING, "seen_on": seen_on}

    page = cora.post(reverse("organisations:clearance", args=[world.volunteer.public_id]), form)

    assert (page.status_code, Clearance.objects.count()) == (422, 0)


def change(row, **more):
    return {"capacity": 2, "months": 6, "note": "Calls back", "version": row.version} | more


def test_the_registration_is_changed(cora, world):
    row = enrolment(world.volunteer)

    cora.post(person_page(row), change(row))

    assert (enrolment(row).capacity, enrolment(row).note) == (2, "Calls back")


def test_a_registration_changed_meanwhile_keeps_what_was_typed(cora, world):
    row = enrolment(world.volunteer)

    page = cora.post(person_page(row), change(row, version=0))

    assert (page.status_code, says(page, "Somebody else changed this just now.")) == (422, True)


def test_the_team_fills_in_a_step_with_somebody(cora, world):
    address = reverse("organisations:step", args=[world.emma.public_id, "text"])
    version = Person.objects.get(pk=world.emma.person_id).version

    cora.post(address, {"version": version, "about": "Sews", "shown_about": "never"})

    assert Person.objects.get(pk=world.emma.person_id).profile.about == "Sews"


def test_people_are_found_by_several_words(cora):
    page = cora.get(reverse("organisations:people"), {"q": "emm 9000"})

    assert (says(page, "Emma"), says(page, "Dirk")) == (True, False)


def test_a_filter_shows_one_state_only(cora):
    page = cora.get(reverse("organisations:people"), {"state": "applied", "order": "name"})

    assert (says(page, "Emma"), says(page, "Dirk")) == (True, False)


def test_htmx_gets_only_the_rows(cora, world):
    filters = {"side": "volunteer", "programme": str(world.programme.public_id)}

    page = cora.get(reverse("organisations:people"), filters, headers={"hx-request": "true"})

    assert "<html" not in page.content.decode()


def test_filters_of_another_organisation_show_everybody_of_ours(zoe, world):
    page = zoe.get(reverse("organisations:people"), {"programme": str(world.programme.public_id)})

    assert not says(page, "Emma")


def programme_form(**more):
    usual = {
        "model_of_support": "buddy",
        "choice_of_cards": 1,
        "answer_days": 5,
        "reminder_days": 2,
        "look_after_weeks": 8,
        "clearance_notice_weeks": 6,
        "first_answer_days": 2,
        "talk_within_days": 14,
        "sign_after_weeks": 4,
        "signs_before_call": 3,
        "speak_after_weeks": 12,
        "version": 1,
    }
    return {"name": "Walks", "is_open": "on"} | usual | more


def test_the_lead_makes_a_programme(world):
    visitor(world.lea).post(reverse("organisations:add_programme"), programme_form())

    assert Programme.objects.filter(name="Walks", answer_days=5).exists()


def test_two_programmes_do_not_share_a_name(world):
    lea = visitor(world.lea)

    page = lea.post(
        reverse("organisations:add_programme"), programme_form(name=world.programme.name)
    )

    assert says(page, "Your organisation has a programme with this name already.")


def test_the_lead_changes_a_programme(world):
    address = reverse("organisations:programme", args=[world.programme.public_id])

    visitor(world.lea).post(address, programme_form(answer_days=9))

    assert Programme.objects.get(pk=world.programme.pk).answer_days == 9


def test_a_changed_name_that_is_in_use_is_refused(world):
    lea = visitor(world.lea)
    lea.post(reverse("organisations:add_programme"), programme_form())
    address = reverse("organisations:programme", args=[world.programme.public_id])

    assert lea.post(address, programme_form()).status_code == 422


def test_a_coordinator_changes_no_programme(cora, world):
    address = reverse("organisations:programme", args=[world.programme.public_id])

    assert (
        cora.get(address).status_code,
        cora.get(reverse("organisations:add_programme")).status_code,
    ) == (404, 404)


def test_a_message_to_tell_by_phone_is_noted_as_told(cora, world):
    to_tell = deliver(
        queue(world.emma.person, organisation_id=world.programme.organisation_id), later()
    )

    cora.post(reverse("organisations:message_told", args=[to_tell.pk]))

    assert (to_tell.channel, again(to_tell).state) == ("hand", "sent")


def test_a_message_of_another_organisation_is_not_found(zoe, world):
    failed = settled("x", queue(world.ana, organisation_id=world.programme.organisation_id))
    address = reverse("organisations:message_again", args=[failed.pk])

    assert zoe.post(address).status_code == 404
