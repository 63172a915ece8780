"""How people and what they told look from outside."""

from typing import Any

from django.conf import settings
from django.utils import translation
from rest_framework import serializers

from accounts.catalogues import ACCESS, CONTACT_FORMS, DAY_PARTS, LIFE_PHASES, TravelMode
from accounts.models import Person, Place, PostalPlace
from accounts.models.consents import Part, Purpose, Shown
from accounts.models.people import Gender, ReachBy
from accounts.states import PlaceState
from core.api.serializers import Codes, Input, Text, YesNo


def name_of(postal: PostalPlace | None) -> str:
    """The municipality in the language of the answer."""
    return postal.name_in(translation.get_language() or settings.LANGUAGE_CODE) if postal else ""


class TokenSerializer(serializers.Serializer[Any]):
    token = serializers.CharField(help_text="Send it as `Authorization: Token …`.")


class PostalPlaceSerializer(serializers.Serializer[Any]):
    postcode = serializers.CharField()
    locality = serializers.CharField()
    municipality = serializers.SerializerMethodField()
    province = serializers.SerializerMethodField()

    def get_municipality(self, postal: PostalPlace) -> str:
        return name_of(postal)

    def get_province(self, postal: PostalPlace) -> str:
        in_french = translation.get_language() == "fr"
        return postal.province_fr if in_french else postal.province_nl


class PlaceSerializer(serializers.Serializer[Place]):
    typed = serializers.CharField()
    state = serializers.ChoiceField(PlaceState.choices)
    postcode = serializers.SerializerMethodField()
    municipality = serializers.SerializerMethodField()

    def get_postcode(self, place: Place) -> str:
        return place.postal.postcode if place.postal else ""

    def get_municipality(self, place: Place) -> str:
        return name_of(place.postal)


class PersonSerializer(serializers.Serializer[Person]):
    """What somebody told about themselves; for the person and the team of their organisation only."""

    id = serializers.UUIDField(source="public_id")
    name_to_use = serializers.CharField()
    family_name = serializers.CharField()
    birth_year = serializers.IntegerField(allow_null=True)
    gender = serializers.ChoiceField(Gender.choices, allow_blank=True)
    language = serializers.ChoiceField(settings.LANGUAGES)
    email = serializers.CharField(source="contact_email")
    phone = serializers.SerializerMethodField()
    reach_by = serializers.ChoiceField(ReachBy.choices)
    place = PlaceSerializer(allow_null=True)
    languages = serializers.SerializerMethodField(help_text="Code of the language → level 1–3.")
    interests = serializers.SerializerMethodField(help_text="Code of the interest → attitude.")
    consents = serializers.SerializerMethodField(help_text="The purposes that are agreed to now.")
    version = serializers.IntegerField()

    def get_phone(self, person: Person) -> str:
        return str(person.phone or "")

    def get_languages(self, person: Person) -> dict[str, int]:
        return dict(person.languages.order_by("pk").values_list("language", "level"))

    def get_interests(self, person: Person) -> dict[str, str]:
        return dict(person.interests.order_by("pk").values_list("interest", "attitude"))

    def get_consents(self, person: Person) -> list[str]:
        live = person.consents.filter(withdrawn_at=None).order_by("purpose")
        return list(live.values_list("purpose", flat=True))


class DetailsInput(Input):
    """What somebody may say of themselves; every field may be left out."""

    name_to_use = Text(required=False)
    family_name = Text(required=False)
    birth_year = serializers.IntegerField(required=False, allow_null=True)
    gender = serializers.ChoiceField(Gender.choices, required=False, allow_blank=True)
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    email = Text(required=False)
    phone = Text(required=False)
    reach_by = serializers.ChoiceField(ReachBy.choices, required=False)


class PersonChangeSerializer(DetailsInput):
    version = serializers.IntegerField(help_text="The version that was read.")


class PlaceChangeSerializer(Input):
    place = Text(help_text="A postcode or municipality of Belgium.")
    address = Text(required=False, help_text="Only for letters and visits; kept encrypted.")


class LanguagesSerializer(Input):
    languages = serializers.DictField(
        child=serializers.IntegerField(), help_text="Code of the language → level 1–3."
    )
    version = serializers.IntegerField(required=False)


class InterestsSerializer(Input):
    interests = serializers.DictField(
        child=Text(), help_text="Code of the interest → like, dislike or no_go."
    )
    version = serializers.IntegerField(required=False)


class ProfileFields(Input):
    day_parts = Codes(DAY_PARTS, required=False)
    contact_forms = Codes(CONTACT_FORMS, required=False)
    access_needs = Codes(ACCESS, required=False)
    access_offers = Codes(ACCESS, required=False)
    life_phases = Codes(LIFE_PHASES, required=False)
    travel_mode = serializers.ChoiceField(TravelMode.choices, required=False, allow_blank=True)
    travel_km = serializers.IntegerField(required=False, allow_null=True)
    style_talk = serializers.IntegerField(required=False)
    style_pace = serializers.IntegerField(required=False)
    style_plan = serializers.IntegerField(required=False)
    wish_genders = serializers.ListField(child=Text(), required=False)
    wish_gender_is_must = YesNo(required=False)
    wish_age_from = serializers.IntegerField(required=False, allow_null=True)
    wish_age_to = serializers.IntegerField(required=False, allow_null=True)
    wish_age_is_must = YesNo(required=False)
    about = Text(required=False)


class ProfileSerializer(ProfileFields):
    version = serializers.IntegerField(source="person.version")


class ProfileChangeSerializer(ProfileFields):
    version = serializers.IntegerField(help_text="The version that was read.")


class DisclosuresSerializer(Input):
    """Part → from when on the other person sees it."""

    def get_fields(self) -> dict[str, Any]:
        return {
            part.value: serializers.ChoiceField(
                Shown.choices, required=False, help_text=str(part.label)
            )
            for part in Part
        }


class ConsentSerializer(Input):
    purpose = serializers.ChoiceField(Purpose.choices, default=Purpose.SERVICE)
