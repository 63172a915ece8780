"""How questions, moves and endings look from outside."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import Input, Text
from followup.models.check_ins import Kind, Said
from followup.models.endings import Decision, Procedure, Reason
from followup.states import CheckInState
from groups.api.serializers import TeamPairRowSerializer
from groups.models.agreements import Way
from organisations.models.enrolments import Side


class QuestionSerializer(serializers.Serializer[Any]):
    """One of the two gets their own questions, the team those to both; nobody else reads an answer."""

    id = serializers.UUIDField(source="public_id")
    person = serializers.ChoiceField(Side.choices, source="seat.enrolment.side")
    kind = serializers.ChoiceField(Kind.choices)
    state = serializers.ChoiceField(CheckInState.choices)
    due_at = serializers.DateTimeField()
    deadline_at = serializers.DateTimeField(allow_null=True)
    said = serializers.ChoiceField(Said.choices, allow_blank=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    way = serializers.ChoiceField(Way.choices, allow_blank=True)
    note = serializers.SerializerMethodField()

    def get_note(self, check_in: Any) -> str:
        return check_in.note or ""


class SaidInput(Input):
    question = serializers.UUIDField()
    said = serializers.ChoiceField(Said.choices)
    note = Text(default="", help_text="Only the team reads it.")


class MoveInput(Input):
    place = Text(help_text="A postcode or municipality of Belgium.")
    person = serializers.ChoiceField(
        Side.choices, required=False, help_text="For the team: who moves."
    )


class MovedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    is_out_of_reach = serializers.BooleanField(
        help_text="Further than one of the two travels: the team decides."
    )


class TalkInput(Input):
    talk_on = serializers.DateField()


class FinishInput(Input):
    reason = serializers.ChoiceField(Reason.choices)
    procedure = serializers.ChoiceField(Procedure.choices, help_text="Was there a last talk?")
    note = Text(default="")


class DecideMoveInput(Input):
    move = serializers.UUIDField()
    decision = serializers.ChoiceField(Decision.choices)


class ClosureSerializer(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(Reason.choices)
    started_at = serializers.DateTimeField()
    talk_on = serializers.DateField(allow_null=True)
    procedure = serializers.ChoiceField(Procedure.choices, allow_blank=True)
    note = serializers.SerializerMethodField()

    def get_note(self, closure: Any) -> str:
        return closure.note or ""


class ToCallSerializer(QuestionSerializer):
    pair = serializers.UUIDField(source="seat.group.public_id")


class ToDecideSerializer(MovedSerializer):
    pair = serializers.UUIDField(source="seat.group.public_id")
    noted_at = serializers.DateTimeField()


class ToDoSerializer(serializers.Serializer[Any]):
    """What waits for the team, oldest first; at most 50 of each."""

    to_plan = TeamPairRowSerializer(many=True, help_text="No first meeting planned.")
    to_call = ToCallSerializer(many=True, help_text="No answer, or not sure.")
    to_review = TeamPairRowSerializer(many=True, help_text="The trial is over.")
    closing = TeamPairRowSerializer(many=True, help_text="Being rounded off.")
    moves = ToDecideSerializer(many=True, help_text="Moved out of reach.")
