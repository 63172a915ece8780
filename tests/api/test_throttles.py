"""Who asks too often waits a moment."""

import pytest
from rest_framework.throttling import SimpleRateThrottle

from tests.api.callers import Caller, refusal
from tests.matching.builders import make_scene
from tests.matching.circles import make_forms
from tests.teams import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def once_a_minute(monkeypatch):
    """Only the named scope is limited: one request a minute."""

    def limit(scope):
        rates = dict.fromkeys(("anon", "user", "heavy"), "100000/min") | {scope: "1/min"}
        monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)

    return limit


def test_a_machine_that_asks_too_often_is_refused(once_a_minute):
    once_a_minute("anon")
    caller = Caller(host="192.0.2.1")
    caller.get("programmes")

    assert refusal(caller.get("programmes")) == (429, "throttled")


def test_the_refusal_says_when_to_come_back(once_a_minute):
    once_a_minute("anon")
    caller = Caller(host="192.0.2.2")
    caller.get("programmes")

    assert caller.get("programmes")["Retry-After"] == "60"


def test_a_made_up_sender_counts_as_the_same_machine(once_a_minute):
    once_a_minute("anon")
    caller = Caller(host="192.0.2.3")
    caller.get("programmes")
    caller.client.credentials(HTTP_X_FORWARDED_FOR="198.51.100.7")

    assert refusal(caller.get("programmes")) == (429, "throttled")


def test_a_login_that_asks_too_often_is_refused(once_a_minute):
    caller = Caller(make_user())
    once_a_minute("user")
    caller.get("programmes")

    assert refusal(caller.get("programmes")) == (429, "throttled")


def test_looking_up_places_is_limited_more(once_a_minute):
    once_a_minute("heavy")
    caller = Caller(host="192.0.2.4")
    caller.get("places", q="9000")

    assert refusal(caller.get("places", q="9000")) == (429, "throttled")


def test_ranking_candidates_is_limited_more(once_a_minute):
    scene = make_scene()
    once_a_minute("heavy")
    caller = Caller(scene.cora)
    caller.get("team_candidates", scene.seeker.public_id)

    answer = caller.get("team_candidates", scene.seeker.public_id)

    assert refusal(answer) == (429, "throttled")


def test_telling_what_a_change_of_groups_would_do_is_limited_more(once_a_minute):
    forms = make_forms(people=4)
    forms.search()
    draft = forms.draft()
    once_a_minute("heavy")
    caller = Caller(forms.cora)
    said = {"version": draft.version, "part": "back_up", "person": None}
    first = caller.post("team_draft_lead_preview", draft.public_id, **said)
    second = caller.post("team_draft_lead_preview", draft.public_id, **said)
    made = caller.post("team_draft_lead", draft.public_id, **said)

    assert (first.status_code, refusal(second)) == (200, (429, "throttled"))
    assert made.status_code == 200


def test_the_rest_goes_on_meanwhile(once_a_minute):
    once_a_minute("heavy")
    caller = Caller(host="192.0.2.5")
    caller.get("places", q="9000")

    assert caller.get("programmes").status_code == 200
