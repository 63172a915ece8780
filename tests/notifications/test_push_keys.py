"""Whose servers are spoken to, and which keys a browser and we have."""

from io import StringIO

import pytest
from django.core.management import call_command

from notifications.push_keys import (
    are_keys,
    from_text,
    is_push_service,
    make_private_key,
    public_key_of,
)
from tests.notifications.channels.builders import a_browser, text_of

TAKEN = [
    "https://fcm.googleapis.com/fcm/send/dpH5lCsTSSM:APA91bHqjZxM0VImWWqDRN7U0a3Ayc",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABZ_-~=",
    "https://web.push.apple.com/QGuQyavXutnMH",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAADc%2fgb%3d",
    "https://fcm.googleapis.com:443/fcm/send/x",
]
REFUSED = [
    "",
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:443:80/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evil.example/fcm.googleapis.com",
    "https://xfcm.googleapis.com/x",
    "https://push.apple.com.evil.example/x",
    "https://evilpush.apple.com/x",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://me:secret@fcm.googleapis.com/x",
    "https://127.0.0.1\\@fcm.googleapis.com/x",
    "https://127.0.0.1#@fcm.googleapis.com/x",
    "https://127.0.0.1?@fcm.googleapis.com/x",
    "https://fcm.googleapis.com./x",
    "https://fcm.googleapis.com/x\r\nHost: evil",
    "https://fcm.googleapis.com/x\n",
    " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com/é",
    "https://127.0.0.1/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://localhost./x",
    "file:///etc/passwd",
    "gopher://fcm.googleapis.com/x",
    "//fcm.googleapis.com/x",
]


@pytest.mark.parametrize("endpoint", TAKEN)
def test_the_makers_of_browsers_are_spoken_to(endpoint):
    assert is_push_service(endpoint)


@pytest.mark.parametrize("endpoint", REFUSED)
def test_nobody_else_is_spoken_to(endpoint):
    assert not is_push_service(endpoint)


def test_another_server_is_spoken_to_only_at_the_port_that_was_named(settings):
    settings.PUSH_HOSTS = ["push.example:8443"]

    told = [is_push_service(f"https://push.example{port}/x") for port in ("", ":443", ":8443")]

    assert told == [False, False, True]


def test_the_keys_of_a_browser_are_taken():
    browser = a_browser()

    assert are_keys(browser.p256dh, browser.auth)


def test_keys_with_their_padding_are_taken():
    browser = a_browser()

    assert are_keys(browser.p256dh + "=", browser.auth + "==")


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", ""),
        ("no key!", "AAAAAAAAAAAAAAAAAAAAAA"),
        (text_of(b"\x04" + b"\x01" * 64), text_of(b"a" * 16)),  # no point of the curve
        (text_of(b"\x05" + b"\x01" * 64), text_of(b"a" * 16)),
        ("a", text_of(b"a" * 16)),
    ],
)
def test_what_is_no_key_is_not_taken(p256dh, auth):
    assert not are_keys(p256dh, auth)


@pytest.mark.parametrize("length", [15, 17])
def test_a_secret_of_another_length_is_not_taken(length):
    assert not are_keys(a_browser().p256dh, text_of(b"a" * length))


def test_a_point_in_the_short_form_is_not_taken():
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    browser = a_browser()
    short = browser.key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)

    assert not are_keys(text_of(short), browser.auth)


def test_a_new_key_of_ours_has_a_public_one_that_a_browser_takes():
    key = make_private_key()

    assert (len(from_text(key)), are_keys(public_key_of(key), text_of(b"a" * 16))) == (32, True)


def test_the_public_key_is_the_one_that_a_signature_names():
    from py_vapid import Vapid02

    key = make_private_key()
    signed = Vapid02.from_string(key).sign(
        {"sub": "mailto:a@b.example", "aud": "https://c.example"}
    )

    assert signed["Authorization"].endswith(f",k={public_key_of(key)}")


def test_the_command_prints_a_key_with_its_public_one():
    out = StringIO()

    call_command("make_vapid_key", stdout=out)

    private, public = out.getvalue().splitlines()
    assert public.endswith(public_key_of(private.removeprefix("VAPID_PRIVATE_KEY=")))
