"""Fixtures that every test may use."""

import gc

import pytest
import time_machine
from django.core.management.commands import flush
from django.db import connection, transaction
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from accounts.models import Cell, PostalPlace
from accounts.places.belgium import PostalArea, read_postal_areas
from accounts.places.loading import load_postal_places
from tests.clock import NOW
from tests.teams import make_coordinator, make_lead, make_programme

# How long an example takes says nothing on a machine that does other things too.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postal_areas() -> list[PostalArea]:
    """Belgium's postcodes, read once: the borders take seconds."""
    return read_postal_areas()


# What stays after a test that commits: Belgium's places and what Django knows of the models.
_STAYS = {
    *(model._meta.db_table for model in (Cell, PostalPlace)),
    *("django_content_type", "auth_permission", "django_migrations"),
}


def _emptied(_style, connection, **_how):
    """What Django's flush carries out after a test that commits. Most tables are empty then, and to truncate all of them takes a
    fifth of a second. Only a superuser may pass over triggers and keys; the tests' own server gives one."""
    tables = sorted(
        table
        for table in connection.introspection.django_table_names(only_existing=True)
        if table not in _STAYS
    )
    deletes = " ".join(f"DELETE FROM {table};" for table in tables)
    return [
        f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {deletes} END $$",
    ]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, postal_areas):
    flush.sql_flush = _emptied
    flush.emit_post_migrate_signal = lambda *_args, **_how: None
    with django_db_blocker.unblock():
        load_postal_places(postal_areas)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # A killed worker or a closing page server may still hold a session, which would keep the database from being dropped.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.close()


@pytest.fixture(scope="session", autouse=True)
def _static_files_looked_for_once():
    """Each test client makes all middleware anew, and this one would look through every folder of static files."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def add_files(self):
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files)
        yield


@pytest.fixture(autouse=True)
def _no_language_left():
    """A page leaves its language behind in the thread: the next test would speak it."""
    translation.deactivate()


@pytest.fixture
def in_english(_no_language_left):
    """The words that a test compares are those of the source."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """A transaction around a whole file: what is built in it is there for each test, what a test changes is undone."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        yield
        transaction.set_rollback(True)


@pytest.fixture
def programme(db):
    return make_programme()


@pytest.fixture
def cora(programme):
    """A coordinator of the programme."""
    return make_coordinator(programme.organisation)


@pytest.fixture
def lea(programme):
    """Who leads the programme's organisation."""
    return make_lead(programme.organisation)


def pytest_collection_finish():
    """What was loaded by now stays; looking through it again and again for garbage takes a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(items):
    """What waits for other processes comes first, so that no long file is left for the end."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("fault", "browser"))))
