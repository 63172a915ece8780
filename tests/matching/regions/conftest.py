"""Searches that are cut into regions however small those are."""

import pytest

from tests.matching.regions.builders import make_country


@pytest.fixture(autouse=True)
def _small_regions(settings):
    settings.REGION_AT_LEAST = 1


@pytest.fixture
def country():
    return make_country()
