"""The page of a group: what its people, who leads it and the team read and do there."""

import pytest
from django.urls import reverse

from accounts.exports import export_of
from groups import services
from groups.links import gathering_link
from groups.models import Attendance, Gathering, Wait
from groups.peer_selectors import next_in_line
from groups.states import State
from organisations.services import pause_enrolment, save_wish
from tests.clock import NOW, later
from tests.groups.peers import AFTER, again, formed, held, leave, note, plan, say, somebody
from tests.groups.test_regrouping import low
from tests.groups.test_waits import wait
from tests.pages.access import MOST
from tests.pages.builders import fetch, says, visitor
from tests.teams import make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def circle(kept):
    return formed(most_members=6)


@pytest.fixture
def gathering(circle):
    return plan(circle)[0]


def browser(who):
    return visitor(getattr(who, "person", None).user if hasattr(who, "person") else who)


def at(name, circle, *more):
    return reverse(f"groups:{name}", args=[circle.group.public_id, *more])


def test_a_member_reads_when_and_where_and_who_comes(circle, gathering):
    say(gathering, circle, circle.members[1])

    page = browser(circle.mia).get(at("group", circle))

    for words in ("De Kring", "Kouter 1", "Noor", "Finn", "facilitator", "1 person comes: Noor"):
        assert says(page, words)
    assert not says(page, "Who was there?")


def test_a_name_that_is_not_shown_stays_hidden(circle, gathering):
    circle.members[1].person.disclosures.update_or_create(part="name", defaults={"shown": "never"})

    page = browser(circle.mia).get(at("group", circle))

    assert not says(page, "Noor")
    assert says(page, "Somebody (no. 4)")


def test_somebody_signs_up_on_the_page(circle, gathering):
    browser(circle.mia).post(at("come", circle, gathering.public_id), {"comes": "yes"})

    assert Attendance.objects.get().said == "yes"


def test_somebody_signs_off_by_the_link_without_a_login(circle, gathering):
    link = gathering_link(circle.seat(circle.mia))
    page = visitor().post(link, {"gathering": gathering.public_id, "comes": "no"}, follow=True)

    assert (Attendance.objects.get().said, Attendance.objects.get().way) == ("no", "link")
    assert page.status_code == 200


def test_the_link_says_what_is_no_longer_possible(circle, gathering):
    link = gathering_link(circle.seat(circle.mia))
    services.cancel_gathering(
        gathering_id=gathering.pk, expected_version=1, by=circle.cora, now=NOW
    )

    page = visitor().post(link, {"gathering": gathering.public_id, "comes": "yes"})

    assert page.status_code == 409


def test_a_link_of_somebody_who_left_does_not_work(circle, gathering):
    link = gathering_link(circle.seat(circle.mia))
    leave(circle, circle.mia)

    assert visitor().get(link).status_code == 410


PLAN = {"day": "2026-03-12", "begins": "19:00", "minutes": "120", "rhythm": "weekly", "times": "3"}


def test_who_leads_plans_a_series(circle):
    filled = PLAN | {"place": circle.place.public_id}
    answer = browser(circle.finn).post(at("plan", circle), filled)

    assert answer.status_code == 302
    assert Gathering.objects.count() == 3


def test_a_refusal_stands_beside_its_field(circle):
    filled = PLAN | {"place": circle.place.public_id, "day": "2026-03-01"}
    page = browser(circle.finn).post(at("plan", circle), filled)

    assert page.status_code == 422
    assert says(page, "Choose a day and an hour that are still to come")


def moved(circle, gathering, **how):
    told = {key: PLAN[key] for key in ("day", "minutes")} | {
        "place": circle.place.public_id,
        "begins": "20:00",
        "version": "1",
    }
    return browser(circle.finn).post(at("move", circle, gathering.public_id), told | how)


def test_who_leads_moves_it_and_an_old_page_is_told_so(circle, gathering):
    assert moved(circle, gathering).status_code == 302

    page = moved(circle, gathering)

    assert says(page, "Somebody else changed this just now")
    assert 'value="2"' in page.content.decode()
    assert moved(circle, gathering, version="2", minutes="1").status_code == 422


def test_who_leads_cancels_it(circle, gathering):
    place = at("cancel", circle, gathering.public_id)
    assert browser(circle.finn).post(place, {"version": "9"}).status_code == 409
    browser(circle.finn).post(place, {"version": "1"})

    assert Gathering.objects.get().state == "cancelled"


def test_one_tap_notes_who_was_there(circle, clock):
    gathering = held(circle)
    clock.move_to(AFTER)
    tap = {"person": circle.mia.public_id, "was_there": "yes"}
    browser(circle.finn).post(at("there", circle, gathering.public_id), tap)

    page = browser(circle.finn).get(at("group", circle))

    assert Attendance.objects.get().was_there is True
    assert says(page, "1 member was there")


