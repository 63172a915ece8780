"""The links, mails and log of a choice of cards."""

import pytest
from django.core import signing

from core.models import Event
from matching.choice_links import choice_link, read_choice_token
from matching.choice_messages import _KINDS
from matching.errors import (
    ChoiceClosed,
    LinkInvalid,
)
from matching.states import ChoiceState
from notifications.kinds import get_kind
from notifications.models import Message
from notifications.rendering import build_mail, render
from tests.clock import NOW
from tests.matching.choices import (
    choice_at,
    mails,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spoil", [lambda token: token + "x", lambda _token: "x"])
def test_a_changed_link_is_refused(spoil):
    cards = choice_at(ChoiceState.OPEN)
    token = choice_link(cards.choice).rstrip("/").rsplit("/", 1)[1]

    assert read_choice_token(token) == cards.choice
    with pytest.raises(LinkInvalid):
        read_choice_token(spoil(token))


def test_a_link_of_another_kind_is_refused():
    cards = choice_at(ChoiceState.OPEN)

    with pytest.raises(LinkInvalid):
        read_choice_token(signing.dumps(cards.choice.pk, salt="matching.answer"))


def test_what_is_over_is_not_asked_by_mail_any_more():
    cards = choice_at(ChoiceState.OPEN)
    message = mails("choice_offered", cards.scene.ana).get()

    cards.choose()

    assert build_mail(message) is None


def test_that_it_is_over_is_not_said_when_it_is_not():
    cards = choice_at(ChoiceState.OPEN)
    message = Message.objects.create(
        kind="matching.choice_closed",
        person=cards.scene.ana,
        context={"choice": cards.choice.pk},
        dedupe_key="by-hand",
        created_at=NOW,
        due_at=NOW,
    )

    assert build_mail(message) is None


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("code", [kind[0] for kind in _KINDS])
def test_every_mail_can_be_written_in_every_language(code, language):
    kind = get_kind(code)

    assert render(kind, kind.sample(), language).subject


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (ChoiceState.MADE, ["offered", "made"]),
        (ChoiceState.REFUSED, ["offered", "refused"]),
        (ChoiceState.EXPIRED, ["offered", "expired"]),
        (ChoiceState.WITHDRAWN, ["offered", "withdrawn"]),
    ],
)
def test_what_happened_is_noted_without_words(state, kinds):
    choice_at(state)

    rows = Event.objects.filter(kind__startswith="matching.choice_").order_by("pk")

    assert [(row.kind, row.data) for row in rows] == [(f"matching.choice_{k}", {}) for k in kinds]


def test_a_closed_choice_is_refused_by_name():
    with pytest.raises(ChoiceClosed):
        choice_at(ChoiceState.WITHDRAWN).choose()
