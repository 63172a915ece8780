"""Providers on this machine, and the channels that speak to them."""

import pytest

from notifications import channels
from notifications.channels import answers, by_apprise, chat, push, sms
from notifications.push_keys import make_private_key
from tests.notifications.channels.builders import Provider, a_browser, make_certificate


@pytest.fixture
def provider():
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def put_in(monkeypatch):
    """Put a channel in, for one test."""

    def put_in(channel):
        monkeypatch.setitem(channels._channels, channel.code, channel)
        return channel

    return put_in


@pytest.fixture
def by_sms(provider, settings, put_in):
    settings.SMS_URL = f"json://127.0.0.1:{provider.port}/to/{{phone}}"
    return put_in(sms.channel())


@pytest.fixture
def by_chat(provider, settings, put_in):
    settings.CHAT_URL = f"json://127.0.0.1:{provider.port}/to/{{email}}"
    return put_in(chat.channel())


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch):
    """Half a second instead of ten; that the real ones fit in a lease is a test of its own."""
    for module in (answers, by_apprise, push):
        monkeypatch.setattr(module, "TIMEOUT_S", (0.5, 0.5))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def push_service(certificate, settings, monkeypatch, put_in):
    """A push service with TLS on this machine, the only one that may be sent to."""
    context, file = certificate
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", file)
    provider = Provider(context)
    settings.VAPID_PRIVATE_KEY = make_private_key()
    settings.VAPID_CONTACT = "mailto:hallo@kompaan.example"
    settings.PUSH_HOSTS = [f"127.0.0.1:{provider.port}"]
    put_in(push.channel())
    yield provider
    provider.stop()


@pytest.fixture
def browser_there(push_service):
    """A browser whose messages go to that service."""
    return a_browser(f"127.0.0.1:{push_service.port}")
