"""A file that is too large is cut off while it comes in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

LIMIT = 100_000


@pytest.fixture
def upload(settings):
    """Sends files of these sizes, as a browser does, and reads them as a page does."""
    settings.UPLOAD_LIMIT_BYTES = LIMIT

    def upload(*sizes):
        files = {
            f"file{n}": SimpleUploadedFile("a.csv", b"a" * size) for n, size in enumerate(sizes)
        }
        request = RequestFactory().post("/", files)
        request.kept = [file.size for file in request.FILES.values()]
        return request

    return upload


def test_a_file_up_to_the_limit_comes_in_whole(upload):
    assert upload(LIMIT).kept == [LIMIT]


def test_an_empty_file_comes_in(upload):
    assert upload(0).kept == [0]


@pytest.mark.parametrize("size", [LIMIT + 1, LIMIT * 50])
def test_a_file_over_the_limit_does_not_come_in(upload, size):
    assert upload(size).kept == []


@pytest.mark.parametrize(("size", "is_too_large"), [(LIMIT, False), (LIMIT + 1, True)])
def test_the_page_can_tell_that_it_was_too_large(upload, size, is_too_large):
    assert getattr(upload(size), "upload_too_large", False) == is_too_large


def test_many_files_together_stay_under_the_limit(upload):
    request = upload(LIMIT // 2, LIMIT // 2, LIMIT // 2)

    assert (sum(request.kept) <= LIMIT, request.upload_too_large) == (True, True)


def test_other_fields_of_the_form_are_read_too(settings):
    settings.UPLOAD_LIMIT_BYTES = LIMIT

    request = RequestFactory().post("/", {"name": "Ana", "file": SimpleUploadedFile("a", b"a")})

    assert request.POST["name"] == "Ana"
