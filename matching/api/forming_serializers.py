"""How the forming of groups looks from outside. What comes in is judged by the services."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.catalogues import DAY_PARTS, SPOKEN, day_part_in_words
from core.api.serializers import Input, YesNo
from matching.api.serializers import EnrolmentNameSerializer
from matching.engine.grouping.answers import Breach, Broken, Why
from matching.group_cards import draft_card
from matching.group_words import broken_in_words, why_in_words
from matching.models import Draft, DraftMember, Forming, LeftOut
from matching.models.drafts import LEADS, Part
from matching.models.forming import REJECTED_BEFORE, RESTS
from matching.models.proposals import AnswerWay, RejectReason
from matching.states import DraftState, FormingState, MemberState
from organisations.api.serializers import ProgrammeNameSerializer
from organisations.api.wish_serializers import ThemeNameSerializer

_CODES = {item.bit: item.code for item in DAY_PARTS}
_DAY_PARTS = [(item.code, item.code) for item in DAY_PARTS]
_READ = "The version that was read."


class DayPart(serializers.ChoiceField):
    """A code of the list of day-parts, shown from the bit that is stored."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=_DAY_PARTS, **options)

    def to_representation(self, value: Any) -> str:
        return _CODES[value]

    def to_internal_value(self, data: Any) -> Any:
        return DAY_PARTS[super().to_internal_value(data)].bit


class FormingInput(Input):
    programme = serializers.UUIDField()


class FormingSerializer(serializers.Serializer[Forming]):
    """A search for groups."""

    id = serializers.UUIDField(source="public_id")
    programme = ProgrammeNameSerializer()
    state = serializers.ChoiceField(FormingState.choices)
    progress = serializers.IntegerField(help_text="In percent.")
    people = serializers.IntegerField(help_text="Who waited.")
    placed = serializers.IntegerField(help_text="Who found a group.")
    most = serializers.IntegerField(
        help_text="No grouping could place more; 0: that is not known here."
    )
    failure = serializers.CharField(help_text="A code; empty when nothing failed.")
    requested_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class RoomNameSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()


class ThermometerSerializer(serializers.Serializer[Any]):
    """The nearest thing to a group: "3 of 5 found"."""

    theme = ThemeNameSerializer()
    place = RoomNameSerializer()
    day_part = DayPart()
    when = serializers.SerializerMethodField(help_text="The same in words.")
    language = serializers.CharField()
    found = serializers.IntegerField()
    needed = serializers.IntegerField()

    def get_when(self, row: Any) -> str:
        return day_part_in_words(row.day_part)


class LeftOutSerializer(serializers.Serializer[LeftOut]):
    enrolment = EnrolmentNameSerializer()
    waiting_since = serializers.DateTimeField(source="enrolment.waiting_since")
    theme = ThemeNameSerializer(
        source="enrolment.wish.theme",
        default=None,
        allow_null=True,
        help_text="What they wait for now.",
    )
    reason = serializers.ChoiceField([*(each.value for each in Why), RESTS, REJECTED_BEFORE])
    reason_in_words = serializers.SerializerMethodField()
    rejected = serializers.UUIDField(
        source="rejected.public_id",
        default=None,
        allow_null=True,
        help_text="The draft with the same people there and then that was rejected before.",
    )
    thermometer = ThermometerSerializer(allow_null=True)

    def get_reason_in_words(self, row: LeftOut) -> str:
        return why_in_words(row.reason)


class RuleSerializer(serializers.Serializer[Any]):
    """A rule that does not hold."""

    code = serializers.ChoiceField([each.value for each in Breach])
    message = serializers.CharField()


def rules_told(rules: Any) -> list[dict[str, str]]:
    return [{"code": str(rule), "message": broken_in_words(rule)} for rule in dict.fromkeys(rules)]


class DraftMemberSerializer(serializers.Serializer[DraftMember]):
    """Somebody in a draft, and what they say."""

    enrolment = EnrolmentNameSerializer()
    part = serializers.ChoiceField(Part.choices)
    state = serializers.ChoiceField(MemberState.choices)
    asked_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    way = serializers.ChoiceField(AnswerWay.choices, allow_blank=True)


class DraftSerializer(serializers.Serializer[Any]):
    """A draft of a group, for the team: who is in it, why these, what to ask, and what does not hold."""

    id = serializers.UUIDField(source="draft.public_id")
    programme = ProgrammeNameSerializer(source="draft.programme")
    theme = ThemeNameSerializer(source="draft.theme")
    place = RoomNameSerializer(source="draft.place")
    day_part = DayPart(source="draft.day_part")
    when = serializers.CharField(help_text="The day-part in words.")
    language = serializers.CharField(source="draft.language")
    state = serializers.ChoiceField(DraftState.choices, source="draft.state")
    version = serializers.IntegerField(source="draft.version", help_text="Rises with each change.")
    is_locked = serializers.BooleanField(
        source="draft.is_locked", help_text="The next search only adds to it."
    )
    people = DraftMemberSerializer(
        source="draft.members", many=True, help_text="Who leads it, too."
    )
    said_yes = serializers.IntegerField(help_text="How many members.")
    least = serializers.IntegerField(
        source="draft.theme.least_members", help_text="So many have to say yes."
    )
    reasons = serializers.ListField(child=serializers.CharField())
    to_ask = serializers.ListField(child=serializers.CharField())
    broken = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(source="draft.created_at")
    asked_at = serializers.DateTimeField(source="draft.asked_at", allow_null=True)
    deadline_at = serializers.DateTimeField(source="draft.deadline_at", allow_null=True)
    closed_at = serializers.DateTimeField(source="draft.closed_at", allow_null=True)
    reject_reason = serializers.ChoiceField(
        RejectReason.choices, source="draft.reject_reason", allow_blank=True
    )
    group = serializers.UUIDField(
        source="draft.group.public_id", default=None, allow_null=True, help_text="Once it is there."
    )

    def to_representation(self, instance: Draft) -> Any:
        return super().to_representation(draft_card(instance))

    @extend_schema_field(RuleSerializer(many=True))
    def get_broken(self, card: Any) -> Any:
        return rules_told(card.draft.facts.get("broken", []))