def test_who_leads_writes_the_house_rules(circle):
    texts = {"version": "1", "rules": "What is said here stays here.", "materials": ""}
    assert browser(circle.finn).post(at("texts", circle), texts).status_code == 302
    assert says(browser(circle.mia).get(at("group", circle)), "What is said here stays here.")

    assert browser(circle.finn).post(at("texts", circle), texts).status_code == 422
    long = texts | {"version": "2", "rules": "x" * 5000}
    assert says(browser(circle.finn).post(at("texts", circle), long), "at most 4,000")
    assert browser(circle.mia).get(at("texts", circle)).status_code == 404


def test_somebody_leaves_and_is_thanked(circle):
    page = browser(circle.mia).post(at("leave", circle), {"why": "I moved"}, follow=True)

    assert says(page, "You left the group. Thank you for being there.")
    assert browser(circle.mia).get(at("group", circle)).status_code == 404


def test_a_reason_that_is_too_long_is_said(circle):
    page = browser(circle.mia).post(at("leave", circle), {"why": "x" * 2000})

    assert page.status_code == 422


def test_the_team_notes_that_somebody_stops(circle):
    place = at("leave", circle) + f"?person={circle.mia.public_id}"
    assert says(browser(circle.cora).get(place), "Mia stops")
    browser(circle.cora).post(at("leave", circle), {"person": circle.mia.public_id})

    assert not says(browser(circle.cora).get(at("group", circle)), "Mia")


def test_the_group_has_a_break_and_ends(circle):
    held(circle)
    for move, who, state in (
        ("pause", circle.finn, State.PAUSED),
        ("resume", circle.finn, State.ACTIVE),
        ("round_off", circle.finn, State.CLOSING),
        ("end", circle.cora, State.CLOSED),
    ):
        browser(who).post(at("move_on", circle, move))
        assert circle.now_is().state == state
    assert browser(circle.cora).post(at("move_on", circle, "fly")).status_code == 404
    assert browser(circle.cora).post(at("move_on", circle, "end")).status_code == 409
    assert says(browser(circle.mia).get(at("group", circle)), "The group has come to an end.")


def test_a_small_group_stands_on_the_desk_and_goes_on_with_another(circle):
    other = again(
        circle, "Rosa", "Sami", "Tess", finn=somebody(circle.programme, "Zeno", "volunteer")
    )
    low(circle)
    cora = browser(circle.cora)

    assert says(
        fetch(cora, reverse("organisations:desk"), "groups"), "Three times fewer than the least"
    )
    assert says(cora.get(at("group", circle)), "0 km, 3 of 6 places taken")
    cora.post(at("merge", circle), {"into": other.group.public_id})
    assert says(cora.get(at("group", other)), "6 members, at most 6.")


def test_a_large_group_becomes_two(kept):
    circle = formed(members=6, most_members=6)
    uma = somebody(circle.programme, "Uma")
    wait(circle, uma)
    cora = browser(circle.cora)

    assert says(fetch(cora, reverse("organisations:desk"), "groups"), "Full, and people wait")
    assert says(cora.get(at("group", circle)), "Let go first Uma")
    cora.post(at("go_first", circle, Wait.objects.get().public_id))
    cora.post(at("split", circle), {"people": [each.public_id for each in circle.members[:3]]})
    assert says(cora.get(at("group", circle)), "3 members, at most 6.")


def test_a_place_that_is_offered_stands_on_the_own_page(kept):
    circle = formed(members=5)
    rosa, sami = (somebody(circle.programme, name) for name in ("Rosa", "Sami"))
    for who in (rosa, sami):
        wait(circle, who)
    leave(circle, circle.mia)
    services.offer_places(group_id=circle.group.pk, now=NOW)

    home = browser(rosa).get(reverse("organisations:home"))
    waiting = browser(sami).get(reverse("organisations:home"))

    assert says(home, "There is a place for you")
    assert says(waiting, "You wait for a place")
    offer, other = (Wait.objects.get(enrolment=who) for who in (rosa, sami))
    page = browser(rosa).post(
        reverse("groups:answer_wait", args=[offer.public_id]), {"yes": "yes"}, follow=True
    )
    assert says(page, "Welcome in the group.")
    browser(sami).post(reverse("groups:answer_wait", args=[other.public_id]), {"yes": "no"})
    assert Wait.objects.get(pk=other.pk).state == "gone"


def test_the_own_page_and_the_file_show_the_group(circle, gathering):
    assert says(browser(circle.mia).get(reverse("organisations:home")), "The next gathering:")
    file = reverse("organisations:person", args=[circle.mia.public_id])
    assert says(browser(circle.cora).get(file), "Caring")


def test_my_data_has_what_i_said(circle):
    gathering = held(circle)
    note(gathering, circle, circle.mia)

    [told] = export_of(circle.mia.person)["groups"]

    assert told["gatherings"] == [[gathering.starts_at.isoformat(), "", True]]


def test_a_full_page_reads_few(circle, django_assert_max_num_queries):
    plan(circle, rhythm="weekly", times=9)
    again(circle, "Rosa", "Sami", "Tess", finn=somebody(circle.programme, "Zeno", "volunteer"))

    for who in (circle.mia, circle.finn, circle.cora):
        client = browser(who)
        with django_assert_max_num_queries(MOST):
            client.get(at("group", circle))


