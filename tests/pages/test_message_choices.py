"""The page on which somebody says how they hear from us: their own, and a coordinator's for somebody of the organisation."""

import pytest
from django.urls import reverse

from accounts.models import Person
from core.models import Event
from notifications.channels.base import MAIL
from notifications.chosen import chosen_by
from notifications.errors import PauseInPast, QuietHoursHalf, QuietHoursSame
from notifications.habits import owned_by
from notifications.models import Choice, Habit
from notifications.readers import reader_of_person
from notifications.topics import Topic
from tests.clock import NOW
from tests.pages.builders import fields_of, links_of, read, says, visitor
from tests.teams import make_user

pytestmark = pytest.mark.django_db

OWN = reverse("my_choices")


def save(browser, address=OWN, **said):
    """The form as it stands on the page, with something else filled in."""
    fields = fields_of(browser.get(address))
    sent = {
        name: fields.get(name, [""])
        for name in ("shown", "chosen", "quiet_from", "quiet_until", "zone", "digest")
    }
    return browser.post(address, {**sent, **said, "do": "save"})


def without(browser, topic, address=OWN):
    return [code for code in fields_of(browser.get(address))["chosen"] if code != f"{topic}:{MAIL}"]


def choices_of(person):
    return list(Choice.objects.filter(person=person).values_list("topic", "channel", "wanted"))


def habit_of(person):
    return Habit.objects.get(person=person)


def test_ones_own_page_and_the_page_of_the_login_lead_there(ana):
    assert all(
        OWN in links_of(ana.get(reverse(name)))
        for name in ("organisations:home", "accounts:security")
    )


def test_everything_that_goes_by_itself_is_ticked(ana):
    page = fields_of(ana.get(OWN))

    assert page["chosen"] == page["shown"]
    assert set(page["chosen"]) == {f"{topic}:{MAIL}" for topic in Topic if topic != Topic.TEAM}


def test_a_tick_that_is_taken_away_is_kept(ana, world):
    save(ana, chosen=without(ana, "waiting"))

    assert choices_of(world.ana) == [("waiting", MAIL, False)]
    assert "waiting:mail" not in fields_of(ana.get(OWN))["chosen"]


def test_saving_the_page_as_it_is_changes_nothing(ana, world):
    assert save(ana).status_code == 302

    assert (
        choices_of(world.ana),
        Event.objects.filter(kind="notifications.choices_set").count(),
    ) == ([], 0)


def test_what_did_not_stand_on_the_page_was_not_answered(ana, world):
    save(ana, shown=["care:mail"], chosen=[])

    assert choices_of(world.ana) == [("care", MAIL, False)]