class ScoreSerializer(serializers.Serializer[Any]):
    """Compared in this order: more people, more cohesion, fewer metres."""

    people = serializers.IntegerField()
    cohesion = serializers.IntegerField()
    metres = serializers.IntegerField(source="travel_m")


class EffectSerializer(serializers.Serializer[Any]):
    """What a change would do to the drafts that are judged together. With a rule that is refused it is not done."""

    before = ScoreSerializer(source="judgement.before")
    after = ScoreSerializer(source="judgement.after")
    refused = serializers.SerializerMethodField(help_text="Must hold, and would not.")
    warned = serializers.SerializerMethodField(
        help_text="Would not hold; the team may know better."
    )
    mended = serializers.SerializerMethodField(help_text="Would hold again.")

    @extend_schema_field(RuleSerializer(many=True))
    def get_refused(self, effect: Any) -> Any:
        return _told(effect.refused)

    @extend_schema_field(RuleSerializer(many=True))
    def get_warned(self, effect: Any) -> Any:
        return _told(effect.warned)

    @extend_schema_field(RuleSerializer(many=True))
    def get_mended(self, effect: Any) -> Any:
        return _told(effect.judgement.mended)


def _told(broken: tuple[Broken, ...]) -> list[dict[str, str]]:
    return rules_told(each.rule for each in broken)


class DraftOpenInput(Input):
    theme = serializers.UUIDField()
    place = serializers.UUIDField(help_text="A meeting place.")
    day_part = DayPart()
    language = serializers.ChoiceField([(item.code, item.code) for item in SPOKEN])
    facilitator = serializers.UUIDField(
        default=None, allow_null=True, help_text="The enrolment of a volunteer; null: nobody yet."
    )


class DraftVersionInput(Input):
    version = serializers.IntegerField(help_text=_READ)


class DraftRejectInput(DraftVersionInput):
    reason = serializers.ChoiceField(RejectReason.choices, default="", allow_blank=True)


class DraftLockInput(DraftVersionInput):
    locked = YesNo(help_text="false: a search may replace it again.")


class MoveMemberInput(DraftVersionInput):
    person = serializers.UUIDField(help_text="The enrolment of a member of this draft.")
    to = serializers.UUIDField(
        default=None, allow_null=True, help_text="A draft; null: back to who waits."
    )
    to_version = serializers.IntegerField(default=0, help_text="Of `to`, as it was read.")


class TakeInInput(DraftVersionInput):
    person = serializers.UUIDField(help_text="The enrolment of somebody who waits.")


class DraftMergeInput(DraftVersionInput):
    gone = serializers.UUIDField(help_text="The draft whose people come into this one.")
    gone_version = serializers.IntegerField(help_text="Of `gone`, as it was read.")


class DraftSplitInput(DraftVersionInput):
    people = serializers.ListField(
        child=serializers.UUIDField(), help_text="Enrolments: who goes to the new draft."
    )
    place = serializers.UUIDField(help_text="A meeting place.")
    day_part = DayPart()


class DraftLeadInput(DraftVersionInput):
    part = serializers.ChoiceField([(each.value, each.value) for each in LEADS])
    person = serializers.UUIDField(
        allow_null=True, help_text="The enrolment of a volunteer; null: nobody yet."
    )


class ToldGroupInput(Input):
    person = serializers.UUIDField(help_text="The enrolment of who told it.")
    yes = YesNo(help_text="A no needs no reason.")


class AskedSerializer(serializers.Serializer[Any]):
    """A group as somebody who is asked reads it: nobody's name before the group is there."""

    id = serializers.UUIDField(source="draft")
    theme = serializers.CharField()
    kind = serializers.CharField(help_text="In words.")
    is_closed = serializers.BooleanField(help_text="Nobody comes in once it has started.")
    when = serializers.CharField()
    where = serializers.CharField()
    language = serializers.CharField(help_text="In words.")
    people = serializers.IntegerField(help_text="How many others are asked or said yes.")
    leads = serializers.BooleanField(help_text="You are asked to lead it or back it up.")
    organisation = serializers.CharField()
    deadline_at = serializers.DateTimeField(allow_null=True)
    state = serializers.ChoiceField(MemberState.choices, help_text="Your own.")
    is_open = serializers.BooleanField(help_text="An answer is waited for.")
    is_there = serializers.BooleanField(help_text="The group is formed.")