def test_the_list_narrows_by_state(circle):
    cora = browser(circle.cora)

    assert says(cora.get(reverse("groups:groups"), {"state": "introduced"}), "Caring")
    assert says(cora.get(reverse("groups:groups"), {"state": "closed"}), "No groups here.")


@pytest.mark.parametrize(
    ("name", "field"), [("come", "comes"), ("there", "was_there"), ("gatherings_by_link", "comes")]
)
def test_what_is_no_yes_is_not_taken_for_a_no(circle, gathering, name, field):
    asked = {"person": circle.mia.public_id, "gathering": gathering.public_id, field: "maybe"}
    who = circle.finn if name == "there" else circle.mia
    address = (
        gathering_link(circle.seat(circle.mia))
        if name == "gatherings_by_link"
        else at(name, circle, gathering.public_id)
    )

    refused = browser(who).post(address, asked)

    assert (refused.status_code, Attendance.objects.count()) == (400, 0)


def test_nobody_stops_waiting_by_a_word_that_is_no_answer(kept):
    circle = formed(members=5)
    rosa = somebody(circle.programme, "Rosa")
    waits = wait(circle, rosa)

    refused = browser(rosa).post(reverse("groups:answer_wait", args=[waits.public_id]), {"yes": ""})

    assert (refused.status_code, Wait.objects.get(pk=waits.pk).state) == (400, "waiting")


@pytest.fixture
def line(kept):
    """A full group for which Rosa waits, then Sami; Tess waits for its theme, and Ulla for nothing."""
    circle = formed(members=5)
    names = ("Rosa", "Sami", "Tess", "Ulla")
    circle.rosa, circle.sami, circle.tess, circle.ulla = (
        somebody(circle.programme, name, by=circle.cora) for name in names
    )
    wait(circle, circle.rosa)
    wait(circle, circle.sami, now=later(hours=1))
    save_wish(
        enrolment_id=circle.tess.pk, theme_id=circle.theme.pk, by=circle.cora, now=NOW, stage=1
    )
    return circle


def test_the_team_finds_somebody_of_the_programme_and_lets_them_wait(line):
    elsewhere = somebody(make_programme(line.programme.organisation, name="Elders"), "Ulla Elders")
    cora = browser(line.cora)
    offered = cora.get(at("line", line))
    found = cora.get(at("line", line), {"q": "ulla"})

    assert says(offered, "Tess")
    assert not says(offered, "Ulla")
    assert says(found, "Ulla")
    assert not says(found, "Ulla Elders")
    cora.post(at("line", line), {"person": line.ulla.public_id})
    assert not says(cora.get(at("line", line), {"q": "ulla"}), "Let wait")
    assert line.ulla in [row.enrolment for row in next_in_line(line.group.pk)]
    for person, status in ((elsewhere.public_id, 404), (line.group.public_id, 404), ("x", 400)):
        assert cora.post(at("line", line), {"person": person}).status_code == status


def test_the_line_tells_who_left_and_refuses_who_paused(line):
    leave(line, line.mia)
    pause_enrolment(enrolment_id=line.ulla.pk, by=line.cora, now=NOW)
    cora = browser(line.cora)

    assert says(cora.get(at("line", line), {"q": "mia"}), "left this group on")
    refused = cora.post(at("line", line), {"person": line.ulla.public_id})
    assert refused.status_code == 409
    assert says(refused, "This person is not ready for a group now")


def test_going_first_tells_what_it_does_before_and_somebody_is_taken_off(line):
    row = Wait.objects.get(enrolment=line.sami)
    cora = browser(line.cora)
    page = cora.get(at("go_first", line, row.public_id))

    assert says(page, "From place 2 in line to place 1.")
    assert says(page, "1 person who came earlier waits longer.")
    cora.post(at("go_first", line, row.public_id))
    assert next_in_line(line.group.pk)[0] == row
    cora.post(at("take_off", line, row.public_id))
    assert Wait.objects.get(pk=row.pk).state == "gone"
    assert cora.get(at("go_first", line, row.public_id)).status_code == 302
    assert cora.post(at("take_off", line, row.public_id)).status_code == 409


def test_the_line_of_a_group_that_takes_nobody_offers_nobody(line):
    services.round_off_group(group_id=line.group.pk, by=line.cora, now=NOW)

    page = browser(line.cora).get(at("line", line))

    assert says(page, "Nobody new can come into this group any more.")
    assert says(page, "Nobody waits for this group.")


@pytest.mark.parametrize("size", [2, 12])
def test_the_line_asks_nothing_for_each_row(line, size, django_assert_max_num_queries):
    for number in range(size):
        wait(line, somebody(line.programme, f"Vic {number}"))
        somebody(line.programme, f"Wim {number}")
    cora = browser(line.cora)

    with django_assert_max_num_queries(MOST):
        page = cora.get(at("line", line), {"q": "wim"})

    assert says(page, "Vic 1")
    assert says(page, "Wim 1")
