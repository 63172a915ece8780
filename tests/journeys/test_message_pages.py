"""The pages of messages: one's own, the letters of a team, and all kinds by each way."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.services import change_place
from notifications.models import Message
from notifications.services import make_batch, plan_due
from tests.clock import NOW
from tests.journeys.looking import SHAPES, check, opened
from tests.matching.builders import approve, make_scene
from tests.notifications.letters import by_letter, letter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KIND = "matching.proposal_offered"


@pytest.fixture
def scene(db):
    """Ana has a message, one letter waits, one is printed, and one can no longer be sent."""
    scene = make_scene()
    approve(scene.draft(), scene.cora)
    plan_due(now=NOW)
    scene.message = Message.objects.get(person=scene.ana, kind=KIND)
    scene.message.expires_at = None  # the site has the real clock
    scene.message.save()
    scene.over = letter(scene.ana).message
    scene.organisation = scene.programme.organisation
    about = {"kind": KIND, "context": scene.message.context}
    ours = {"organisation_id": scene.organisation.pk}
    letter(by_letter("Iris"), **about, **ours)
    make_batch(organisation_id=scene.organisation.pk, by=scene.cora, now=NOW)
    letter(by_letter("Jef"), **about, **ours)
    lost = letter(by_letter("Koen"), **about, **ours)
    change_place(person=lost.message.person, typed="9000", by=None, now=NOW)
    return scene


@pytest.mark.parametrize(("width", "scheme", "language"), SHAPES)
def test_the_pages_of_messages_are_accessible(visitor, scene, width, scheme, language):
    shape = (visitor, width, scheme, language)
    own = [
        reverse("inbox"),
        *(reverse("message", args=[each.public_id]) for each in (scene.message, scene.over)),
    ]
    team = [
        reverse("organisations:desk"),
        reverse("organisations:letters"),
        reverse("organisations:catalogue"),
        reverse("organisations:kind", args=[KIND, language]),
    ]

    assert [
        *check(opened(*shape, scene.ana.user), own),
        *check(opened(*shape, scene.cora), team),
    ] == []


def test_what_leads_on_stands_below_the_words_that_tell_of_it(visitor, scene):
    page = opened(visitor, 360, "light", "nl", scene.ana.user)
    page.goto(reverse("message", args=[scene.message.public_id]))

    between = page.locator(".mail a.button").first.evaluate(
        """(link) => {
          const words = document.createRange();
          words.setStart(link.parentElement, 0);
          words.setEndBefore(link);
          const below = [...words.getClientRects()].map((line) => line.bottom);
          return link.getBoundingClientRect().top - Math.max(...below.slice(0, -1));
        }"""
    )

    assert between >= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mail_is_shown_dark_and_light_whatever_the_screen_prefers(visitor, scene, scheme):
    page = opened(visitor, 1280, scheme, "nl", scene.cora)
    page.goto(reverse("organisations:kind", args=[KIND, "nl"]))

    for number, (width, colour) in enumerate(
        [(360, "rgb(246, 242, 234)"), (360, "rgb(20, 25, 27)")]
    ):
        frame = page.locator("iframe").nth(number)
        frame.scroll_into_view_if_needed()
        body = frame.content_frame.locator("body")
        expect(body).to_contain_text("We denken dat we iemand vonden")
        expect(body).to_have_css("background-color", colour)
        assert frame.bounding_box()["width"] == width


def test_letters_are_printed_and_posted_by_hand(visitor, scene):
    page = opened(visitor, 1280, "light", "en", scene.cora)
    page.goto(reverse("organisations:letters"))

    with page.expect_download() as download:
        page.get_by_role("button", name="Print").click()
    page.get_by_role("button", name="They are in the post").click()

    assert download.value.suggested_filename.endswith(".pdf")
    expect(page.get_by_text("Noted: they are in the post.")).to_be_visible()
