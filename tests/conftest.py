"""Fixtures that every test may use."""

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings

from accounts.models import PostalPlace
from accounts.places.belgium import PostalArea, read_postal_areas
from accounts.places.loading import load_postal_places

# How long an example takes says nothing on a machine that does other things too.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postal_areas() -> list[PostalArea]:
    """Belgium's postcodes, read once: the borders take seconds."""
    return read_postal_areas()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, postal_areas):
    with django_db_blocker.unblock():
        load_postal_places(postal_areas)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # A killed worker or a closing page server may still hold a session, which would keep the database from being dropped.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _postal_places(request, postal_areas):
    """Every test that has a database finds Belgium's postcodes, also after a test that emptied all tables."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    if not PostalPlace.objects.exists():
        load_postal_places(postal_areas)
