"""XLSX files, of friends and of strangers."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from organisations.errors import (
    FileBomb,
    FileBroken,
    FileLocked,
    FileTypeUnknown,
    HeadingsMissing,
    TooManyColumns,
)
from organisations.imports import workbooks
from organisations.imports.readers import ensure_readable, read_table
from tests.organisations.imports.builders import saved, xlsx_of

NAMES = ["Voornaam", "Familienaam", "Geboortedatum"]


def cell(value):
    """What is read of one cell."""
    [line] = read_table(xlsx_of(["Voornaam", "X"], ["Ana", value])).lines
    return line.cells[1] if len(line.cells) > 1 else ""


def changed(content: bytes, part: str, change) -> bytes:
    """A workbook in which one part of the ZIP is another."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name == part else text)
    return file.getvalue()


def zip_of(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("_", "/", 1), text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Zoë 😀", "Zoë 😀"),
        (1985, "1985"),
        (9000.0, "9000"),
        (1.5, "1.5"),
        (date(1985, 2, 3), "1985-02-03"),
        (datetime(1985, 2, 3, 14, 30), "1985-02-03"),
        (time(9, 30), "09:30:00"),
        (timedelta(days=1), "1 day, 0:00:00"),
        (True, "True"),
        (None, ""),
        ("=1+1", "=1+1"),
        ("#N/A", "#N/A"),
    ],
)
def test_a_cell_is_read_as_somebody_would_type_it(value, text):
    assert cell(value) == text


def test_a_whole_number_that_another_program_wrote_with_a_point_is_whole():
    content = changed(
        xlsx_of(["Voornaam", "Postcode"], ["Ana", 9000]),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b"<v>9000</v>", b"<v>9000.0</v>"),
    )

    assert read_table(content).lines[0].cells == ("Ana", "9000")


def test_a_formula_over_several_cells_is_a_formula():
    assert cell(ArrayFormula("B2:B3", "=A1:A2*2")) == "="


def test_the_first_sheet_with_headings_is_read_and_the_others_are_named():
    content = xlsx_of(["Welkom"], Zoekers=[NAMES, ["Ana", "Maes"]], Oud=[NAMES, ["Ben", "Claes"]])

    table = read_table(content)

    assert [list(line.cells) for line in table.lines] == [["Ana", "Maes"]]
    assert table.facts["other_sheets"] == ["Sheet", "Oud"]


def test_a_hidden_sheet_is_not_read():
    book = Workbook()
    book.active.append(NAMES)
    book.create_sheet("Leeg")
    book.active.sheet_state = "hidden"

    with pytest.raises(HeadingsMissing):
        read_table(saved(book))


def test_a_sheet_that_says_a_wrong_size_of_itself_is_read_whole():
    content = changed(
        xlsx_of(["Voornaam"], ["Ana"], ["Ben"]),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b'ref="A1:A3"', b'ref="A1"'),
    )

    assert len(read_table(content).lines) == 2


def test_rows_keep_their_number_over_a_gap():
    book = Workbook()
    book.active["A1"], book.active["A40"] = "Voornaam", "Ana"

    assert [line.number for line in read_table(saved(book)).lines] == [40]


def test_a_cell_far_to_the_right_is_refused():
    book = Workbook()
    book.active["A1"], book.active["ZZ2"] = "Voornaam", "x"

    with pytest.raises(TooManyColumns):
        read_table(saved(book))


def test_rows_that_are_very_wide_are_stopped(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_CELLS", 3)

    with pytest.raises(FileBomb):
        read_table(xlsx_of(["Voornaam", "Naam"], ["Ana", "Maes"]))


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused_unread():
    with pytest.raises(FileBomb):
        ensure_readable(zip_of(xl_workbook=bytes(30 * 1024**2)))


def test_a_file_that_unpacks_to_more_than_we_hold_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_UNPACKED_BYTES", 100)

    with pytest.raises(FileBomb):
        ensure_readable(xlsx_of(NAMES))


def test_a_file_of_thousands_of_parts_is_refused():
    with pytest.raises(FileBomb):
        ensure_readable(zip_of(**{f"xl_{number}": b"" for number in range(1001)}))


def test_a_file_that_lies_about_its_size_is_damaged():
    content = bytearray(xlsx_of(NAMES, ["Ana", "Maes"]))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as packed:
        size = packed.getinfo("xl/worksheets/sheet1.xml").file_size
    truth, lie = size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little")

    with pytest.raises(FileBroken):
        read_table(bytes(content.replace(truth, lie)))


def test_entities_are_refused():
    def with_entities(text: bytes) -> bytes:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        return bomb + text.replace(b"Voornaam", b"&b;")

    with pytest.raises(FileBroken):
        read_table(changed(xlsx_of(NAMES), "xl/worksheets/sheet1.xml", with_entities))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_xml_that_is_cut_off_is_a_damaged_file(part):
    with pytest.raises(FileBroken):
        read_table(changed(xlsx_of(NAMES, ["Ana"]), part, lambda text: text[: len(text) // 2]))


@pytest.mark.parametrize("content", [xlsx_of(NAMES)[:500], b"PK\x03\x04 nothing"])
def test_a_zip_that_is_cut_off_is_a_damaged_file(content):
    with pytest.raises(FileBroken):
        ensure_readable(content)


def test_a_zip_with_a_password_is_refused():
    content = bytearray(zip_of(xl_workbook=b"secret"))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(FileLocked):
        ensure_readable(bytes(content))


def test_another_office_file_is_refused():
    with pytest.raises(FileTypeUnknown):
        ensure_readable(zip_of(word_document=b"<x/>"))
