"""The profile in small steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.catalogues import (
    ACCESS,
    CATEGORIES,
    CONTACT_FORMS,
    DAY_PARTS,
    INTERESTS,
    LIFE_PHASES,
    SPOKEN,
    STYLES,
    TravelMode,
)
from accounts.catalogues.lists import DAYS
from accounts.forms.base import StepForm
from accounts.models import Person
from accounts.models.consents import Part
from accounts.models.people import Attitude, Gender, Level, ReachBy
from accounts.models.profiles import TRAVEL_LIMIT_KM
from core.forms import Codes

_NOTHING = ("", _("not said"))


class AboutYou(StepForm):
    name_to_use = forms.CharField(
        label=_("Which name may we use?"), max_length=20_000, help_text=_("A first name is enough.")
    )
    family_name = forms.CharField(
        label=_("Family name"),
        required=False,
        max_length=20_000,
        help_text=_("Only the team of your organisation sees it."),
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, help_text=_("For example 1985.")
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, required=False)
    language = forms.ChoiceField(
        label=_("In which language do we write to you?"),
        choices=[("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))],
    )
    reach_by = forms.ChoiceField(label=_("How do we reach you?"), choices=ReachBy.choices)
    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def add_fields(self) -> None:
        if self.person.user_id:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _(
                "The address of the login. It is changed under “Login and security”."
            )

    def known(self, person: Person) -> dict[str, Any]:
        fields = ("name_to_use", "family_name", "birth_year", "gender", "language", "reach_by")
        return {name: getattr(person, name) for name in fields} | {
            "email": person.contact_email,
            "phone": str(person.phone or ""),
        }

    def change(self, said: dict[str, Any], **who: Any) -> None:
        if self.person.user_id:
            said = {name: value for name, value in said.items() if name != "email"}
        services.change_person(**who, **said)


class WhereYouAre(StepForm):
    place = forms.CharField(
        label=_("Your postcode or municipality"),
        max_length=20_000,
        help_text=_("For example 9000 or Gent. Others only read “in the area of Gent”."),
    )
    address = forms.CharField(
        label=_("Street and number"),
        required=False,
        max_length=300,
        help_text=_("Only when you want letters or visits. We keep it encrypted."),
    )

    def known(self, person: Person) -> dict[str, Any]:
        place = getattr(person, "place", None)
        return {"place": place.typed if place else "", "address": (place and place.address) or ""}

    def change(self, said: dict[str, Any], **who: Any) -> None:
        services.change_place(
            person=self.person,
            typed=said["place"],
            address=said["address"],
            by=who["by"],
            now=who["now"],
        )


class YourLanguages(StepForm):
    def add_fields(self) -> None:
        for item in SPOKEN:
            self.fields[f"language_{item.code}"] = forms.TypedChoiceField(
                label=cast(str, item.label),
                choices=[("", _("not at all")), *Level.choices],
                coerce=int,
                empty_value=None,
                required=False,
            )

    def known(self, person: Person) -> dict[str, Any]:
        return {f"language_{row.language}": row.level for row in person.languages.all()}

    def change(self, said: dict[str, Any], **who: Any) -> None:
        levels = {name.removeprefix("language_"): level for name, level in said.items() if level}
        services.change_languages(levels=levels, **who)


class YourInterests(StepForm):
    template = "accounts/step_interests.html"

    def add_fields(self) -> None:
        for item in INTERESTS:
            self.fields[f"interest_{item.code}"] = forms.ChoiceField(
                label=cast(str, item.label),
                choices=[("", _("no matter")), *Attitude.choices],
                widget=forms.RadioSelect,
                required=False,
            )

    def known(self, person: Person) -> dict[str, Any]:
        return {f"interest_{item.code}": "" for item in INTERESTS} | {
            f"interest_{row.interest}": row.attitude for row in person.interests.all()
        }

    def categories(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """(label, fields) for each of the two-level list."""
        for _code, label, items in CATEGORIES:
            yield label, [self[f"interest_{item.code}"] for item in items]

    def change(self, said: dict[str, Any], **who: Any) -> None:
        attitudes = {
            name.removeprefix("interest_"): attitude for name, attitude in said.items() if attitude
        }
        services.change_interests(attitudes=attitudes, **who)


class ProfileForm(StepForm):
    """A step about columns of the profile: `masks` are shown as lists of codes."""

    masks: ClassVar[Mapping[str, Any]] = {}

    def known(self, person: Person) -> dict[str, Any]:
        profile = person.profile
        return {
            name: self.masks[name].codes(getattr(profile, name))
            if name in self.masks
            else getattr(profile, name)
            for name in self.base_fields
            if name != "version"
        }

    def change(self, said: dict[str, Any], **who: Any) -> None:
        services.change_profile(**who, **said)


class WhenYouCan(ProfileForm):
    template = "accounts/step_when.html"
    masks = {"day_parts": DAY_PARTS}
    day_parts = Codes(DAY_PARTS, label=_("When do you have time, usually?"))

    def days(self) -> Iterator[tuple[Any, list[Any]]]:
        """(day, its three boxes)."""
        boxes = list(self["day_parts"])
        for at, (_code, label) in enumerate(DAYS):
            yield label, boxes[at * 3 : at * 3 + 3]


class HowYouMeet(ProfileForm):
    masks = {"contact_forms": CONTACT_FORMS}
    contact_forms = Codes(CONTACT_FORMS, label=_("How would you like to meet?"))
    travel_mode = forms.ChoiceField(
        label=_("How do you travel?"), choices=[_NOTHING, *TravelMode.choices], required=False
    )
    travel_km = forms.IntegerField(
        label=_("How many kilometres do you want to travel at most?"),
        required=False,
        min_value=1,
        max_value=TRAVEL_LIMIT_KM,
    )


class WhatYouNeed(ProfileForm):
    masks = {"access_needs": ACCESS, "access_offers": ACCESS, "life_phases": LIFE_PHASES}
    access_needs = Codes(ACCESS, label=_("What do you need?"))
    access_offers = Codes(ACCESS, label=_("What can you take into account?"))
    life_phases = Codes(LIFE_PHASES, label=_("Your life now"))


class YourWishes(ProfileForm):
    wish_genders = forms.MultipleChoiceField(
        label=_("Whom would you like to meet?"),
        choices=[choice for choice in Gender.choices if choice[0]],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick nothing when it does not matter."),
    )
    wish_gender_is_must = forms.BooleanField(
        label=_("This is a must, not only a wish"), required=False
    )
    wish_age_from = forms.IntegerField(
        label=_("From which age?"), required=False, min_value=16, max_value=120
    )
    wish_age_to = forms.IntegerField(
        label=_("To which age?"), required=False, min_value=16, max_value=120
    )
    wish_age_is_must = forms.BooleanField(
        label=_("This age is a must, not only a wish"), required=False
    )

    def add_fields(self) -> None:
        for code, question, first, second in STYLES:
            self.fields[f"style_{code}"] = forms.TypedChoiceField(
                label=str(question),
                choices=[(0, _("both, or no matter")), (-1, first), (1, second)],
                coerce=int,
                initial=getattr(self.person.profile, f"style_{code}"),
            )


class AboutText(ProfileForm):
    about = forms.CharField(
        label=_("Something about you, in your own words"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("At most 1,000 characters. Leave out what you do not want to share."),
    )


@dataclass(frozen=True)
class Step:
    code: str
    title: str | Promise
    form: type[StepForm]
    parts: tuple[Part, ...] = ()


STEPS = (
    Step(
        "about",
        _("About you"),
        AboutYou,
        (Part.NAME, Part.AGE, Part.GENDER, Part.EMAIL, Part.PHONE),
    ),
    Step("place", _("Where you are"), WhereYouAre, (Part.AREA,)),
    Step("languages", _("Your languages"), YourLanguages, (Part.LANGUAGES,)),
    Step("interests", _("What you like"), YourInterests, (Part.INTERESTS,)),
    Step("when", _("When you have time"), WhenYouCan, (Part.DAY_PARTS,)),
    Step("meeting", _("How you like to meet"), HowYouMeet),
    Step("needs", _("What to take into account"), WhatYouNeed, (Part.ACCESS, Part.LIFE_PHASES)),
    Step("wishes", _("Your wishes about the other"), YourWishes),
    Step("text", _("In your own words"), AboutText, (Part.ABOUT,)),
)


def get_step(code: str) -> Step | None:
    return next((step for step in STEPS if step.code == code), None)
