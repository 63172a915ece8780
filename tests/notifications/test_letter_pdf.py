"""The letters as they come out of the printer, read back from the PDF."""

from dataclasses import replace
from datetime import date

import pytest

from notifications.kinds import get_kind
from notifications.letters import Letter, make_pdf
from notifications.rendering import Written, render
from tests.notifications.pdfs import objects_of, read, words

ENVELOPE = ["Emma Peeters", "Kouter 1 bus 2", "9000 Gent"]
WRITTEN = Written("Hello", "Dear Emma,\n\nCome and see.\n", "en")
LINK = "http://127.0.0.1:8000/answer/abc/"
MANY = "\n\n".join(f"Sentence {number}." for number in range(30))


def letter(text: str = WRITTEN.text, envelope=ENVELOPE, **written) -> Letter:
    return Letter(envelope, replace(WRITTEN, text=text, **written))


def printed(*letters: Letter):
    return make_pdf(letters, sender="Kompas", title="Letters", language="nl", on=date(2026, 3, 2))


def pages(*letters: Letter):
    return read(printed(*letters))


def test_a_letter_tells_who_writes_to_whom_when_and_what():
    [page] = pages(letter())

    assert [line.text for line in page] == [
        "Kompas",
        *ENVELOPE,
        "March 2, 2026",
        "Dear Emma,",
        "Come and see.",
    ]


@pytest.mark.parametrize(("language", "day"), [("nl", "2 maart 2026"), ("fr", "2 mars 2026")])
def test_the_day_is_written_in_the_language_of_the_reader(language, day):
    [page] = pages(letter(language=language))

    assert day in words(page)


def test_the_address_stands_in_the_window_and_nothing_else_does():
    [page] = pages(letter())
    in_window = [line for line in page if line.left > 100 and 40 < line.top < 99 - 30]

    assert [line.text for line in in_window] == ENVELOPE
    assert all(line.top < 30 or line.top > 100 for line in page if line not in in_window)


@pytest.mark.parametrize(
    "street",
    ["Steenweg op Sint-Job van de Heilige Familie 1234 bus 56", "Kouter " * 20],
    ids=["long", "very long"],
)
def test_a_long_address_stays_in_the_window(street):
    [page] = pages(letter(envelope=["Emma " * 8, street.strip(), "9000 Gent"]))
    address = [line for line in page if line.left > 100]

    assert " ".join(line.text.strip() for line in address).endswith("9000 Gent")
    assert all(40 < line.top < 99 for line in address)
    assert max(line.top for line in address) < 99 - 20


def test_the_words_are_large():
    [page] = pages(letter())

    assert {line.size for line in page if line.top > 100} == {14}


@pytest.mark.parametrize(
    "name", ["Ștefan", "Ḥaddād", "Əli Şahin", "Nguyễn", "Żółć", "Ωμέγα", "Щербак"]
)
def test_names_of_many_languages_can_be_written(name, caplog):
    [page] = pages(letter(f"Dear {name},\n", envelope=[name, *ENVELOPE[1:]]))

    assert [line.text for line in page if name in line.text] == [name, f"Dear {name},"]
    assert not caplog.records


def test_a_sign_that_no_font_has_stops_nothing():
    [page] = pages(letter("Dear Emma 👋,\n"))

    assert "Dear Emma" in words(page)


def test_each_letter_begins_on_the_front_of_a_sheet():
    found = pages(letter(), letter(MANY), letter())

    assert [bool(page) for page in found] == [True, False, True, True, True]
    assert [words(page).startswith("Kompas") for page in found] == [True, False, True, False, True]


def test_only_a_long_letter_has_numbers_on_its_pages():
    short, _back, first, second = pages(letter(), letter(MANY))

    assert "Page" not in words(short)
    assert [words(page)[-11:] for page in (first, second)] == ["Page 1 of 2", "Page 2 of 2"]
    assert {page[-1].size for page in (first, second)} == {11}
    assert "Sentence 29." in words(second)


def test_a_link_can_be_typed_over_and_read_by_a_phone():
    pdf = printed(letter(f"See:\n{LINK}\n", link=LINK))
    [page] = read(pdf)

    assert LINK in words(page)
    assert "Or hold the camera of a phone over this square:" in words(page)
    assert sum(b"/Subtype /Image" in body for body in objects_of(pdf).values()) == 1


def test_a_letter_that_leads_nowhere_has_no_square():
    pdf = printed(letter())

    assert not any(b"/Subtype /Image" in body for body in objects_of(pdf).values())


def test_a_very_long_link_stays_on_the_paper():
    link = LINK + "x" * 300
    [page] = pages(letter(f"See:\n{link}\n", link=link))

    told = "".join(line.text for line in page if line.size == 11 and line.top > 100)
    assert told == link


def test_the_square_stays_with_what_it_is_for():
    for number in range(7, 14):
        found = pages(letter("\n\n".join("A word." for _line in range(number)), link=LINK))
        with_square = [page for page in found if "Or hold the camera" in words(page)]
        assert len(with_square) == 1
        assert max(line.top for line in with_square[0] if "camera" in line.text) < 297 - 25 - 40


def test_the_file_tells_its_title_language_and_maker():
    pdf = printed(letter())

    assert all(said in pdf for said in (b"/Title (Letters)", b"/Lang (nl)", b"/Author (Kompas)"))


def test_a_program_finds_each_letter_by_who_gets_it():
    pdf = printed(letter(), letter())

    assert pdf.count(b"/Title (Emma Peeters)") == 2


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_real_message_becomes_a_letter(language):
    kind = get_kind("matching.proposal_offered")
    written = render(kind, kind.sample(), language)

    [page] = pages(Letter(ENVELOPE, written))

    assert " ".join(written.text.split()) in " ".join(words(page).split())
