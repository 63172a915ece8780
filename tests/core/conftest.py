"""Fixtures for what all apps share."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """The words that these tests compare are those of the source."""
    with translation.override("en"):
        yield
