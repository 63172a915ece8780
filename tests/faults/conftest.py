"""A queue server, a mail server and workers that one test may kill."""

from itertools import count

import pytest

from config.local import servers
from tests.faults.machines import Worker, mail_server, nudges_go_to
from tests.waiting import wait_until


@pytest.fixture
def queue():
    server = servers.QueueServer()
    server.start()
    with nudges_go_to(server.url):
        yield server
    server.kill()


@pytest.fixture
def sink(settings):
    """A real mail server, used by the workers and by this process."""
    with mail_server() as (sink, port):
        settings.EMAIL_BACKEND = "notifications.channels.smtp.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield sink


@pytest.fixture
def start_worker(queue, sink, settings, tmp_path):
    """Start one more worker; all are killed at the end of the test."""
    workers, number = [], count(1)

    def start(**what) -> Worker:
        log = tmp_path / f"worker-{next(number)}.log"
        port = settings.EMAIL_PORT
        workers.append(Worker(queue_url=queue.url, mail_port=port, log=log, **what))
        workers[-1].start()
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        wait_until(worker.is_gone, 10)
