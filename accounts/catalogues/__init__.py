from accounts.catalogues.interests import CATEGORIES, INTERESTS
from accounts.catalogues.lists import (
    ACCESS,
    CONTACT_FORMS,
    DAY_PARTS,
    LIFE_PHASES,
    SPOKEN,
    STYLES,
    TravelMode,
    day_part_in_words,
)

__all__ = [
    "ACCESS",
    "CATEGORIES",
    "CONTACT_FORMS",
    "DAY_PARTS",
    "INTERESTS",
    "LIFE_PHASES",
    "SPOKEN",
    "STYLES",
    "TravelMode",
    "day_part_in_words",
]
