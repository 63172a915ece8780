"""Text files as programs of thirty years wrote them."""

import pytest

from organisations.errors import (
    FileBroken,
    FileEmpty,
    FileLocked,
    FileTooLarge,
    FileTypeUnknown,
    HeadingsMissing,
    RowUnreadable,
    TooManyColumns,
    TooManyRows,
)
from organisations.imports import readers
from organisations.imports.readers import decoded, ensure_readable, read_table

SHEET = "Voornaam;Familienaam;Gemeente\nAndré;Müller;Liège\nZoë;Lefèvre;Gent\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def cells(content: bytes) -> list[list[str]]:
    return [list(line.cells) for line in read_table(content).lines]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "mac_roman"],
)
def test_names_are_read_in_every_encoding(encoding):
    assert cells(SHEET.encode(encoding))[0] == ["André", "Müller", "Liège"]


def test_euro_signs_and_real_quotes_do_not_hide_a_windows_file():
    text = "Naam;Opmerking\nJan;kost €5 – “goed”\nŠtefan;x\n"

    assert decoded(text.encode("cp1252")) == (text, "cp1252")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_separator_is_found(separator):
    assert cells(SHEET.replace(";", separator).encode())[1] == ["Zoë", "Lefèvre", "Gent"]


def test_a_comma_in_a_heading_does_not_mislead():
    content = b"Voornaam;Familienaam;Taal, talen, wat nog, en zo\nAna;Maes;nl"

    assert cells(content) == [["Ana", "Maes", "nl"]]


def test_the_separator_that_excel_writes_above_is_obeyed():
    assert cells(b"sep=,\nVoornaam,Familienaam\nAna,Maes") == [["Ana", "Maes"]]


def test_a_separator_line_that_says_nothing_is_passed_over():
    assert cells(b"sep=#\nVoornaam;Familienaam\nAna;Maes") == [["Ana", "Maes"]]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(ending):
    assert len(cells(SHEET.replace("\n", ending).encode())) == 2


def test_a_quoted_cell_keeps_its_separator_and_its_lines():
    content = b'Voornaam;Opmerking\nAna;"rustig;\nbelt liefst"'

    assert cells(content) == [["Ana", "rustig;\nbelt liefst"]]


def test_rows_keep_their_number_in_the_sheet():
    table = read_table(b"Lijst 2026\n\nVoornaam;Familienaam\n\nAna;Maes\n;;\nBen;Claes")

    assert [line.number for line in table.lines] == [5, 7]


def test_the_row_of_the_headings_is_told():
    assert read_table(b"Lijst 2026\n\nVoornaam;Naam\nAna;Maes").facts["heading_row"] == 3


def test_a_title_that_holds_one_heading_is_not_taken_for_the_headings():
    content = b"Naam;\nVoornaam;Naam;E-mail\nAna;Maes;a@example.org"

    assert cells(content) == [["Ana", "Maes", "a@example.org"]]


def test_an_open_quote_is_refused_with_its_line_instead_of_swallowing_the_rest():
    with pytest.raises(RowUnreadable) as refusal:
        read_table(b'Voornaam;Naam\nAna;Maes\nBen;"Claes\nCem;Yilmaz\n')

    assert refusal.value.params["line"] == 4


@pytest.mark.parametrize("content", [b"", b"  \r\n\r\n "])
def test_an_empty_file_is_refused(content):
    with pytest.raises(FileEmpty):
        ensure_readable(content)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 Voornaam;Naam",
        b"\x89PNG\r\n\x1a\n",
        b"{\\rtf1 Voornaam}",
        OLE,
        b"\x1f\x8b\x08 gzip",
    ],
)
def test_another_kind_of_file_is_refused_at_once(content):
    with pytest.raises(FileTypeUnknown):
        ensure_readable(content)


@pytest.mark.parametrize(
    "content", [b"<html><table>Voornaam", b"\x01\x02\x03\x04\x00\x05Voornaam;Naam\n"]
)
def test_what_is_no_table_is_refused_when_it_is_read(content):
    with pytest.raises(FileTypeUnknown):
        read_table(content)


def test_a_file_with_a_password_is_told_from_an_old_one():
    with pytest.raises(FileLocked):
        ensure_readable(OLE + "EncryptedPackage".encode("utf-16-le"))


def test_half_a_letter_at_the_end_is_a_damaged_file():
    with pytest.raises(FileBroken):
        read_table(SHEET.encode("utf-16") + b"a")


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT_BYTES = 10

    with pytest.raises(FileTooLarge):
        ensure_readable(b"Voornaam;Naam")


@pytest.mark.parametrize(
    "content", [b"Rijbewijs;Schoenmaat\nB;42", b"E-mail\na@example.org", b";;;"]
)
def test_a_sheet_without_a_heading_for_names_is_refused(content):
    with pytest.raises(HeadingsMissing):
        read_table(content)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(readers, "MAX_ROWS", 2)

    with pytest.raises(TooManyRows):
        read_table(b"Voornaam\nAna\nBen\nCem")


def test_as_many_rows_as_allowed_are_read(monkeypatch):
    monkeypatch.setattr(readers, "MAX_ROWS", 3)

    assert len(cells(b"Voornaam\nAna\nBen\nCem")) == 3


def test_too_many_columns_are_refused():
    with pytest.raises(TooManyColumns):
        read_table(b"Voornaam" + b";x" * 200)


def test_empty_columns_at_the_end_do_not_count():
    assert cells(b"Voornaam" + b";" * 300 + b"\nAna") == [["Ana"]]


def test_a_long_file_gives_signs_of_life():
    signs = []

    read_table(b"Voornaam\n" + b"Ana\n" * 1200, alive=signs.append)

    assert signs == [500, 1000]