def test_quiet_hours_zone_and_summary_are_kept(ana, world):
    save(ana, quiet_from="22:30", quiet_until="07:00", zone="Europe/Paris", digest="weekly")

    page = fields_of(ana.get(OWN))
    assert [page[each] for each in ("quiet_from", "quiet_until", "zone", "digest")] == [
        ["22:30"],
        ["07:00"],
        ["Europe/Paris"],
        ["weekly"],
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"quiet_from": "22:00"}, QuietHoursHalf()),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, QuietHoursSame()),
        ({"quiet_from": "late"}, "Enter a valid time."),
        ({"digest": "hourly"}, "hourly"),
        ({"zone": "Mars/Crater"}, "Mars/Crater"),
        ({"chosen": ["weather:mail"]}, "weather:mail"),
        ({"shown": ["care:pigeon"]}, "care:pigeon"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(ana, world, said, told):
    page = save(ana, **({"chosen": without(ana, "care")} | said))

    assert (page.status_code, says(page, told), choices_of(world.ana)) == (422, True, [])
    typed = {"quiet_from", "quiet_until"} & set(said)
    assert all(fields_of(page)[name] == [said[name]] for name in typed)
    assert "care:mail" not in fields_of(page).get("chosen", [])


def test_a_pause_begins_is_told_and_ends(ana, world):
    page = ana.post(OWN, {"do": "pause", "until": "2026-03-20"}, follow=True)
    assert says(page, "What can wait, waits until March 20, 2026.")
    assert habit_of(world.ana).paused_until.isoformat() == "2026-03-19T23:00:00+00:00"

    page = ana.post(OWN, {"do": "go_on"}, follow=True)
    assert (says(page, "waits until"), habit_of(world.ana).paused_until) == (False, None)


@pytest.mark.parametrize(
    ("until", "status"),
    [("2026-03-02", 422), ("0001-01-01", 422), ("9999-12-31", 422), ("soon", 422), ("", 422)],
)
def test_a_pause_that_cannot_be_is_told(ana, until, status):
    page = ana.post(OWN, {"do": "pause", "until": until})

    assert (page.status_code, fields_of(page).get("until", [""])[0]) == (status, until)


def test_a_pause_in_the_past_is_told_in_words(ana):
    assert says(ana.post(OWN, {"do": "pause", "until": "2026-02-01"}), PauseInPast())


@pytest.mark.parametrize("do", ["", "everything"])
def test_another_button_is_refused(ana, do):
    assert ana.post(OWN, {"do": do}).status_code == 400


def test_a_coordinator_without_a_person_chooses_about_the_work(cora, world):
    assert fields_of(cora.get(OWN))["shown"] == ["team:mail"]

    save(cora, chosen=[])

    assert Choice.objects.get().user == world.cora


def test_a_login_of_nobody_yet_can_open_the_page():
    assert visitor(make_user()).get(OWN).status_code == 200


def for_emma(world):
    return reverse("organisations:choices", args=[world.emma.public_id])


def test_the_page_of_a_person_leads_to_how_they_hear_from_us(cora, world):
    page = cora.get(reverse("organisations:person", args=[world.emma.public_id]))

    assert for_emma(world) in links_of(page)


def test_a_coordinator_notes_it_for_somebody_whom_only_the_team_reaches(cora, world):
    emma = world.emma.person
    assert all(code.endswith(":hand") for code in fields_of(cora.get(for_emma(world)))["shown"])

    save(cora, for_emma(world), chosen=["care:hand"])

    assert {topic for topic, _channel, _wanted in choices_of(emma)} == {
        "matching",
        "meetings",
        "waiting",
    }
    event = Event.objects.get(kind="notifications.choices_set")
    assert (event.by, event.person_id) == (world.cora, emma.pk)


def test_a_coordinator_begins_a_pause_for_somebody(cora, world):
    cora.post(for_emma(world), {"do": "pause", "until": "2026-03-20"})

    assert Event.objects.get(kind="notifications.paused").by == world.cora
    assert habit_of(world.emma.person).paused_until > NOW


def test_a_coordinator_of_another_organisation_cannot(zoe, world):
    answers = [zoe.get(for_emma(world)), zoe.post(for_emma(world), {"do": "go_on"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Habit.objects.filter(**owned_by(("person", world.emma.person_id))).exists()


def test_what_a_coordinator_sees_does_not_tell_that_somebody_works_in_a_team(world):
    person = Person.objects.get(pk=world.ana.pk)
    Person.objects.filter(pk=person.pk).update(user=world.cora)
    reader = reader_of_person(Person.objects.get(pk=person.pk))

    topics = [
        {topic for topic, _way in chosen_by(reader, for_another=each).wanted}
        for each in (False, True)
    ]

    assert [Topic.TEAM in each for each in topics] == [True, False]


def test_every_box_has_a_name_of_its_own_for_who_cannot_see_the_table(ana):
    boxes = [
        told
        for tag, told in read(ana.get(OWN)).tags
        if tag == "input" and told.get("name") == "chosen"
    ]

    assert len({told["value"] for told in boxes}) == len(boxes) == len(Topic) - 1
    assert [says(ana.get(OWN), f"{topic.label}: e-mail") for topic in Topic] == [True] * 4 + [False]
