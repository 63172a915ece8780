"""What somebody waits for, as it comes in: on its own, and with a registration."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from core.api.serializers import Input, YesNo
from core.errors import NotFoundHere
from organisations.models import Programme, Theme
from organisations.models.themes import RELATIONS, Stage, ThemeKind
from organisations.theme_selectors import list_themes

RELATION_CHOICES = [(item.code, item.code) for item in RELATIONS]
STAGES = [0, *Stage.values]


class ThemeNameSerializer(serializers.Serializer[Theme]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField(help_text="In the language that was asked for.")
    kind = serializers.ChoiceField(ThemeKind.choices)
    is_closed = serializers.BooleanField(help_text="Nobody comes in once the group has started.")


class WishInput(Input):
    """Everything but the theme may be left open."""

    theme = serializers.UUIDField()
    relation = serializers.ChoiceField(RELATION_CHOICES, allow_blank=True, default="")
    stage = serializers.ChoiceField(STAGES, default=0)
    is_longer_on_road = YesNo(default=False, help_text="Can tell others about it.")
    minds_being_only = YesNo(
        default=False, help_text="Would not like to be the only man or the only woman."
    )


def wish_from(said: Mapping[str, Any] | None, programme: Programme) -> dict[str, Any] | None:
    """A wish as the services take it. Raises NotFoundHere for a theme that cannot be chosen there."""
    if said is None:
        return None
    theme = list_themes(programme=programme).filter(public_id=said["theme"]).first()
    if theme is None:
        raise NotFoundHere(field="theme")
    return {"theme_id": theme.pk} | {each: said[each] for each in said if each != "theme"}
