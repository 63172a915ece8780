"""How groups of peers look from outside. What comes in is judged by the services."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import Input, Text, YesNo
from groups.models.gatherings import Coming
from groups.models.groups import SeatRole
from groups.moments import Rhythm
from groups.states import GatheringState, State, WaitState
from organisations.models.themes import ThemeKind

_RHYTHMS = [(each.value, each.value) for each in Rhythm]


class IndividualSerializer(serializers.Serializer[Any]):
    person = serializers.UUIDField(
        allow_null=True, help_text="Their enrolment; only for who leads, the team and oneself."
    )
    role = serializers.ChoiceField(SeatRole.choices)
    name = serializers.CharField(help_text="Empty when they do not show it.")
    is_me = serializers.BooleanField()


class WordSerializer(serializers.Serializer[Any]):
    person = serializers.UUIDField(source="individual.person")
    said = serializers.ChoiceField(Coming.choices, allow_blank=True)
    was_there = serializers.BooleanField(allow_null=True)


class GatheringSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(GatheringState.choices)
    day = serializers.DateField(help_text="What the clock shows in `zone`.")
    begins = serializers.TimeField()
    minutes = serializers.IntegerField()
    zone = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    place = serializers.CharField()
    address = serializers.CharField()
    call_link = serializers.CharField()
    version = serializers.IntegerField()
    said = serializers.ChoiceField(Coming.choices, allow_blank=True, help_text="What you said.")
    coming = serializers.ListField(child=serializers.CharField())
    n_coming = serializers.IntegerField()
    places_left = serializers.IntegerField(allow_null=True)
    answers = WordSerializer(many=True, help_text="Only for who leads and the team.")


class WaitSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(WaitState.choices)
    since = serializers.DateTimeField()
    goes_first = serializers.BooleanField()


class NeighbourSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    place = serializers.CharField()
    members = serializers.IntegerField()
    most = serializers.IntegerField()
    km = serializers.IntegerField()


class GroupSerializer(serializers.Serializer[Any]):
    """A group of peers as one of its people reads it, who leads it, or the team."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(ThemeKind.choices)
    state = serializers.ChoiceField(State.choices)
    theme = serializers.CharField()
    programme = serializers.CharField()
    organisation = serializers.CharField()
    is_team = serializers.BooleanField(help_text="You read it as the team.")
    may_lead = serializers.BooleanField()
    is_closed = serializers.BooleanField(help_text="Nobody new comes in once it met.")
    least = serializers.IntegerField()
    wished = serializers.IntegerField()
    most = serializers.IntegerField()
    people = IndividualSerializer(many=True)
    rules = serializers.CharField()
    materials = serializers.CharField()
    version = serializers.IntegerField(help_text="Of the two texts.")
    formed_at = serializers.DateTimeField()
    coming = GatheringSerializer(many=True)
    past = GatheringSerializer(many=True, help_text="Only for who leads and the team.")
    waits = WaitSerializer(many=True, help_text="Only for the team.")
    merge_with = NeighbourSerializer(many=True, help_text="Only for the team.")


class GroupRowSerializer(serializers.Serializer[Any]):
    """A group in a list."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.ChoiceField(ThemeKind.choices)
    state = serializers.ChoiceField(State.choices)
    theme = serializers.CharField(source="peer.name")
    programme = serializers.CharField(source="programme.name")
    formed_at = serializers.DateTimeField()


class TeamGroupRowSerializer(GroupRowSerializer):
    n_members = serializers.IntegerField()
    most = serializers.IntegerField(source="peer.most")


class WhenInput(Input):
    day = serializers.DateField()
    begins = serializers.TimeField()
    minutes = serializers.IntegerField(default=120)
    place = serializers.UUIDField(allow_null=True, default=None, help_text="A meeting place.")
    call_link = Text(default="")


class PlanInput(WhenInput):
    rhythm = serializers.ChoiceField(_RHYTHMS, default=Rhythm.ONCE.value)
    times = serializers.IntegerField(allow_null=True, default=None)
    until = serializers.DateField(allow_null=True, default=None)


class MoveGatheringInput(WhenInput):
    version = serializers.IntegerField(help_text="The version that was read.")


class VersionInput(Input):
    version = serializers.IntegerField(help_text="The version that was read.")


class CancelInput(VersionInput):
    and_later = YesNo(default=False, help_text="The planned ones of its series after it too.")


class ComeInput(Input):
    comes = YesNo()
    person = serializers.UUIDField(required=False, help_text="For the team: who said it.")


class ThereInput(Input):
    person = serializers.UUIDField()
    was_there = serializers.BooleanField(allow_null=True)


class TextsInput(Input):
    version = serializers.IntegerField(help_text="The version that was read.")
    rules = Text(required=False)
    materials = Text(required=False)


class LeaveInput(Input):
    why = Text(default="", help_text="Not needed.")
    person = serializers.UUIDField(required=False, help_text="For the team: who stops.")


class MergeGroupsInput(Input):
    into = serializers.UUIDField()


class SplitGroupInput(Input):
    people = serializers.ListField(child=serializers.UUIDField())


class WaitInput(Input):
    person = serializers.UUIDField(help_text="Their enrolment.")
    goes_first = YesNo(default=False)


class YesInput(Input):
    yes = YesNo()


class OwnWaitSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    group = serializers.UUIDField(source="group.public_id")
    theme = serializers.CharField(source="group.peer.name")
    state = serializers.ChoiceField(WaitState.choices)
    answer_by = serializers.DateTimeField(allow_null=True)


class AddressSerializer(serializers.Serializer[Any]):
    address = serializers.CharField(help_text="Shown this once.")


class GroupWaitSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(source="label")
    people = serializers.IntegerField(allow_null=True, help_text="null: hidden.")
    weeks = serializers.IntegerField(allow_null=True, help_text="Half waited longer.")


class GroupFiguresSerializer(serializers.Serializer[Any]):
    held = serializers.IntegerField(help_text="Gatherings of which it was noted who was there.")
    at_least = serializers.IntegerField(help_text="Of these, with the group's least or more.")
    percent = serializers.IntegerField(allow_null=True, help_text="Of the members were there.")
    by_theme = GroupWaitSerializer(many=True)
    by_region = GroupWaitSerializer(many=True)
