"""Whatever file is handed in: a page that says what is wrong with it, and nothing written."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.models import Person
from organisations.errors import (
    AlreadyImported,
    CellIsFormula,
    FileBomb,
    FileBroken,
    FileEmpty,
    FileTooLarge,
    FileTypeUnknown,
    HeadingsMissing,
    NothingToImport,
    ProgrammeClosed,
)
from organisations.models import Import
from organisations.services import change_programme, read_import
from tests.clock import NOW
from tests.organisations.imports.builders import ANA, BEN, brought_in, csv_of, xlsx_of
from tests.pages.builders import everything, fields_of, says, visitor
from tests.pages.forms import LANGUAGES, NEEDED, NO_CHOICE, ZERO
from tests.teams import make_programme

pytestmark = pytest.mark.django_db

UPLOAD = reverse("organisations:imports")
MEGABYTE = 1024**2


def bomb(megabytes):
    """A workbook of which the sheet is nothing but spaces: some kilobytes that unpack to many megabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _each in range(megabytes):
                sheet.write(b" " * MEGABYTE)
    return file.getvalue()


@pytest.fixture(scope="module")
def files():
    broken = xlsx_of(["Voornaam"], ["Ana"])
    return {
        "empty": b"",
        "only lines": b"\r\n\r\n",
        "broken": broken[: len(broken) // 2],
        "no workbook": b"PK\x03\x04 and then something else",
        "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj",
        "bomb": bomb(300),
        "small bomb": bomb(60),
        "too large": b"Voornaam;Postcode\r\n" + b"Ana;9000\r\n" * 150_000,
    }


WRONG_FILES = {
    "empty": FileEmpty(),
    "only lines": FileEmpty(),
    "broken": FileBroken(),
    "no workbook": FileBroken(),
    "pdf": FileTypeUnknown(),
    "bomb": FileBomb(),
    "small bomb": FileBomb(),
    "too large": FileTooLarge(megabytes=1),
}
wrong_files = pytest.mark.parametrize("kind", WRONG_FILES)
languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def _one_megabyte(settings):
    settings.UPLOAD_LIMIT_BYTES = MEGABYTE


def hand_in(browser, content, *, programme, name="people.xlsx", **said):
    sent = {"programme": getattr(programme, "public_id", programme), "side": "volunteer"} | said
    file = {} if content is None else {"file": SimpleUploadedFile(name, content)}
    return browser.post(UPLOAD, sent | file)


@languages
@wrong_files
def test_what_is_wrong_with_a_file_is_told_in_the_coordinators_language(
    world, files, kind, language
):
    browser = visitor(world.cora, language=language)

    response = hand_in(browser, files[kind], programme=world.programme)

    with translation.override(language):
        assert (response.status_code, says(response, WRONG_FILES[kind])) == (422, True)


@wrong_files
def test_a_wrong_file_writes_nothing(cora, world, files, kind):
    before = everything()

    hand_in(cora, files[kind], programme=world.programme)

    assert everything() == before


@wrong_files
def test_what_was_chosen_beside_a_wrong_file_is_still_chosen(cora, world, files, kind):
    other = make_programme(world.programme.organisation, name="Abc")

    response = hand_in(cora, files[kind], programme=world.programme)

    chosen = fields_of(response)
    assert (chosen["side"], chosen["programme"]) == (
        ["volunteer"],
        [str(world.programme.public_id)],
    )
    assert says(response, other.name)


@languages
def test_no_file_is_told_in_the_coordinators_language(world, language):
    browser = visitor(world.cora, language=language)

    response = hand_in(browser, None, programme=world.programme)

    with translation.override(language):
        assert (response.status_code, says(response, NEEDED)) == (422, True)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"programme": ZERO}, NO_CHOICE),
        ({"programme": "not-an-id"}, "not-an-id"),
        ({"side": "both"}, "both"),
    ],
)
def test_a_good_file_with_a_wrong_choice_is_not_taken(cora, world, said, told):
    sent = {"programme": world.programme} | said

    response = hand_in(cora, csv_of(ANA), **sent)

    assert (response.status_code, says(response, told), Import.objects.count()) == (422, True, 0)


def test_a_file_for_a_programme_of_another_organisation_is_not_taken(zoe, world):
    response = hand_in(zoe, csv_of(ANA), programme=world.programme)

    assert (response.status_code, Import.objects.count()) == (422, 0)


def test_a_file_for_a_programme_that_takes_nobody_is_not_taken(cora, world):
    change_programme(programme_id=world.programme.pk, is_open=False, by=world.lea, now=NOW)

    response = hand_in(cora, csv_of(ANA), programme=world.programme)

    assert (response.status_code, says(response, ProgrammeClosed())) == (422, True)


def test_the_same_file_is_not_taken_twice(cora, world):
    brought_in(world.programme, ANA, BEN, by=world.cora)

    response = hand_in(cora, csv_of(ANA, BEN), programme=world.programme)

    assert (response.status_code, says(response, AlreadyImported())) == (422, True)


def test_a_garbled_form_is_refused(cora):
    response = cora.post(UPLOAD, data=b"garbled", content_type="multipart/form-data; boundary=")

    assert (response.status_code, Import.objects.count()) == (400, 0)


@pytest.fixture
def formulas(cora, world):
    """A file of which each row holds a formula, handed in and read."""
    rows = [
        ["Voornaam", "Rol", "Postcode", "GSM"],
        ['=HYPERLINK("http://evil.example")', "zoekt", 9000, "0470 12 34 56"],
    ]
    response = hand_in(cora, xlsx_of(*rows), programme=world.programme)
    read_import(import_id=Import.objects.get().pk, now=NOW)
    return response.url


def test_a_formula_is_shown_as_a_fault_of_its_row(cora, formulas):
    assert says(cora.get(formulas), CellIsFormula())


def test_a_row_with_a_formula_brings_in_nobody(cora, formulas):
    before = Person.objects.count()

    response = cora.post(formulas + "apply/", {"only_good": "1"})

    assert (response.status_code, Person.objects.count()) == (409, before)
    assert says(response, NothingToImport())


def test_a_file_without_headings_is_told_when_it_was_read(cora, world):
    url = hand_in(cora, b"something;else\r\n1;2", programme=world.programme).url
    read_import(import_id=Import.objects.get().pk, now=NOW)

    assert says(cora.get(url), HeadingsMissing())


def test_the_name_of_a_file_is_text_and_never_code(cora, world):
    response = hand_in(
        cora, csv_of(ANA), programme=world.programme, name="<script>alert(1)<|script>.csv"
    )

    page = cora.get(response.url)

    assert says(page, "<script>alert(1)<|script>.csv")
    assert "<script>alert" not in page.content.decode()
