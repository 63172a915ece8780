"""A kind of message of the tests, and a real mail server."""

from copy import deepcopy

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.test import override_settings

from config.local.servers import free_port
from notifications import channels, kinds
from notifications.channels import mail
from tests.notifications.builders import HELLO, HELLO_KIND, TEMPLATES, Post


@pytest.fixture(autouse=True, scope="module")
def _hello():
    """The kind HELLO with its templates; once for a file, because other settings forget all compiled templates."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["loaders"] = [
        ("django.template.loaders.locmem.Loader", TEMPLATES),
        *templates[0]["OPTIONS"]["loaders"],
    ]
    with override_settings(TEMPLATES=templates), pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setitem(kinds._kinds, HELLO, HELLO_KIND)
        yield


@pytest.fixture
def post(settings):
    """A mail server on this machine, which is the one that all mail goes to."""
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "notifications.channels.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield post
    controller.loop.call_soon_threadsafe(post.over.set)
    controller.stop()


@pytest.fixture
def mail_again(settings, monkeypatch):
    """Put the mail channel in anew, with other settings."""

    def put_in(**changed):
        for name, value in changed.items():
            setattr(settings, name, value)
        monkeypatch.setitem(channels._channels, "mail", mail.channel())

    return put_in
