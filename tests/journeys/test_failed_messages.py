"""The pages about messages that did not arrive: accessible, narrow and wide, and one of them done in a browser."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from notifications.channels.base import Outcome, Result
from notifications.models import Delivery
from notifications.receipts import What
from notifications.services import note_receipt
from tests.journeys.looking import SHAPES, check, opened
from tests.matching.builders import another_seeker, make_scene
from tests.notifications.builders import queue, settled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(db):
    """Two mails that failed, and Cem, whose address takes nothing any more."""
    scene = make_scene()
    cem, now = another_seeker(scene, "Cem"), timezone.now()
    mine = {"kind": "matching.proposal_offered", "organisation_id": scene.programme.organisation_id}
    for person, result in (
        (scene.ana, Result(Outcome.PERMANENT, "smtp_550")),
        (scene.ben, Result(Outcome.TECHNICAL, "worker_lost")),
        (cem.person, Result(Outcome.SENT)),
    ):
        delivery = settled(result, queue(person, now=now, **mine), now)
    note_receipt(
        message=delivery.message.public_id,
        channel="mail",
        what=What.BOUNCED,
        status="5.1.1",
        at=now,
        now=now,
    )
    scene.cem = cem
    EmailAddress.objects.create(
        user=scene.cora, email=scene.cora.email, verified=True, primary=True
    )
    return scene


@pytest.mark.parametrize(("width", "scheme", "language"), SHAPES)
def test_the_pages_about_messages_are_accessible(visitor, scene, width, scheme, language):
    names = ("failed_messages", "not_reached", "message_figures", "desk")

    assert (
        check(
            opened(visitor, width, scheme, language, scene.cora),
            [
                *(reverse(f"organisations:{name}") for name in names),
                reverse("organisations:failed_messages") + "?reason=away",
                reverse("organisations:desk_panel", args=["not-reached"]),
                reverse("organisations:person", args=[scene.cem.public_id]),
            ],
        )
        == []
    )


def test_what_failed_is_left_and_the_others_are_sent_again(visitor, scene):
    page = opened(visitor, 360, "light", "en", scene.cora)
    page.goto(reverse("organisations:failed_messages"))

    page.get_by_role("button", name="Leave it").first.click()
    page.get_by_role("button", name="again").first.click()

    assert page.get_by_text("We send 2 messages again.").is_visible()
    assert not Delivery.objects.filter(
        state__in=["permanent", "technical"], seen_to_at=None
    ).exists()
