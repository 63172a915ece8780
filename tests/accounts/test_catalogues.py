"""The lists of a profile: a code and a bit keep their meaning for ever, so each is pinned here. Add at the end only."""

import pytest
from django.utils import translation

from accounts.catalogues import (
    ACCESS,
    CATEGORIES,
    CONTACT_FORMS,
    DAY_PARTS,
    INTERESTS,
    LIFE_PHASES,
    SPOKEN,
)

# The codes in the order of their bits, from bit 0.
PINNED = {
    "access": (ACCESS, "wheelchair short_walks hearing sight reading fatigue fetch"),
    "contact forms": (CONTACT_FORMS, "out walk home_seeker home_volunteer phone video"),
    "day parts": (
        DAY_PARTS,
        " ".join(
            f"{day}_{part}"
            for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
            for part in ("morning", "afternoon", "evening")
        ),
    ),
    "life phases": (
        LIFE_PHASES,
        "student young_children teenagers working between_jobs retired carer newcomer living_alone",
    ),
    "spoken": (
        SPOKEN,
        "nl fr en de ar tr es it pl ro pt ru uk ber ps fa so ti ln sq bg zh vgt sfb",
    ),
    "interests": (
        INTERESTS,
        "walking cycling gardening birds fishing park sea allotment swimming running fitness yoga"
        " dancing football petanque table_tennis watching_sport martial_arts cinema theatre museums"
        " concerts library history architecture festivals listening singing instrument classical"
        " world_music pop_rock drawing crafts sewing woodwork photography writing repairing flowers"
        " cooking baking eating_out coffee world_food picnic beer_wine board_games cards chess"
        " puzzles video_games billiards reading television news shopping flea_markets beauty"
        " computers collecting dogs cats horses small_animals children languages travel"
        " volunteering neighbourhood faith philosophy politics technology cars trains smoking"
        " alcohol pets_nearby crowds loud phone_calls",
    ),
}
every_list = pytest.mark.parametrize("name", PINNED)


@every_list
def test_a_bit_keeps_its_code(name):
    catalogue, codes = PINNED[name]

    assert [item.code for item in sorted(catalogue, key=lambda item: item.bit)] == codes.split()


@every_list
def test_bits_have_no_gap(name):
    catalogue, codes = PINNED[name]

    assert catalogue.full_mask == 2 ** len(codes.split()) - 1


@every_list
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_item_has_a_label(name, language):
    catalogue, _codes = PINNED[name]

    with translation.override(language):
        assert [item.code for item in catalogue if not str(item.label).strip()] == []


def test_every_interest_stands_in_one_category():
    listed = [item.code for _code, _label, items in CATEGORIES for item in items]

    assert sorted(listed) == sorted(item.code for item in INTERESTS)


@pytest.mark.parametrize("catalogue", [ACCESS, CONTACT_FORMS, DAY_PARTS, LIFE_PHASES])
def test_a_mask_fits_in_its_column(catalogue):
    assert catalogue.full_mask < 2**31
