"""Whatever somebody types: a page that says what is wrong in their language, with what they typed, and nothing written."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.errors import ConsentNeeded, NameTooLong
from accounts.models import Person
from organisations.models import Enrolment
from tests.pages.builders import everything, fields_of, says, visitor
from tests.pages.forms import (
    LANGUAGES,
    NAMES,
    NEEDED,
    NO_CHOICE,
    NO_NULL,
    WRONG_NAMES,
    WRONG_PLACES,
    WRONG_REACH,
    ZERO,
    Start,
    Wrong,
    newcomer,
)

pytestmark = pytest.mark.django_db

TYPED_IN_FULL = ("name_to_use", "place", "email", "phone", "birth_year", "family_name", "note")
ANSWERS = [
    *((1, wrong) for wrong in WRONG_NAMES),
    *((2, wrong) for wrong in WRONG_PLACES),
    (3, Wrong({"spoken": "klingon"}, "klingon")),
    (3, Wrong({"language": "de"}, "de")),
    (4, Wrong({"programme": None}, NEEDED)),
    (4, Wrong({"programme": ZERO}, NO_CHOICE)),
    (4, Wrong({"programme": "not-an-id"}, "not-an-id")),
    (4, Wrong({"goals": ["gold"]}, "gold")),
    *((5, wrong) for wrong in WRONG_REACH),
    (5, Wrong({"consent": None}, ConsentNeeded())),
    (5, Wrong({"reach_by": "pigeon"}, "pigeon")),
]
PEOPLE = [
    *WRONG_NAMES,
    *WRONG_PLACES,
    *WRONG_REACH,
    Wrong({"programme": ZERO}, NO_CHOICE),
    Wrong({"side": "both"}, "both"),
    Wrong({"side": ""}, NEEDED),
    Wrong({"family_name": "A" * 10_000}, NameTooLong()),
    Wrong({"gender": "robot"}, "robot"),
    Wrong({"note": "A" * 4001}, "4000"),
    Wrong({"note": "An\x00a"}, NO_NULL),
]
answers = pytest.mark.parametrize(
    ("number", "wrong"), [pytest.param(n, wrong, id=f"{n}-{wrong}") for n, wrong in ANSWERS]
)
people = pytest.mark.parametrize("wrong", PEOPLE, ids=str)
languages = pytest.mark.parametrize("language", LANGUAGES)
names = pytest.mark.parametrize(("typed", "stored"), NAMES, ids=range(len(NAMES)))


@pytest.fixture
def start(db, world):
    """The five questions, in a browser that reads this language."""

    def start(language="en", side="seeker", **options):
        return Start(visitor(language=language, **options), world.programme, side)

    return start


@pytest.fixture
def add(db, world):
    """A coordinator types somebody in."""

    def add(browser, wrong):
        return browser.post(
            reverse("organisations:add_person"), newcomer(world.programme, **wrong.said)
        )

    return add


def typed_in(wrong):
    return {name: [text] for name, text in wrong.said.items() if name in TYPED_IN_FULL}


def kept_on(response, wrong):
    return {name: fields_of(response).get(name) for name in typed_in(wrong)}


@languages
@answers
def test_a_wrong_answer_is_told_in_the_language_of_the_visitor(start, number, wrong, language):
    asked = start(language).answer_before(number)

    response = asked.answer(number, **wrong.said)

    with translation.override(language):
        assert (response.status_code, says(response, wrong.told)) == (422, True)


@answers
def test_a_wrong_answer_is_still_there_to_correct(start, number, wrong):
    response = start().answer_before(number).answer(number, **wrong.said)

    assert kept_on(response, wrong) == typed_in(wrong)


@answers
def test_a_wrong_answer_writes_nothing_and_does_not_let_through(start, number, wrong):
    asked, before = start().answer_before(number), everything()

    asked.answer(number, **wrong.said)

    assert (everything(), asked.ask(number).status_code) == (before, 200)
    assert number == 5 or asked.ask(number + 1).url == asked.address(number)


@pytest.mark.parametrize("number", [2, 3, 4, 5])
@pytest.mark.parametrize("method", ["ask", "answer"])
def test_nobody_skips_a_question(start, number, method):
    asked, before = start(), everything()

    response = getattr(asked, method)(number)

    assert (response.status_code, response.url) == (302, asked.address(1))
    assert everything() == before


@pytest.mark.parametrize("number", [0, 6, 10**12])
def test_there_are_only_five_questions(start, number):
    assert start().ask(number).status_code == 404


@pytest.mark.parametrize("side", ["both", "Seeker", "\x00", "<script>"])
def test_there_are_only_two_sides(start, side):
    assert start(side=side).ask(1).status_code == 404


@names
def test_a_name_is_shown_back_as_it_was_typed(start, typed, stored):
    asked = start()
    asked.answer(1, name_to_use=typed)

    response = asked.ask(1)

    assert fields_of(response)["name_to_use"] == [typed]


@names
def test_a_name_is_kept_as_its_owner_writes_it(start, typed, stored):
    asked = start()
    asked.answer(1, name_to_use=typed)
    for number in (2, 3, 4, 5):
        asked.answer(number)

    assert Person.objects.latest("pk").name_to_use == stored


@names
def test_a_name_stands_on_the_page_as_text_and_never_as_code(cora, world, typed, stored):
    said = newcomer(world.programme, name_to_use=typed)

    response = cora.post(reverse("organisations:add_person"), said, follow=True)

    assert says(response, stored)
    assert "<script>alert" not in response.content.decode()


@languages
@people
def test_a_coordinator_is_told_what_is_wrong_in_their_language(world, add, wrong, language):
    response = add(visitor(world.cora, language=language), wrong)

    with translation.override(language):
        assert (response.status_code, says(response, wrong.told)) == (422, True)


@people
def test_what_a_coordinator_typed_is_still_there_to_correct(cora, add, wrong):
    response = add(cora, wrong)

    assert kept_on(response, wrong) == typed_in(wrong)
    assert fields_of(response)["spoken"] == ["nl"]


@people
def test_nobody_is_registered_by_a_form_that_is_wrong(cora, add, wrong):
    before = everything()

    add(cora, wrong)

    assert everything() == before


def test_a_coordinator_registers_nobody_for_another_organisation(zoe, world):
    said = newcomer(world.programme)

    response = zoe.post(reverse("organisations:add_person"), said)

    assert response.status_code == 422
    assert not Enrolment.objects.filter(person__phone=said["phone"]).exists()


def test_more_text_than_any_form_needs_is_not_even_read(start):
    response = start().answer(1, name_to_use="A" * 2_000_000)

    assert (response.status_code, says(response, "We could not read this")) == (400, True)
    assert not Person.objects.filter(name_to_use__startswith="AA").exists()
