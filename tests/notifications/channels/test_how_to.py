"""The channel on the page "Add a channel in 30 lines" runs as it stands there."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as the_settings

from notifications.channels.base import Outcome
from tests.notifications.builders import deliver, queue, told
from tests.notifications.channels.builders import who_chose

pytestmark = pytest.mark.django_db
PAGE = Path(the_settings.BASE_DIR) / "docs" / "how-to" / "add-a-channel.md"


@pytest.fixture(scope="module")
def code():
    (block,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)
    return block


@pytest.fixture
def by_intranet(code, provider, settings, put_in):
    settings.INTRANET_URL = f"http://127.0.0.1:{provider.port}/"
    module = {}
    exec(compile(code, str(PAGE), "exec"), module)  # noqa: S102  (our own page)
    return put_in(module["channel"]())


def test_it_has_thirty_lines_of_code_at_most(code):
    assert len([line for line in code.splitlines() if line.strip()]) <= 30


def test_a_message_goes_out_by_it(by_intranet, provider):
    delivery = deliver(queue(who_chose("intranet", email="ana@example.org")))

    assert told(delivery) == [(Outcome.SENT, "")]
    assert json.loads(provider.asked[0].body) == {
        "to": "ana@example.org",
        "text": "Hello\nhttp://127.0.0.1:8000/people/",
    }


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [(429, Outcome.BUSY), ("drop", Outcome.UNKNOWN), (400, Outcome.PERMANENT)],
)
def test_what_it_is_answered_is_understood(by_intranet, provider, answer, outcome):
    provider.answer = answer

    assert told(deliver(queue(who_chose("intranet"))))[0][0] == outcome
