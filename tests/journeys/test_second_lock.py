"""A second lock on a login, tried for real: an app that makes codes, spare codes, and a passkey of Chromium's own."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from allauth.account.models import EmailAddress

from tests.journeys.looking import check
from tests.teams import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough password"
PAGES = ["", "totp/activate/", "webauthn/", "webauthn/add/", "recovery-codes/generate/"]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ana(db):
    user = make_user("ana@example.org", language="en", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code_of_the_app(secret):
    """What an app shows now, worked out as RFC 6238 says."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def send(page, **answers):
    for name, text in answers.items():
        page.locator(f"#id_{name}").fill(text)
    page.locator("main form button").first.click()


def log_in(page):
    page.goto("/accounts/login/")
    send(page, login="ana@example.org", password=PASSWORD)


def is_in(page):
    page.get_by_text("You are logged in as ana@example.org.").wait_for()
    return page.get_by_role("button", name="Log out").is_visible()


def go_as_oneself(page, path):
    """Open a page that first asks for the password once more."""
    page.goto(path)
    page.get_by_role("heading", name="Is it really you?").wait_for()
    send(page, password=PASSWORD)


def set_up_an_app(page):
    """Log in and set up an app; gives its secret and the spare codes."""
    log_in(page)
    is_in(page)
    go_as_oneself(page, "/accounts/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").inner_text()
    send(page, code=code_of_the_app(secret))
    page.get_by_text("Your code app is set up.").wait_for()
    return secret, page.get_by_label("Codes that you can still use").input_value().split()


def give_a_device(page):
    """What can keep passkeys, as a phone does; it has none yet."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def add_a_passkey(page):
    """Log in and add a passkey, which this browser then has."""
    give_a_device(page)
    log_in(page)
    is_in(page)
    go_as_oneself(page, "/accounts/2fa/webauthn/add/")
    page.get_by_label("A name for this passkey").fill("my phone")
    page.get_by_role("button", name="Add").click()
    page.get_by_text("Your passkey is added.").wait_for()


def test_a_code_of_the_app_opens_the_second_lock(visitor, ana):
    secret, _spare = set_up_an_app(visitor())
    page = visitor()
    log_in(page)

    send(page, code=code_of_the_app(secret))

    assert is_in(page)


def test_a_password_alone_is_then_not_enough(visitor, ana):
    set_up_an_app(visitor())
    page = visitor()
    log_in(page)
    page.get_by_role("heading", name="A second lock on your account").wait_for()

    page.goto("/me/")

    assert page.get_by_role("heading", name="A second lock on your account").is_visible()


def test_a_wrong_code_does_not_open_it(visitor, ana):
    secret, _spare = set_up_an_app(visitor())
    page = visitor()
    log_in(page)

    send(page, code=f"{(int(code_of_the_app(secret)) + 1) % 1_000_000:06}")

    page.get_by_text("This code is not right.").wait_for()
    assert not page.get_by_role("button", name="Log out").is_visible()


def test_a_spare_code_opens_it_once(visitor, ana):
    _secret, spare = set_up_an_app(visitor())
    page, again = visitor(), visitor()
    log_in(page)
    send(page, code=spare[0])
    was_in = is_in(page)
    log_in(again)

    send(again, code=spare[0])

    again.get_by_text("This code is not right.").wait_for()
    assert was_in


def test_a_passkey_logs_in_without_a_password(visitor, ana):
    page = visitor()
    add_a_passkey(page)
    page.get_by_role("button", name="Log out").click()
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Log in with a passkey").click()

    assert is_in(page)


def test_a_passkey_is_the_second_lock_after_the_password(visitor, ana):
    page = visitor()
    add_a_passkey(page)
    page.get_by_role("button", name="Log out").click()
    log_in(page)

    page.get_by_role("button", name="Use my passkey").click()

    assert is_in(page)


def test_a_passkey_that_was_removed_logs_nobody_in(visitor, ana):
    page = visitor()
    add_a_passkey(page)
    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Remove my phone").click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("Your passkey is removed.").wait_for()
    page.get_by_role("button", name="Log out").click()
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Log in with a passkey").click()

    page.locator(".messages .error").wait_for()
    assert not page.get_by_role("button", name="Log out").is_visible()


def test_a_device_without_a_passkey_is_told_so(visitor, ana):
    page = visitor()
    give_a_device(page)
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Log in with a passkey").click()

    page.get_by_text("Perhaps this device has no passkey of yours").wait_for()


def test_pages_of_the_second_lock_are_accessible(visitor, ana):
    page = visitor(viewport={"width": 360, "height": 800}, color_scheme="dark")
    add_a_passkey(page)

    assert check(page, [f"/accounts/2fa/{path}" for path in PAGES]) == []
