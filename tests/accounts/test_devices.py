"""What a browser calls itself, in words."""

import pytest

from accounts.templatetags.devices import device

_KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"Mozilla/5.0 (Linux; Android 9) {_KIT} Chrome/120.0 Safari/537.36", "Chrome on Android"),
        (f"Mozilla/5.0 (Windows NT 10.0) {_KIT} Chrome/120 Safari/537 Edg/120", "Edge on Windows"),
        (f"Mozilla/5.0 (iPhone; like Mac OS X) {_KIT} Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0", "Firefox on Linux"),
        ("curl/8", "another browser"),
        ("", "another browser"),
    ],
)
def test_a_browser_is_named_as_people_know_it(said, told):
    assert device(said) == told
