"""Short lists as bits of one whole number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Catalogue, Item

FRUIT = Catalogue(("apple", 0, "Apple"), ("pear", 2, "Pear"), ("plum", 1, "Plum"))


def test_a_list_keeps_its_order():
    assert [item.code for item in FRUIT] == ["apple", "pear", "plum"]


def test_an_item_is_found_by_its_code():
    assert (FRUIT["pear"], FRUIT["pear"].mask) == (Item("pear", 2, "Pear"), 4)


@pytest.mark.parametrize(
    ("code", "is_in"), [("pear", True), ("nut", False), (None, False), (2, False)]
)
def test_a_list_says_what_is_in_it(code, is_in):
    assert (code in FRUIT) == is_in


@pytest.mark.parametrize(
    ("codes", "mask"), [([], 0), (["pear"], 4), (["plum", "apple"], 3), (["pear", "pear"], 4)]
)
def test_codes_become_a_mask(codes, mask):
    assert FRUIT.mask(codes) == mask


def test_a_code_that_is_not_in_the_list_is_refused():
    with pytest.raises(KeyError):
        FRUIT.mask(["apple", "nut"])


def test_a_mask_gives_its_items_in_the_order_of_the_list():
    assert FRUIT.in_mask(0b110) == [FRUIT["pear"], FRUIT["plum"]]


def test_a_bit_of_nobody_gives_no_item():
    assert FRUIT.codes(1 << 9) == []


def test_the_full_mask_holds_all():
    assert FRUIT.codes(FRUIT.full_mask) == ["apple", "pear", "plum"]


def test_a_form_gets_codes_with_labels():
    assert FRUIT.choices() == [("apple", "Apple"), ("pear", "Pear"), ("plum", "Plum")]


@pytest.mark.parametrize(
    "items",
    [
        [("apple", 0, "Apple"), ("apple", 1, "Pear")],
        [("apple", 0, "Apple"), ("pear", 0, "Pear")],
    ],
)
def test_a_code_or_a_bit_stands_once(items):
    with pytest.raises(ValueError, match="twice"):
        Catalogue(*items)


@given(st.sets(st.sampled_from(["apple", "pear", "plum"])))
def test_codes_and_masks_say_the_same(codes):
    assert set(FRUIT.codes(FRUIT.mask(codes))) == codes
