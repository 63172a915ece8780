"""Waiting on the pages: where it stands, one tap from the mail, and whom the team speaks to."""

import pytest
from django.urls import reverse

from accounts.models import Person
from matching.services import approve_proposal
from organisations.models import Enrolment
from organisations.services import change_programme, leave_programme
from tests.clock import NOW, later
from tests.pages.builders import everything, fetch, links_of, says, visitor
from tests.waitlist.builders import deliver, signs, sweep
from waitlist.errors import SignClosed
from waitlist.links import sign_link
from waitlist.models import Contact, Sign
from waitlist.services import answer_sign

pytestmark = pytest.mark.django_db

NOBODY = "Nobody waits without a word. Good work."


def on_the_desk(client):
    return fetch(client, reverse("organisations:desk"), "words")


def in_the_file(client, enrolment):
    return fetch(client, reverse("organisations:person", args=[enrolment.public_id]), "words")


@pytest.fixture
def asked(world, clock):
    """Cem, who reads English, was asked whether we look further."""
    Person.objects.filter(pk=world.cem.person_id).update(language="en")
    clock.move_to(later(weeks=8))
    sweep(later(weeks=8))
    deliver(later(weeks=8))
    return signs(world.cem)[0]


@pytest.fixture
def cem(db, world):
    return visitor(world.cem.person.user)


def link(sign):
    return "/" + sign_link(sign).split("/", 3)[3]


def state_of(row):
    return Enrolment.objects.get(pk=row.pk).state


# One's own page


def test_who_waits_reads_how_long_it_takes(cem):
    page = cem.get(reverse("organisations:home"))

    assert says(page, "We look for somebody who fits you (since today).")
    assert says(page, "How long it takes we cannot say yet")


def test_who_has_a_proposal_reads_nothing_of_waiting(ana):
    page = ana.get(reverse("organisations:home"))

    assert not says(page, "Each time we search, you count too.")


def test_the_page_tells_what_there_is_meanwhile(cem, world):
    change_programme(
        programme_id=world.programme.pk,
        by=None,
        now=NOW,
        meanwhile_text={"en": "Walk with us <on Sunday>."},
    )

    page = cem.get(reverse("organisations:home"))

    assert says(page, "What you can do meanwhile")
    assert says(page, "Walk with us <on Sunday>.")


def test_without_such_a_text_nothing_is_told(cem):
    assert not says(cem.get(reverse("organisations:home")), "meanwhile")


def test_the_button_at_home_renews(asked, cem, world):
    page = cem.post(
        reverse("waitlist:still", args=[world.cem.public_id]), {"said": "yes"}, follow=True
    )

    assert says(page, "Thank you. We look further for you.")
    assert not says(page, "Do you still want us to look for somebody?")
    assert Sign.objects.get(pk=asked.pk).wish == "yes"


def test_the_button_at_home_gives_a_break(asked, cem, world):
    cem.post(reverse("waitlist:still", args=[world.cem.public_id]), {"said": "pause"})

    assert state_of(world.cem) == "paused"


@pytest.mark.parametrize("said", ["maybe", "", "yes\x00"])
def test_another_word_is_refused_in_words(asked, cem, world, said):
    page = cem.post(
        reverse("waitlist:still", args=[world.cem.public_id]), {"said": said}, follow=True
    )

    assert says(page, "Choose one of the answers.")
    assert Sign.objects.get(pk=asked.pk).wish == ""


def test_nobody_is_asked_before_the_first_mail(cem, world):
    page = cem.post(
        reverse("waitlist:still", args=[world.cem.public_id]), {"said": "yes"}, follow=True
    )

    assert says(page, "Nothing is asked of this person now.")


# By the link in the mail


def test_opening_the_link_changes_nothing(asked):
    before = everything()

    page = visitor().get(link(asked))

    assert (page.status_code, everything()) == (200, before)


def test_the_page_of_the_link_offers_three_answers_and_names_nobody(world, asked):
    page = visitor().get(link(asked))

    for words in ("Yes, look further for me", "Not now: I take a break", "No, I stop"):
        assert says(page, words)
    for secret in ("Cem", world.programme.name, world.programme.organisation.name):
        assert not says(page, secret)


@pytest.mark.parametrize(
    ("said", "told", "state"),
    [
        ("yes", "Thank you. We look further for you.", "active"),
        ("pause", "You have a break.", "paused"),
        ("leave", "You stopped. Thank you for having been here.", "left"),
    ],
)
def test_one_tap_answers(world, asked, said, told, state):
    page = visitor().post(link(asked), {"said": said}, follow=True)

    assert says(page, told)
    assert state_of(world.cem) == state


def test_a_break_by_mistake_is_ended_on_the_same_page(world, asked):
    browser = visitor()
    page = browser.post(link(asked), {"said": "pause"}, follow=True)
    offered = says(page, "Yes, look further for me")

    browser.post(link(asked), {"said": "yes"})

    assert (offered, state_of(world.cem)) == (True, "active")


def test_after_a_yes_the_same_is_not_offered_again(asked):
    page = visitor().post(link(asked), {"said": "yes"}, follow=True)

    assert not says(page, "Yes, look further for me")
    assert says(page, "No, I stop")


def test_who_stopped_is_offered_nothing_more(asked):
    page = visitor().post(link(asked), {"said": "leave"}, follow=True)

    assert not says(page, "Yes, look further for me")


