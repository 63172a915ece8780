"""How waiting looks from outside."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import Input, Text
from organisations.api.serializers import ProgrammeNameSerializer, SomebodySerializer
from organisations.models import Enrolment
from organisations.models.enrolments import Side
from waitlist.models import Sign
from waitlist.models.signs import Wish
from waitlist.states import SignState


class BandSerializer(serializers.Serializer[Any]):
    """Whole weeks within which a quarter, half and three quarters were introduced; null: not known."""

    quarter = serializers.IntegerField(allow_null=True)
    half = serializers.IntegerField(allow_null=True)
    most = serializers.IntegerField(allow_null=True)


class StandingSerializer(serializers.Serializer[Any]):
    """Where it stands; a forecast is never a promise."""

    waits_since = serializers.DateTimeField()
    band = BandSerializer()
    weeks_more = serializers.IntegerField(
        allow_null=True, help_text="Of who had waited as long, half were introduced within these."
    )
    in_words = serializers.ListField(child=serializers.CharField(), source="sentences")
    meanwhile = serializers.CharField(help_text="What the programme offers meanwhile.")


class SignSerializer(serializers.Serializer[Sign]):
    sent_at = serializers.DateTimeField()
    state = serializers.ChoiceField(SignState.choices)
    said = serializers.ChoiceField(Wish.choices, source="wish", allow_blank=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class WaitingSerializer(serializers.Serializer[Any]):
    """`standing` is null for somebody who does not wait; `asked` is the newest sign of life, null before the first."""

    standing = StandingSerializer(allow_null=True)
    asked = SignSerializer(allow_null=True)


class StillInput(Input):
    said = serializers.ChoiceField(Wish.choices)


class TeamStillInput(StillInput):
    note = Text(required=False, help_text="Only the team reads it.")


class ContactInput(Input):
    note = Text(required=False, help_text="What was spoken about; only the team reads it.")


class ContactSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    note = serializers.SerializerMethodField()

    def get_note(self, contact: Any) -> str:
        return contact.note or ""


class ToSpeakToSerializer(serializers.Serializer[Enrolment]):
    """Who waits and must be spoken to; `is_silent`: our mails had no answer."""

    id = serializers.UUIDField(source="public_id")
    side = serializers.ChoiceField(Side.choices)
    person = SomebodySerializer()
    programme = ProgrammeNameSerializer()
    waits_since = serializers.DateTimeField()
    spoken_at = serializers.DateTimeField(allow_null=True)
    unanswered = serializers.IntegerField()
    is_silent = serializers.BooleanField()


class SideForecastSerializer(serializers.Serializer[Any]):
    side = serializers.ChoiceField(Side.choices)
    band = BandSerializer()
    in_words = serializers.ListField(child=serializers.CharField())
