"""Real servers for the tests: PostgreSQL and a Redis-protocol server from wheels, once for the whole run.

Loaded as a plugin (`-p tests.servers`), so that they run before pytest-django reads the settings. The workers of xdist
inherit the addresses; each has its own database, key prefix and queue.
"""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psycopg

from config.local import servers


def _in_a_hurry(url: str) -> None:
    """Nobody needs these data after a crash of the machine, so that nothing has to wait for the disk."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


_running = ExitStack()
_worker = os.environ.get("PYTEST_XDIST_WORKER")

os.environ.setdefault("KOMPAAN_DEMO", "1")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ["THROTTLE_ANON"] = os.environ["THROTTLE_USER"] = "100000/min"
os.environ["THROTTLE_HEAVY"] = "100000/min"
if _worker:
    os.environ["REDIS_PREFIX"] = os.environ["CELERY_QUEUE"] = f"test-{_worker}"
else:
    if "DATABASE_URL" not in os.environ:
        _folder = Path(
            _running.enter_context(
                tempfile.TemporaryDirectory(prefix="kompaan-test-", ignore_cleanup_errors=True)
            )
        )
        _folder.chmod(0o755)  # PostgreSQL runs as another user when the tests run as root
        os.environ["DATABASE_URL"] = _running.enter_context(
            servers.postgresql(_folder / "pg", keep=False)
        )
        _in_a_hurry(os.environ["DATABASE_URL"])
    if "REDIS_URL" not in os.environ:
        os.environ["REDIS_URL"] = _running.enter_context(servers.queue_server())


def pytest_unconfigure() -> None:
    _running.close()
