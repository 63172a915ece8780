"""What only a browser shows of the board and the arrival list: keys, their help, and trying out while one types."""

import pytest
from django.urls import reverse

from matching.models import Proposal
from tests.journeys.test_every_page import opened, scene

__all__ = ["scene"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def board(visitor, scene):
    page = opened(visitor, 1280, "light", "en", scene.cora)
    page.goto(reverse("matching:board", args=[scene.programme.public_id]))
    return page


def draft():
    return Proposal.objects.filter(state="draft").order_by("on_hold_until", "-score", "pk")[0]


def test_a_proposal_is_reached_ticked_and_put_aside_by_keys(board):
    board.keyboard.press("j")
    board.keyboard.press("x")
    assert board.locator("input[name=proposal]").first.is_checked()

    board.keyboard.press("h")

    board.get_by_text("Put aside.").wait_for()
    assert draft().on_hold_until is not None


def test_a_key_opens_the_reasons_and_letters_typed_there_do_nothing(board):
    board.keyboard.press("j")
    board.keyboard.press("r")
    board.locator("details.reject[open] select").wait_for()

    board.keyboard.press("a")

    assert draft().state == "draft"


def test_a_key_leads_to_another_partner(board):
    board.keyboard.press("j")
    board.keyboard.press("s")

    board.get_by_role("heading", level=1, name="Another partner for").wait_for()


def test_the_help_opens_closes_and_gives_the_focus_back(board):
    board.keyboard.press("j")
    board.keyboard.press("?")
    dialog = board.get_by_role("dialog", name="Keys on this page")
    dialog.wait_for()

    board.keyboard.press("Escape")

    dialog.wait_for(state="hidden")
    assert board.evaluate("document.activeElement.matches('.proposal')")


def test_keys_can_be_switched_off_for_good(board):
    board.locator("#keys summary").click()
    board.get_by_label("Use these keys").uncheck()
    board.reload()

    board.locator("main").focus()
    board.keyboard.press("j")

    assert not board.evaluate("document.activeElement.matches('.proposal')")


def test_without_a_script_the_keys_are_text_on_the_page(visitor, scene):
    page = opened(visitor, 360, "light", "en", scene.cora)
    plain = page.context.browser.new_context(
        base_url=page.url.split("/me/")[0].rstrip("/"),
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    )
    try:
        still = plain.new_page()
        still.goto(reverse("matching:board", args=[scene.programme.public_id]))
        still.locator("#keys summary").click()
        still.get_by_text("look for another partner").wait_for()
        assert still.get_by_label("Use these keys").is_hidden()
    finally:
        plain.close()


def test_who_would_fit_is_told_while_somebody_types(visitor, scene):
    page = opened(visitor, 1280, "light", "en", scene.cora)
    seeker = draft().seeker
    page.goto(reverse("matching:fits", args=[seeker.public_id]))
    page.locator("summary").first.click()

    page.get_by_label("This person also speaks").select_option("tr")

    page.get_by_text("would fit; now").wait_for()
    assert "language=tr" in page.url
