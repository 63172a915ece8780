"""How pairs look from outside. What comes in is judged by the services."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import Input, Text, YesNo
from groups.models.agreements import PARTS
from groups.models.timings import LIMITS
from groups.states import SessionState, State
from organisations.models.enrolments import Side


class MemberSerializer(serializers.Serializer[Any]):
    side = serializers.ChoiceField(Side.choices)
    name = serializers.CharField(help_text="Empty when the other does not show it.")
    is_me = serializers.BooleanField()
    has_signed = serializers.BooleanField(help_text="The agreement as it is now.")


class MeetingSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(SessionState.choices)
    moments = serializers.ListField(child=serializers.DateTimeField())
    starts_at = serializers.DateTimeField(allow_null=True)
    place = serializers.CharField()
    with_coordinator = serializers.BooleanField()
    is_my_turn = serializers.BooleanField(help_text="You are the one who takes a moment.")


class BreakSerializer(serializers.Serializer[Any]):
    starts_on = serializers.DateField()
    until_on = serializers.DateField(allow_null=True, help_text="null: until somebody goes on.")
    is_mine = serializers.BooleanField()


class PairSerializer(serializers.Serializer[Any]):
    """A pair as one of the two reads it, or the team."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(State.choices)
    programme = serializers.CharField()
    organisation = serializers.CharField()
    is_team = serializers.BooleanField(help_text="You read it as the team.")
    members = MemberSerializer(many=True)
    formed_at = serializers.DateTimeField()
    review_on = serializers.DateField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    meeting = MeetingSerializer(allow_null=True)
    agreement_version = serializers.IntegerField(help_text="0: nothing is written yet.")
    agreement = serializers.DictField(
        child=serializers.CharField(), help_text=f"Part → text: {', '.join(PARTS)}."
    )
    breaks = BreakSerializer(many=True)


class PairRowSerializer(serializers.Serializer[Any]):
    """A pair in a list."""

    id = serializers.UUIDField(source="public_id")
    state = serializers.ChoiceField(State.choices)
    programme = serializers.CharField(source="programme.name")
    formed_at = serializers.DateTimeField()
    review_on = serializers.DateField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class TeamPairRowSerializer(PairRowSerializer):
    people = serializers.SerializerMethodField(help_text="Names to use, the volunteer's first.")

    def get_people(self, group: Any) -> list[str]:
        return [seat.enrolment.person.name_to_use for seat in group.members()]


class MeetingInput(Input):
    moments = serializers.ListField(child=serializers.DateTimeField())
    place = Text()
    with_coordinator = YesNo(default=False)
    fixed = YesNo(default=False, help_text="Only for the team: both agreed on this one moment.")
    replaces = serializers.UUIDField(
        allow_null=True,
        default=None,
        help_text="The meeting that you saw; null when there was none.",
    )


class TakeInput(Input):
    meeting = serializers.UUIDField()
    start = serializers.DateTimeField()


class AgreementInput(Input):
    version = serializers.IntegerField(help_text="The version that was read; 0 for the first text.")
    rhythm = Text(required=False)
    costs = Text(required=False)
    boundaries = Text(required=False)
    contact = Text(required=False)
    ending = Text(required=False)


class SignInput(Input):
    version = serializers.IntegerField(help_text="The version that was read.")
    person = serializers.ChoiceField(
        Side.choices, required=False, help_text="For the team: who signed on paper."
    )


class BreakInput(Input):
    starts_on = serializers.DateField()
    until_on = serializers.DateField(allow_null=True, default=None)


class TimingsSerializer(serializers.Serializer[Any]):
    plan_within_days = serializers.IntegerField()
    click_after_hours = serializers.IntegerField()
    answer_days = serializers.IntegerField()
    remind_after_days = serializers.IntegerField()
    trial_weeks = serializers.IntegerField()
    rest_weeks = serializers.IntegerField()
    version = serializers.IntegerField(help_text="0: nobody changed any.")


class TimingsInput(Input):
    version = serializers.IntegerField(help_text="The version that was read.")

    def get_fields(self) -> dict[str, Any]:
        return {
            **super().get_fields(),
            **{name: serializers.IntegerField(required=False) for name in LIMITS},
        }
