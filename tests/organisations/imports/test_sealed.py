"""JSON that is encrypted as a whole."""

import json

import pytest
from cryptography.fernet import InvalidToken
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core.fields import SealedJSONField
from organisations.models import ImportRow
from tests.organisations.imports.builders import ANA, only_row, read
from tests.teams import make_programme

FIELD = SealedJSONField()
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES.filter(lambda value: value is not None))
def test_what_is_sealed_comes_back_with_its_types(value):
    assert FIELD.from_db_value(FIELD.get_prep_value(value), None, None) == value


def test_nothing_stays_nothing():
    assert FIELD.get_prep_value(None) is None
    assert FIELD.from_db_value(None, None, None) is None


def test_a_form_gets_the_value_as_it_is():
    assert FIELD.clean({"phone": 1}, None) == {"phone": 1}


def test_neither_keys_nor_values_are_readable():
    sealed = FIELD.get_prep_value({"phone": "0470123456"})

    assert "phone" not in sealed
    assert "0470" not in sealed


def test_one_value_is_one_token():
    assert isinstance(json.loads(FIELD.get_prep_value({"a": 1, "b": [2, 3]})), str)


@pytest.mark.django_db
def test_a_token_that_somebody_changed_is_refused():
    row = only_row(read(make_programme(), ANA))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_importrow SET values = '\"gAAAAA\"'")

    with pytest.raises(InvalidToken):
        ImportRow.objects.get(pk=row.pk)
