"""A real browser, a live site, a real worker and a real mail server."""

import os
import shutil
from itertools import count

import pytest

from config.local import servers
from tests.faults.machines import Worker, mail_server, nudges_go_to
from tests.waiting import wait_until

_ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]
# The shell is the same browser without the windows that nobody sees: half the work for the machine.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
_MISSING = "Chromium is missing: `apt-get install chromium-headless-shell` (Debian), or set CHROMIUM to the path of one."


def _chromium() -> str | None:
    found = filter(None, map(shutil.which, _NAMES))
    return os.environ.get("CHROMIUM") or next(found, None)


@pytest.fixture(scope="module")
def browser():
    """Closed after each file: its event loop would stand in the way of other tests."""
    path = _chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(_MISSING)
        pytest.skip(_MISSING)
    # Playwright keeps an event loop in this thread; Django would refuse to read rows beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server, settings):
    """The live site; its mails name its real address."""
    settings.SITE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    return live_server.url


@pytest.fixture
def visitor(browser, site):
    """Open the site as somebody new: `visitor()` gives a page with its own cookies, and fails the test on a fault of a page."""
    contexts, faults = [], []

    def visit(**how):
        context = browser.new_context(base_url=site, **({"locale": "en-GB"} | how))
        context.set_default_timeout(60_000)  # what a step may take on a machine that is busy
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda said: (
                faults.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )
        return page

    yield visit
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def queue():
    server = servers.QueueServer()
    server.start()
    with nudges_go_to(server.url):
        yield server
    server.kill()


@pytest.fixture
def sink(settings):
    with mail_server() as (sink, port):
        settings.EMAIL_BACKEND = "notifications.channels.smtp.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield sink


@pytest.fixture
def worker(queue, sink, site, settings, tmp_path):
    """Real workers that answer within the test: one for messages, one for the rest."""
    running = [
        Worker(
            queue_url=queue.url,
            mail_port=settings.EMAIL_PORT,
            log=tmp_path / f"worker-{of_post}.log",
            of_post=of_post,
        )
        for of_post in (False, True)
    ]
    for each in running:
        each.environment["SITE_URL"] = site
        each.start()
    yield running
    for each in running:
        each.kill()
        wait_until(each.is_gone, 10)


@pytest.fixture
def number():
    return count(1)
