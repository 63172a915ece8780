"""Answers are sealed, in no log, and their owner finds them."""

import json
import logging

import pytest
from django.db import connection

from accounts.exports import export_of
from core.models import Event
from tests.organisations.intake.builders import SECRET, answer, ask
from tests.people import make_person

pytestmark = pytest.mark.django_db


def test_answers_are_sealed_in_the_database(setting, ana):
    setting(ask("Why?", is_sensitive=True))
    answer(ana, q1=SECRET)

    with connection.cursor() as cursor:
        cursor.execute("SELECT said::text FROM organisations_intakeanswer")
        stored = cursor.fetchone()[0]

    assert "Lost" not in stored


def test_answers_are_in_no_log_and_no_event(setting, ana, caplog):
    caplog.set_level(logging.DEBUG)
    setting(ask("Why?", is_sensitive=True))

    answer(ana, q1=SECRET)

    events = json.dumps(list(Event.objects.values_list("kind", "data")), default=str)
    assert "Lost" not in events + caplog.text
    assert Event.objects.get(kind="organisations.intake_answered").data == {
        "version": 1,
        "answered": 1,
    }


def test_somebody_finds_their_own_answers_in_their_own_data(setting, ana):
    setting(ask("Why?", is_sensitive=True))
    answer(ana, q1=SECRET)
    other = make_person("Ben")

    assert [each["answer"] for each in export_of(ana.person)["questions"]] == [SECRET]
    assert export_of(other)["questions"] == []


def test_the_engine_reads_no_answers(setting, ana):
    from matching import queries

    texts = [
        value
        for name, value in vars(queries).items()
        if isinstance(value, str) and not name.startswith("__")
    ]

    assert not any("intake" in text for text in texts)
