"""The postcodes in memory answer as the geocoder does."""

import pytest

from accounts.models import PostalPlace
from accounts.places.geocoder import BelgianGeocoder
from accounts.places.postal_map import PostalMap
from core.errors import DomainError

pytestmark = pytest.mark.django_db

TYPED = [
    *(
        "9000",
        "9000 Gent",
        "B-9000",
        "gent",
        "GAND",
        "Liège",
        "Sint-Niklaas",
        "St Niklaas",
        "Brussel",
    ),
    *("Veldstraat 1, 9000 Gent", "Veldstraat 1, Gent", "Antwerpn", "Nieuwkerken", "9840 De Pinte"),
    *(
        "1012 AB",
        "75001",
        "L-1234",
        "9999",
        "Atlantis",
        "",
        "…",
        "1804 Zemst",
        "1804 Vilvoorde",
        "1804",
    ),
]


def answer(find, typed):
    try:
        return find(typed)
    except DomainError as error:
        return error.code, dict(error.params)


@pytest.mark.parametrize("typed", TYPED)
def test_the_answer_is_the_same(typed):
    one_by_one = answer(lambda text: BelgianGeocoder().geocode(text).raw, typed)

    assert answer(PostalMap().find, typed) == one_by_one


def test_every_postcode_is_where_the_geocoder_says():
    postal, asked = PostalMap(), list(PostalPlace.objects.values_list("postcode", flat=True)[::25])

    assert [postal.find(code) for code in asked] == [
        BelgianGeocoder().geocode(code).raw for code in asked
    ]


def test_thousands_of_questions_cost_one_query(django_assert_num_queries):
    postal = PostalMap()

    with django_assert_num_queries(1):
        for typed in TYPED * 3:
            answer(postal.find, typed)
