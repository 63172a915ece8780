"""What the fault tests start, kill and start again: a queue server, a Celery worker, a mail server."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import Message as Mail
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from celery import current_app
from django.conf import settings
from django.db import connection

from config.local import servers
from config.local.run import ALONE, POST

CHECKOUT = Path(__file__).resolve().parent.parent.parent
CONCURRENCY = 2


class Sink:
    """A mail server that accepts everything; `at` is called when it has kept mail number `number`, before it says so."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self._number, self._act = 0, lambda: None

    def at(self, number: int, act: Callable[[], Any]) -> None:
        self._number, self._act = number, act

    def headers(self, name: str) -> list[str]:
        return [mail[name] for mail in self.mails]

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.original_content))
        if len(self.mails) == self._number:
            self._act()
        return "250 kept"


@contextmanager
def mail_server() -> Iterator[tuple[Sink, int]]:
    """The sink and the port where it listens."""
    sink, port = Sink(), servers.free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()


class Worker:
    """A real Celery worker in a process group of its own, on the tests' database: for searches and the like, or `of_post`."""

    def __init__(self, *, queue_url: str, mail_port: int, log: Path, of_post: bool = False) -> None:
        self.log = log
        self.of_post = of_post
        self.environment = os.environ | {
            "DATABASE_URL": _database_of_this_test(),
            "REDIS_URL": queue_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker"]
        how = ("--concurrency", str(CONCURRENCY))
        if self.of_post:
            how = (*POST, "--queues", settings.CELERY_POST_QUEUE)
        level = self.environment["LOG_LEVEL"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *how, *ALONE, "--loglevel", level],
                env=self.environment,
                cwd=CHECKOUT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL to the worker and its children at once, as when a machine loses its power."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def is_gone(self) -> bool:
        return self._process is None or self._process.poll() is not None


def _database_of_this_test() -> str:
    name = connection.settings_dict["NAME"]
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def nudges_go_to(url: str) -> Iterator[None]:
    """This process nudges workers through another queue server than the one of the test run."""
    before = current_app.conf.broker_url
    _change_queue(url)
    try:
        yield
    finally:
        _change_queue(before)


def _change_queue(url: str) -> None:
    current_app.conf.broker_url = url
    current_app._pool = None
    current_app.amqp._producer_pool = None
