"""How themes, meeting places, wishes and ideas look from outside. What comes in is judged by the services."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.catalogues import ACCESS, DAY_PARTS
from core.api.serializers import Codes, Input, Text, YesNo
from organisations.api.serializers import SomebodySerializer
from organisations.api.wish_serializers import RELATION_CHOICES, STAGES, ThemeNameSerializer
from organisations.models import Enrolment, MeetingPlace, ThemeIdea, Wish
from organisations.models.enrolments import Side
from organisations.models.themes import RELATIONS, ThemeKind
from organisations.states import IdeaState

_RELATION_CODES = {item.bit: item.code for item in RELATIONS}
_READ = "The version that was read."


class ThemeSerializer(ThemeNameSerializer):
    """A theme as its team keeps it."""

    name_nl = serializers.CharField()
    name_fr = serializers.CharField()
    name_en = serializers.CharField()
    least_members = serializers.IntegerField()
    wished_members = serializers.IntegerField()
    most_members = serializers.IntegerField()
    together = Codes(RELATIONS, help_text="Relations that may be in one group.")
    stage_spread = serializers.IntegerField(
        help_text="How many steps the stages of members may lie apart."
    )
    version = serializers.IntegerField()


class ThemeRowSerializer(ThemeSerializer):
    chosen_by = serializers.IntegerField(
        help_text="How many chose it: who waits for a group, and who is in one."
    )


class ThemeInput(Input):
    """What is left out stays, or is as usual in a new theme."""

    name_nl = Text(required=False)
    name_fr = Text(required=False)
    name_en = Text(required=False)
    kind = serializers.ChoiceField(ThemeKind.choices, required=False)
    is_closed = YesNo(required=False)
    least_members = serializers.IntegerField(required=False)
    wished_members = serializers.IntegerField(required=False)
    most_members = serializers.IntegerField(required=False)
    together = Codes(RELATIONS, required=False)
    stage_spread = serializers.IntegerField(required=False)


class ThemeChangeInput(ThemeInput):
    version = serializers.IntegerField(help_text=_READ)


class MeetingPlaceSerializer(serializers.Serializer[MeetingPlace]):
    """A room of an organisation, for its team."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    address = serializers.CharField()
    postcode = serializers.CharField(source="postal.postcode")
    municipality = serializers.CharField(source="postal.name_nl")
    day_parts = Codes(DAY_PARTS, help_text="When it is open.")
    offers = Codes(ACCESS, help_text="Whom it suits.")
    version = serializers.IntegerField()


class MeetingPlaceInput(Input):
    """What is left out stays; a new one needs `name` and `where`."""

    name = Text(required=False)
    address = Text(required=False)
    where = Text(required=False, help_text="A postcode or municipality.")
    day_parts = Codes(DAY_PARTS, required=False)
    offers = Codes(ACCESS, required=False)


class MeetingPlaceChangeInput(MeetingPlaceInput):
    version = serializers.IntegerField(help_text=_READ)


class ThemeWishSerializer(serializers.Serializer[Wish]):
    theme = ThemeNameSerializer()
    relation = serializers.SerializerMethodField(help_text="Empty: not said.")
    stage = serializers.ChoiceField(STAGES, help_text="0: not said.")
    is_longer_on_road = serializers.BooleanField()
    minds_being_only = serializers.BooleanField()
    since = serializers.DateTimeField()

    @extend_schema_field(serializers.ChoiceField(RELATION_CHOICES, allow_blank=True))
    def get_relation(self, wish: Wish) -> str:
        return _RELATION_CODES.get(wish.relation, "")


class GroupWishSerializer(serializers.Serializer[Any]):
    """What somebody waits for, or leads, and what there is to choose."""

    id = serializers.UUIDField(source="enrolment.public_id")
    side = serializers.ChoiceField(Side.choices, source="enrolment.side")
    themes = ThemeNameSerializer(many=True, help_text="Those that can be chosen.")
    wish = ThemeWishSerializer(
        allow_null=True, help_text="null: nothing chosen yet, or a volunteer."
    )
    leads = ThemeNameSerializer(many=True, help_text="What a volunteer leads; none: any.")


class LedThemesInput(Input):
    themes = serializers.ListField(child=serializers.UUIDField(), help_text="None: any.")


class IdeaInput(Input):
    name = Text(help_text="What the group would be about.")
    why = Text(default="")


class OwnIdeaSerializer(serializers.Serializer[ThemeIdea]):
    id = serializers.UUIDField(source="public_id")
    state = serializers.ChoiceField(IdeaState.choices)
    name = serializers.CharField()
    why = serializers.CharField()
    proposed_at = serializers.DateTimeField()


class IdeaOfSerializer(serializers.Serializer[Enrolment]):
    """Who proposed it."""

    id = serializers.UUIDField(source="public_id")
    person = SomebodySerializer()


class IdeaSerializer(OwnIdeaSerializer):
    """An idea for the team."""

    enrolment = IdeaOfSerializer()
    theme = serializers.UUIDField(
        source="theme.public_id", default=None, allow_null=True, help_text="What it became."
    )


class AcceptIdeaInput(Input):
    """The names count for a new theme; without any it has that of the idea, in the language of who had it."""

    name_nl = Text(required=False)
    name_fr = Text(required=False)
    name_en = Text(required=False)
    theme = serializers.UUIDField(
        default=None,
        allow_null=True,
        help_text="A theme that is there; left out: a new one with this name.",
    )
