"""Real servers for the tests: PostgreSQL and a Redis-protocol server from wheels, started once for the whole run."""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from config.local import servers

_running = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers before Django reads its settings; the workers of xdist inherit their addresses."""
    os.environ.setdefault("KOMPAAN_DEMO", "1")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    if hasattr(config, "workerinput"):
        number = config.workerinput["workerid"].removeprefix("gw")
        os.environ["REDIS_PREFIX"] = f"test{number}"
        os.environ["CELERY_QUEUE"] = f"test{number}"
        return
    if "DATABASE_URL" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="kompaan-test-"))
        folder.chmod(0o755)
        os.environ["DATABASE_URL"] = _running.enter_context(
            servers.postgresql(folder / "pg", keep=False)
        )
    if "REDIS_URL" not in os.environ:
        os.environ["REDIS_URL"] = _running.enter_context(servers.queue_server())


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _running.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test database knows Belgium's postcodes."""
    from accounts.places.loading import load_postal_places

    with django_db_blocker.unblock():
        load_postal_places()