def test_who_left_in_another_way_reads_so(world, asked):
    leave_programme(enrolment_id=world.cem.pk, by=world.cora, now=NOW)

    assert says(visitor().get(link(asked)), "You do not take part any more.")


def test_another_word_by_the_link_is_refused_in_words(asked):
    page = visitor().post(link(asked), {"said": "maybe"})

    assert (page.status_code, says(page, "Choose one of the answers.")) == (400, True)


def test_who_is_asked_about_a_proposal_by_now_reads_that_things_changed(world, asked):
    approve_proposal(proposal_id=world.draft.pk, by=world.cora, now=later(weeks=8))

    for method in ("get", "post"):
        page = getattr(visitor(), method)(link(asked), {"said": "leave"})
        assert says(page, SignClosed())
    assert state_of(world.cem) == "active"


def test_a_broken_link_says_so():
    assert visitor().get("/still/broken/").status_code == 410


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_page_of_the_link_speaks_the_language_of_the_person(world, asked, language):
    Person.objects.filter(pk=world.cem.person_id).update(language=language)

    page = visitor(language="en").get(link(asked))

    assert f'lang="{language}"' in page.content.decode()
    assert not says(page, "No, I stop")


# The team


@pytest.fixture
def _twelve_weeks_on(world, clock):
    clock.move_to(later(weeks=12))


@pytest.mark.usefixtures("_twelve_weeks_on")
def test_the_desk_names_whom_to_speak_to(cora, world):
    page = on_the_desk(cora)

    assert says(page, "Nobody spoke to them for long")
    assert says(page, "never spoken to")
    assert reverse("organisations:person", args=[world.cem.public_id]) in links_of(page)


def test_before_that_the_desk_names_nobody(cora):
    assert says(on_the_desk(cora), NOBODY)


@pytest.mark.usefixtures("_twelve_weeks_on")
def test_the_desk_of_another_organisation_names_nobody(zoe):
    assert says(on_the_desk(zoe), NOBODY)


@pytest.mark.usefixtures("_twelve_weeks_on")
def test_one_click_notes_the_talk_and_takes_them_off_the_desk(cora, world):
    page = cora.post(
        reverse("waitlist:note_contact", args=[world.cem.public_id]),
        {"note": "Calls again in May", "next": reverse("organisations:desk")},
        follow=True,
    )

    assert says(page, "Cem: noted that you spoke to them.")
    assert says(on_the_desk(cora), NOBODY)
    assert Contact.objects.get().note == "Calls again in May"


def test_the_click_leads_to_no_other_site(cora, world):
    answer = cora.post(
        reverse("waitlist:note_contact", args=[world.cem.public_id]),
        {"next": "https://evil.example/"},
    )

    assert answer.url == reverse("organisations:person", args=[world.cem.public_id])


def test_a_note_that_is_too_long_is_said(cora, world):
    page = cora.post(
        reverse("waitlist:note_contact", args=[world.cem.public_id]),
        {"note": "x" * 1001},
        follow=True,
    )

    assert says(page, "Write in at most 1,000 characters what you spoke about.")
    assert not Contact.objects.exists()


@pytest.mark.usefixtures("_twelve_weeks_on")
def test_the_list_names_everybody_to_speak_to(cora):
    page = cora.get(reverse("waitlist:to_speak_to"))

    assert (says(page, "Cem"), says(page, "Dirk")) == (True, False)


def test_an_empty_list_says_so(cora):
    page = cora.get(reverse("waitlist:to_speak_to"))

    assert says(page, "Nobody waits without a word. Good work.")


def test_who_did_not_answer_is_marked(asked, world, clock):
    change_programme(programme_id=world.programme.pk, by=None, now=NOW, signs_before_call=1)
    clock.move_to(later(weeks=12))
    sweep(later(weeks=12))

    page = visitor(world.cora).get(reverse("waitlist:to_speak_to"))

    assert says(page, "1 mail without an answer")


def test_the_file_tells_talks_and_mails(asked, cora, world):
    cora.post(reverse("waitlist:note_contact", args=[world.cem.public_id]), {"note": "Fine"})

    page = in_the_file(cora, world.cem)

    for words in ("Talks and mails while waiting", "Fine", "Where things stand, by mail", "asked"):
        assert says(page, words)


def test_what_somebody_said_by_phone_is_noted(asked, cora, world):
    page = cora.post(
        reverse("waitlist:told", args=[world.cem.public_id]),
        {"said": "pause", "note": "In hospital"},
        follow=True,
    )

    assert says(page, "Cem: noted what they said.")
    assert (state_of(world.cem), Contact.objects.get().note) == ("paused", "In hospital")


def test_a_word_that_is_none_of_these_is_refused_for_the_team_too(asked, cora, world):
    page = cora.post(
        reverse("waitlist:told", args=[world.cem.public_id]), {"said": "hm"}, follow=True
    )

    assert says(page, "Cem: Choose one of the answers.")
    assert not Contact.objects.exists()


def test_the_file_of_who_left_offers_no_talk(asked, cora, world):
    answer_sign(sign_id=asked.pk, said="leave", by=None, way="link", now=later(weeks=8))

    page = in_the_file(cora, world.cem)

    assert says(page, "Talks and mails while waiting")
    assert not says(page, "I spoke to this person")
