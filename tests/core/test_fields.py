"""JSON that is encrypted as a whole."""

import pytest

from core.fields import SealedJSONField

VALUES = [{}, [], {"name": "Zoë 👋", "age": 61, "yes": True, "none": None}, "text", 3.5]


@pytest.fixture
def field():
    return SealedJSONField()


@pytest.mark.parametrize("value", VALUES)
def test_what_is_stored_comes_back_with_its_numbers(field, value):
    stored = field.get_prep_value(value)

    assert field.from_db_value(stored, None, None) == value


def test_what_is_stored_shows_nothing(field):
    stored = field.get_prep_value({"name": "Ana"})

    assert ("Ana" in stored, "name" in stored) == (False, False)


def test_the_same_is_never_stored_twice_alike(field):
    assert field.get_prep_value("Ana") != field.get_prep_value("Ana")


def test_nothing_stays_nothing(field):
    assert (field.get_prep_value(None), field.from_db_value(None, None, None)) == (None, None)


def test_a_form_gets_the_value_as_it_is(field):
    assert field.to_python({"a": 1}) == {"a": 1}
