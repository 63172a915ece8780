"""Fixtures that every test may use."""

import pytest


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test database knows Belgium's postcodes."""
    from accounts.places.loading import load_postal_places

    with django_db_blocker.unblock():
        load_postal_places()
