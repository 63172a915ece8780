"""The lists that people choose from, with labels in the language of the request."""

from typing import Any

from rest_framework import serializers

from accounts.catalogues import (
    ACCESS,
    CATEGORIES,
    CONTACT_FORMS,
    DAY_PARTS,
    LIFE_PHASES,
    SPOKEN,
    STYLES,
    TravelMode,
)
from accounts.catalogues.lists import day_part_in_words
from accounts.models.people import Attitude, Level
from core.api.serializers import ChoiceSerializer
from core.catalogue import Catalogue
from organisations.models.enrolments import GOALS


class InterestGroupSerializer(ChoiceSerializer):
    items = ChoiceSerializer(many=True)


class LevelSerializer(serializers.Serializer[Any]):
    level = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]


class StyleSerializer(serializers.Serializer[Any]):
    """A scale: -1 is the first, +1 the second, 0 both or not said."""

    code = serializers.CharField()
    first = serializers.CharField()
    second = serializers.CharField()


class CataloguesSerializer(serializers.Serializer[Any]):
    interests = InterestGroupSerializer(many=True)
    attitudes = ChoiceSerializer(many=True)
    day_parts = ChoiceSerializer(many=True)
    contact_forms = ChoiceSerializer(many=True)
    access = ChoiceSerializer(many=True)
    life_phases = ChoiceSerializer(many=True)
    languages = ChoiceSerializer(many=True)
    levels = LevelSerializer(many=True)
    goals = ChoiceSerializer(many=True)
    travel_modes = ChoiceSerializer(many=True)
    styles = StyleSerializer(many=True)


def all_catalogues() -> dict[str, Any]:
    """The lists as `CataloguesSerializer` shows them."""
    return {
        "interests": [
            {"code": code, "label": label, "items": _items(items)}
            for code, label, items in CATEGORIES
        ],
        "attitudes": _choices(Attitude.choices),
        "day_parts": [
            {"code": item.code, "label": day_part_in_words(item.bit)} for item in DAY_PARTS
        ],
        "contact_forms": _items(CONTACT_FORMS),
        "access": _items(ACCESS),
        "life_phases": _items(LIFE_PHASES),
        "languages": _items(SPOKEN),
        "levels": [{"level": level, "label": label} for level, label in Level.choices],
        "goals": _items(GOALS),
        "travel_modes": _choices(TravelMode.choices),
        "styles": [
            {"code": c, "first": first, "second": second} for c, _question, first, second in STYLES
        ],
    }


def _items(catalogue: Catalogue) -> list[dict[str, Any]]:
    return _choices(catalogue.choices())


def _choices(choices: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    return [{"code": code, "label": label} for code, label in choices]
