"""What only a browser shows of the board and the arrival list: keys, their help, and trying out while one types."""

import pytest
from django.urls import reverse

from matching.models import Proposal
from tests.journeys.looking import log_in
from tests.matching.builders import make_scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(db):
    """No more than a board needs: one draft, and Cora, who reads English."""
    scene = make_scene()
    scene.draft()
    scene.cora.language = "en"
    scene.cora.save()
    return scene


@pytest.fixture
def desk(visitor, scene):
    page = visitor(viewport={"width": 1280, "height": 800})
    log_in(page, scene.cora)
    return page


@pytest.fixture
def board(desk, scene):
    desk.goto(reverse("matching:board", args=[scene.programme.public_id]))
    return desk


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
    board.evaluate(
        "addEventListener('submit', (e) => { e.preventDefault(); document.body.dataset.sent = 1 })"
    )

    board.keyboard.press("a")
    typed = board.evaluate("document.body.dataset.sent")
    board.locator(".proposal").focus()
    board.keyboard.press("a")

    assert (typed, board.evaluate("document.body.dataset.sent")) == (None, "1")


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
    still = visitor(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    log_in(still, scene.cora)
    still.goto(reverse("matching:board", args=[scene.programme.public_id]))
    still.locator("#keys summary").click()
    still.get_by_text("look for another partner").wait_for()
    assert still.get_by_label("Use these keys").is_hidden()


def test_who_would_fit_is_told_while_somebody_types(desk):
    desk.goto(reverse("matching:fits", args=[draft().seeker.public_id]))
    desk.locator("summary").first.click()

    desk.get_by_label("This person also speaks").select_option("tr")

    desk.get_by_text("would fit; now").wait_for()
    assert "language=tr" in desk.url


def test_the_list_is_made_again_when_a_slider_is_let_go(desk):
    desk.goto(reverse("matching:fits", args=[draft().seeker.public_id]))
    desk.locator("summary").first.click()
    slider = desk.get_by_role("slider", name="This person travels")
    box = slider.bounding_box()
    asked = []
    desk.on("request", lambda request: asked.append(request.url))

    desk.mouse.move(box["x"] + 9, box["y"] + box["height"] / 2)
    desk.mouse.down()
    desk.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    number = desk.locator("output").first.inner_text()
    held = list(asked)
    desk.mouse.up()

    desk.get_by_text("would fit; now").wait_for()
    assert (held, number) == ([], slider.input_value())
    assert f"farther_km={number}" in desk.url


def test_a_slider_moves_by_keys(desk):
    desk.goto(reverse("matching:fits", args=[draft().seeker.public_id]))
    desk.locator("summary").first.click()

    slider = desk.get_by_role("slider", name="The others travel")
    slider.focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowRight")

    desk.get_by_text("would fit; now").wait_for()
    assert desk.locator("output").nth(1).inner_text() == "2"


def test_without_a_script_a_slider_is_sent_by_the_button(visitor, scene):
    still = visitor(java_script_enabled=False)
    log_in(still, scene.cora)
    still.goto(reverse("matching:fits", args=[draft().seeker.public_id]))
    still.locator("summary").first.click()
    still.get_by_role("slider", name="This person travels").press("End")

    still.get_by_role("button", name="Show who fits then").click()

    still.get_by_text("would fit; now").wait_for()
    assert still.locator("output").first.inner_text() == "50"
