"""How proposals look from outside to the team."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.serializers import Input, YesNo
from matching.api.serializers import AnswerInput, EnrolmentNameSerializer, FitSerializer
from matching.models import Answer, Proposal
from matching.models.proposals import AnswerWay, RejectReason
from matching.states import AnswerState, ProposalState
from organisations.api.serializers import ProgrammeNameSerializer
from organisations.models import Enrolment
from organisations.models.enrolments import Side


class AnswerSerializer(serializers.Serializer[Answer]):
    """What one of the two said."""

    person = serializers.SerializerMethodField()
    state = serializers.ChoiceField(AnswerState.choices)
    asked_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    way = serializers.ChoiceField(AnswerWay.choices, allow_blank=True)
    question = serializers.CharField()

    @extend_schema_field(serializers.ChoiceField(Side.choices))
    def get_person(self, answer: Answer) -> str:
        return side_of(answer).value


def side_of(answer: Answer) -> Side:
    """Which of the two of its proposal somebody is; reads no row."""
    is_volunteer = answer.enrolment_id == answer.proposal.volunteer_id
    return Side.VOLUNTEER if is_volunteer else Side.SEEKER


class ProposalSerializer(FitSerializer):
    """A proposal in the list of the team."""

    id = serializers.UUIDField(source="public_id")
    programme = ProgrammeNameSerializer()
    run = serializers.UUIDField(source="run.public_id", default=None, allow_null=True)
    rules_version = serializers.IntegerField(source="rule_set.version")
    settings_version = serializers.IntegerField(
        source="programme_version.version",
        default=None,
        allow_null=True,
        help_text="The settings under which its people are asked; null for a draft.",
    )
    state = serializers.ChoiceField(ProposalState.choices)
    volunteer = EnrolmentNameSerializer()
    seeker = EnrolmentNameSerializer()
    created_at = serializers.DateTimeField()
    on_hold_until = serializers.DateField(allow_null=True)
    is_locked = serializers.BooleanField(help_text="A search leaves it and plans around it.")
    offered_at = serializers.DateTimeField(allow_null=True)
    deadline_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    reject_reason = serializers.ChoiceField(RejectReason.choices, allow_blank=True)
    answers = AnswerSerializer(many=True)


class AlternativeSerializer(serializers.Serializer[Any]):
    """Another volunteer for the same seeker; `regret` is what the whole search would lose at most."""

    volunteer = serializers.UUIDField()
    name_to_use = serializers.CharField()
    score = serializers.IntegerField()
    regret = serializers.IntegerField()


class ProposalDetailSerializer(ProposalSerializer):
    parts = serializers.DictField(
        child=serializers.IntegerField(), help_text="What adds up to the score."
    )
    alternatives = serializers.SerializerMethodField()

    @extend_schema_field(AlternativeSerializer(many=True))
    def get_alternatives(self, proposal: Proposal) -> Any:
        rows = _alternatives(proposal)
        return AlternativeSerializer(rows, many=True).data


def _alternatives(proposal: Proposal) -> list[Mapping[str, Any]]:
    ids = [each["volunteer"] for each in proposal.alternatives]
    found: dict[int, tuple[UUID, str]] = {
        pk: (public_id, name)
        for pk, public_id, name in Enrolment.objects.filter(
            pk__in=ids, programme_id=proposal.programme_id
        ).values_list("pk", "public_id", "person__name_to_use")
    }
    return [
        each
        | {"volunteer": found[each["volunteer"]][0], "name_to_use": found[each["volunteer"]][1]}
        for each in proposal.alternatives
        if each["volunteer"] in found
    ]


class PairSerializer(Input):
    """Two enrolments of one programme."""

    volunteer = serializers.UUIDField()
    seeker = serializers.UUIDField()
    send = YesNo(default=False, help_text="Ask both at once, without a look at the draft.")


class HoldSerializer(Input):
    until = serializers.DateField(allow_null=True, help_text="null: back among the others.")
    seen = serializers.DateField(
        allow_null=True,
        required=False,
        help_text="`on_hold_until` as it was read: refused when it is otherwise by then.",
    )


class LockSerializer(Input):
    locked = YesNo(help_text="false: a search may replace it again.")


class RejectSerializer(Input):
    reason = serializers.ChoiceField(RejectReason.choices)


class ToldAnswerSerializer(AnswerInput):
    """What somebody told the team by phone."""

    person = serializers.ChoiceField(Side.choices)


class ExclusionSerializer(Input):
    """Two enrolments whose people are never proposed to each other."""

    one = serializers.UUIDField()
    other = serializers.UUIDField()
