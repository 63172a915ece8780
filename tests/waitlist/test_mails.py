"""What the sign of life says: where things stand, honest, in the reader's language, and nothing that a stranger may know."""

import pytest
from django.conf import settings
from django.urls import resolve

from accounts.exports import export_of
from notifications.rendering import build_mail
from tests.clock import later
from tests.notifications.mail_links import links_in
from tests.waitlist.builders import (
    answer,
    history,
    sign_at,
    sign_mails,
    sweep,
    waiting_scene,
)
from waitlist import services
from waitlist.links import read_sign_token
from waitlist.states import SignState

pytestmark = pytest.mark.django_db


def mail(scene, language="en", weeks=4):
    scene.ana.language = language
    scene.ana.save()
    sweep(later(weeks=weeks))
    return build_mail(sign_mails(scene.seeker)[-1])


def test_it_says_how_long_somebody_waits_and_that_nobody_was_found():
    body = mail(waiting_scene()).body

    assert "You have waited for 4 weeks now. We have not found anybody who fits you yet." in body


def test_it_carries_the_forecast_of_the_programme():
    body = mail(history()).body

    assert "Half of the people who began to wait here in the last year" in body
    assert "That is no promise" in body


def test_without_a_history_it_says_that_nothing_can_be_said():
    assert "How long it takes we cannot say yet" in mail(waiting_scene()).body


def test_it_carries_what_there_is_meanwhile():
    scene = waiting_scene(meanwhile_text={"en": "Walk with us & <talk>."})

    written = mail(scene)

    assert "What you can do meanwhile:\nWalk with us & <talk>." in written.body
    assert "&lt;talk&gt;" in written.alternatives[0][0]


def test_without_such_a_text_nothing_stands_there():
    body = mail(waiting_scene()).body

    assert "meanwhile" not in body
    assert "\n\n\n" not in body


def test_its_one_link_asks_whether_we_look_further():
    scene = waiting_scene()
    body = mail(scene).body

    (link,) = links_in(body)

    page = resolve(link.removeprefix(settings.SITE_URL))
    assert page.view_name == "waitlist:still_by_link"
    assert read_sign_token(page.kwargs["token"]).enrolment == scene.seeker


def test_it_names_no_programme_and_no_organisation():
    scene = waiting_scene(name="Buddies for grief")
    written = mail(scene)

    for word in ("grief", scene.programme.organisation.name):
        assert word not in written.subject + written.body


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "We zijn je niet vergeten"), ("fr", "pas oublié")]
)
def test_it_speaks_the_language_of_its_reader(language, words):
    written = mail(waiting_scene(), language)

    assert words in written.subject
    assert "We have not found" not in written.body


def test_what_was_answered_meanwhile_is_not_asked():
    scene, sign = sign_at(SignState.ASKED)
    message = sign_mails(scene.seeker)[0]

    answer(scene, sign, "yes")

    assert build_mail(message) is None


def test_somebody_takes_along_what_was_asked_and_said_but_not_the_notes():
    scene, sign = sign_at(SignState.RENEWED)
    services.note_contact(
        enrolment_id=scene.seeker.pk, by=scene.cora, now=later(weeks=5), note="Secret"
    )

    told = export_of(scene.ana)

    assert [(row["said"], row["at"]) for row in told["waiting"]["asked"]] == [
        ("yes", sign.sent_at.isoformat())
    ]
    assert len(told["waiting"]["spoken_at"]) == 1
    assert "Secret" not in str(told)
