"""How programmes and enrolments look from outside."""

from typing import Any

from rest_framework import serializers

from accounts.api.serializers import DetailsInput, PersonSerializer, name_of
from accounts.models import Person
from core.api.serializers import Codes, Input, Text, YesNo
from organisations.api.wish_serializers import ThemeNameSerializer, WishInput
from organisations.models import Enrolment, Programme, ProgrammeVersion
from organisations.models.enrolments import GOALS, ClearanceKind, Side
from organisations.selectors import missing_clearances
from organisations.states import State
from organisations.support import ModelOfSupport


class ProgrammeSerializer(serializers.Serializer[Programme]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    organisation = serializers.CharField(source="organisation.name")
    description = serializers.DictField(child=serializers.CharField(), help_text="Language → text.")
    model_of_support = serializers.ChoiceField(ModelOfSupport.choices)


class OpenProgrammeSerializer(ProgrammeSerializer):
    """With what who looks for a group there chooses from."""

    themes = ThemeNameSerializer(many=True, source="live_themes")


class TeamProgrammeSerializer(ProgrammeSerializer):
    organisation_id = serializers.UUIDField(source="organisation.public_id")
    version = serializers.IntegerField()
    is_open = serializers.BooleanField()
    answer_days = serializers.IntegerField()
    reminder_days = serializers.IntegerField()
    asks_volunteer_first = serializers.BooleanField()
    choice_of_cards = serializers.IntegerField(
        help_text="How many cards somebody may choose from at once; 1: no choice."
    )
    required_clearances = serializers.ListField(
        child=serializers.ChoiceField(ClearanceKind.choices)
    )
    runs_every_days = serializers.IntegerField(allow_null=True)
    look_after_weeks = serializers.IntegerField(
        help_text="Who waits that long without a look must be looked at; 0: nobody."
    )
    clearance_notice_weeks = serializers.IntegerField(
        help_text="So long before something required of a volunteer ends, the team is told."
    )
    first_answer_days = serializers.IntegerField()
    talk_within_days = serializers.IntegerField()
    sign_after_weeks = serializers.IntegerField(
        help_text="Who waits gets a mail that often; 0: never."
    )
    signs_before_call = serializers.IntegerField(
        help_text="After so many of those mails without an answer the team calls."
    )
    speak_after_weeks = serializers.IntegerField(
        help_text="Who was not spoken to for that long must be called; 0: nobody."
    )
    meanwhile_text = serializers.DictField(
        child=serializers.CharField(), help_text="Language → what people can do while they wait."
    )
    proposal_text = serializers.DictField(
        child=serializers.CharField(), help_text="Language → what people read with every proposal."
    )
    meets_every_weeks = serializers.IntegerField(allow_null=True)
    max_buddies = serializers.IntegerField(
        allow_null=True, help_text="Of one volunteer at the same time; null: as many as they offer."
    )


class ProgrammeChangeSerializer(Input):
    """Settings to change; what is not named stays."""

    version = serializers.IntegerField(help_text="The version that was read.")
    name = Text(required=False)
    description = serializers.DictField(child=Text(), required=False)
    model_of_support = serializers.ChoiceField(ModelOfSupport.choices, required=False)
    is_open = YesNo(required=False)
    asks_volunteer_first = YesNo(required=False)
    choice_of_cards = serializers.IntegerField(required=False)
    answer_days = serializers.IntegerField(required=False)
    reminder_days = serializers.IntegerField(required=False, help_text="0: no reminder.")
    required_clearances = serializers.ListField(
        child=serializers.ChoiceField(ClearanceKind.choices), required=False
    )
    runs_every_days = serializers.IntegerField(required=False, allow_null=True)
    look_after_weeks = serializers.IntegerField(required=False)
    clearance_notice_weeks = serializers.IntegerField(required=False)
    first_answer_days = serializers.IntegerField(required=False)
    talk_within_days = serializers.IntegerField(required=False)
    sign_after_weeks = serializers.IntegerField(required=False, help_text="0: no such mails.")
    signs_before_call = serializers.IntegerField(required=False)
    speak_after_weeks = serializers.IntegerField(required=False)
    meanwhile_text = serializers.DictField(child=Text(), required=False)
    proposal_text = serializers.DictField(child=Text(), required=False)
    meets_every_weeks = serializers.IntegerField(required=False, allow_null=True)
    max_buddies = serializers.IntegerField(required=False, allow_null=True)


class ProgrammeVersionSerializer(serializers.Serializer[ProgrammeVersion]):
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    created_by = serializers.EmailField(source="created_by.email", default=None, allow_null=True)
    settings = serializers.DictField()


class EnrolmentSerializer(serializers.Serializer[Enrolment]):
    """An enrolment as its person sees it: without the team's note."""

    id = serializers.UUIDField(source="public_id")
    programme = ProgrammeSerializer()
    side = serializers.ChoiceField(Side.choices)
    state = serializers.ChoiceField(State.choices)
    goals = Codes(GOALS)
    months = serializers.IntegerField(allow_null=True)
    capacity = serializers.IntegerField()
    applied_at = serializers.DateTimeField()
    waiting_since = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


_WISH = "The theme that who looks for a group waits for; left out: chosen later."


class ApplicationSerializer(Input):
    answers = serializers.DictField(child=serializers.JSONField(), required=False)
    programme = serializers.UUIDField()
    side = serializers.ChoiceField(Side.choices)
    goals = serializers.ListField(child=Text(), required=False)
    months = serializers.IntegerField(required=False, allow_null=True)
    capacity = serializers.IntegerField(required=False)
    wish = WishInput(required=False, allow_null=True, help_text=_WISH)


class EnrolmentChangeSerializer(Input):
    goals = serializers.ListField(child=Text(), required=False)
    months = serializers.IntegerField(required=False, allow_null=True)
    capacity = serializers.IntegerField(required=False)
    version = serializers.IntegerField(help_text="The version that was read.")


class TeamEnrolmentChangeSerializer(EnrolmentChangeSerializer):
    note = Text(required=False)


class RegistrationSerializer(DetailsInput):
    """Somebody new, with where they are and what they look for or offer."""

    programme = serializers.UUIDField()
    side = serializers.ChoiceField(Side.choices)
    name_to_use = Text()
    place = Text(help_text="A postcode or municipality of Belgium.")
    languages = serializers.DictField(
        child=serializers.IntegerField(),
        required=False,
        help_text="Code of the language → level 1–3.",
    )
    goals = serializers.ListField(child=Text(), required=False)
    capacity = serializers.IntegerField(required=False)
    consent = YesNo(help_text="They agree that somebody is looked for.")
    answers = serializers.DictField(
        child=serializers.JSONField(),
        required=False,
        help_text="To the programme's own questions: code → answer.",
    )
    wish = WishInput(required=False, allow_null=True, help_text=_WISH)


class TeamRegistrationSerializer(RegistrationSerializer):
    """Somebody who phones or writes, typed in by the team."""

    note = Text(required=False)


class RegisteredSerializer(serializers.Serializer[Enrolment]):
    id = serializers.UUIDField(source="public_id")
    side = serializers.ChoiceField(Side.choices)
    state = serializers.ChoiceField(State.choices)


class SomebodySerializer(serializers.Serializer[Person]):
    """Who a row of a list is about; for the team."""

    id = serializers.UUIDField(source="public_id")
    name_to_use = serializers.CharField()
    family_name = serializers.CharField()
    postcode = serializers.SerializerMethodField()
    municipality = serializers.SerializerMethodField()

    def get_postcode(self, person: Person) -> str:
        place = getattr(person, "place", None)
        return place.postal.postcode if place and place.postal else ""

    def get_municipality(self, person: Person) -> str:
        place = getattr(person, "place", None)
        return name_of(place.postal) if place else ""


class ProgrammeNameSerializer(serializers.Serializer[Programme]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()


class TeamEnrolmentSerializer(serializers.Serializer[Enrolment]):
    """An enrolment in the list of the team."""

    id = serializers.UUIDField(source="public_id")
    person = SomebodySerializer()
    programme = ProgrammeNameSerializer()
    side = serializers.ChoiceField(Side.choices)
    state = serializers.ChoiceField(State.choices)
    goals = Codes(GOALS)
    months = serializers.IntegerField(allow_null=True)
    capacity = serializers.IntegerField()
    applied_at = serializers.DateTimeField()
    waiting_since = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    coordinator = serializers.EmailField(
        source="coordinator.email", default=None, allow_null=True, help_text="Who takes care."
    )


class ClearanceSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(ClearanceKind.choices)
    seen_on = serializers.DateField()
    seen_by = serializers.EmailField(source="seen_by.email", default=None, allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    filed_at = serializers.CharField(help_text="Where the signed paper lies.")
    reference = serializers.CharField(help_text="Of a policy, or who gave the training.")
    issued_on = serializers.DateField(allow_null=True, help_text="The day of the extract itself.")
    note_version = serializers.IntegerField(
        source="info_note.version",
        default=None,
        allow_null=True,
        help_text="Of the information note.",
    )


class ClearanceNoteSerializer(Input):
    seen_on = serializers.DateField()
    valid_until = serializers.DateField(required=False, allow_null=True)
    filed_at = Text(required=False)
    reference = Text(required=False)
    issued_on = serializers.DateField(required=False, allow_null=True)
    note_version = serializers.IntegerField(
        required=False, allow_null=True, help_text="Left out: the note of today."
    )


class EnrolmentFileSerializer(TeamEnrolmentSerializer):
    """The file of an enrolment. The context holds `on`, the day for which missing clearances are judged."""

    person = PersonSerializer()  # type: ignore[assignment]
    note = serializers.SerializerMethodField()
    decision_note = serializers.SerializerMethodField()
    clearances = serializers.SerializerMethodField()
    missing_clearances = serializers.SerializerMethodField()

    def get_note(self, enrolment: Enrolment) -> str:
        return enrolment.note or ""

    def get_decision_note(self, enrolment: Enrolment) -> str:
        return enrolment.decision_note or ""

    def get_clearances(self, enrolment: Enrolment) -> Any:
        seen = enrolment.clearances.select_related("seen_by", "info_note").order_by("kind")
        return ClearanceSerializer(seen, many=True).data

    def get_missing_clearances(self, enrolment: Enrolment) -> list[str]:
        return missing_clearances(enrolment=enrolment, on=self.context["on"])
