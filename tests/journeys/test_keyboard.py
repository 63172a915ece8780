"""Registering with a keyboard alone: whatever is reached can be seen, and is reached in the order in which it is read."""

import pytest

from accounts.models import Person
from tests.teams import make_organisation, make_programme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const look = getComputedStyle(it);
  return {
    name: [...(it.labels ?? [])].map(label => label.textContent).join(" ") || it.getAttribute("aria-label") || it.textContent,
    outline: look.outlineStyle === "none" ? 0 : parseFloat(look.outlineWidth),
    shown: box.width > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth,
    top: box.top + scrollY,
  };
}"""


def press(page, key="Tab"):
    page.keyboard.press(key)
    return page.evaluate(FOCUSED)


def go_to(page, words):
    """Press Tab until this has the focus. Everything on the way is seen."""
    passed = []
    for _ in range(60):
        focused = press(page)
        passed.append(focused["name"].strip())
        assert (focused["outline"] >= 2, focused["shown"]) == (True, True), focused
        if words in focused["name"]:
            return
    pytest.fail(f"{words} is not reached: {passed}")


@pytest.fixture
def programme(db):
    return make_programme(make_organisation("Kompas"), name="Buddies")


def answer(page, question, text):
    go_to(page, question)
    page.keyboard.type(text)


def go_on(page, *, to):
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=to).wait_for()


def test_somebody_registers_by_keyboard_alone(visitor, programme):
    page = visitor(reduced_motion="reduce")  # a page that still scrolls shows its focus only later
    page.goto("/")
    go_to(page, "I look for somebody")
    go_on(page, to="What is your name?")
    answer(page, "Which name may we use?", "Ana")
    go_on(page, to="Where do you live?")
    answer(page, "Your postcode or municipality", "9000")
    go_on(page, to="Which language do you speak best?")
    go_to(page, "Go on")
    go_on(page, to="What do you look for?")
    go_to(page, "Company and a chat")
    page.keyboard.press("Space")
    go_to(page, "Go on")
    go_on(page, to="How do we reach you?")
    answer(page, "E-mail address", "ana@example.org")
    go_to(page, "I agree that the team")
    page.keyboard.press("Space")
    go_to(page, "Register")

    go_on(page, to="You are registered")

    assert Person.objects.get().email == "ana@example.org"


def test_the_first_key_leads_past_the_menu(visitor, programme):
    page = visitor()
    page.goto("/start/seeker/")
    first = press(page)

    press(page, "Enter")

    assert (first["name"], first["shown"]) == ("Skip to the content", True)
    assert "Which name may we use?" in press(page)["name"]


@pytest.mark.parametrize("path", ["/", "/start/seeker/", "/accounts/login/"])
def test_keys_follow_the_order_in_which_a_page_is_read(visitor, programme, path):
    page = visitor(viewport={"width": 360, "height": 800})
    page.goto(path)
    page.locator("main").focus()
    tops = [
        press(page)["top"]
        for _ in page.locator("main :is(a, button, input:not([type=hidden]))").all()
    ]

    assert tops == sorted(tops)
