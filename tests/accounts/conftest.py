"""Fixtures for people and for places that the network has to find."""

import pytest
from django.utils import translation

from accounts.services import places
from tests.accounts.builders import GENT, Network


@pytest.fixture(autouse=True)
def _in_english():
    """The words that these tests compare are those of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def network(monkeypatch, settings):
    """Nominatim by setting, with answers of the test instead of a network; finds Gent unless told otherwise."""
    settings.KOMPAAN_GEOCODER = "nominatim"
    network = Network(GENT)
    monkeypatch.setattr(places, "look_up", network.look_up)
    return network
