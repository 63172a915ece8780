"""The page that shows the API, and the file that describes it."""

import sys
from pathlib import Path

import pytest
import yaml
from django.contrib.staticfiles import finders
from django.test import Client

from config.local import openapi
from tests.api.addresses import operations
from tests.api.callers import Caller, address_of

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "docs" / "reference" / "openapi.yaml"


@pytest.fixture(scope="module")
def described():
    return yaml.safe_load(FILE.read_text())


def test_the_page_answers_under_the_policy_of_the_site():
    answer = Client().get(address_of("docs"))

    assert answer.status_code == 200
    assert "script-src 'self'" in answer["Content-Security-Policy"].split("; ")


def test_the_page_holds_nothing_that_the_policy_forbids():
    page = Client().get(address_of("docs")).content.decode()

    assert "<style" not in page
    assert "<script>" not in page
    assert "http" not in page


@pytest.mark.parametrize("file", ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"])
def test_the_files_of_the_page_are_our_own(file):
    page = Client().get(address_of("docs")).content.decode()

    path = f"drf_spectacular_sidecar/swagger-ui-dist/{file}"
    assert f'"/static/{path}"' in page
    assert finders.find(path)


def test_the_script_of_the_page_reads_the_description():
    script = Client().get(address_of("docs"), {"script": ""})

    assert script["Content-Type"] == "application/javascript"
    assert address_of("schema") in script.content.decode().replace("\\u002D", "-")


def test_anybody_reads_the_description(described):
    told = yaml.safe_load(Caller().get("schema").content)

    assert told["paths"].keys() == described["paths"].keys()


def test_every_operation_is_described(described):
    names = [operation for path in described["paths"].values() for operation in path]

    assert len(names) == len(operations())


def test_every_operation_may_refuse_in_the_same_shape(described):
    refusals = {
        operation["responses"]["default"]["content"]["application/json"]["schema"]["$ref"]
        for path in described["paths"].values()
        for operation in path.values()
    }

    assert refusals == {"#/components/schemas/Problem"}


def test_the_file_is_in_step_with_the_api(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["openapi", "--check"])

    assert openapi.main() == 0
