"""What somebody said about when, how and with whom. Every part may be empty: missing is "to ask", never "no"."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.catalogues import ACCESS, CONTACT_FORMS, DAY_PARTS, LIFE_PHASES, TravelMode
from accounts.models.people import YEARS, Gender, Person

TRAVEL_LIMIT_KM = 100


def _within(name: str, mask: int) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{name}__range": (0, mask)}), name=f"{name}_are_known_bits"
    )


class Profile(models.Model):
    """Masks hold the bits of `accounts.catalogues`; `style_…` are -1, 0 or +1; 0 and null mean "not said"."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="profile"
    )
    day_parts = models.PositiveIntegerField(_("when"), default=0)
    travel_mode = models.CharField(
        _("how you travel"), max_length=8, choices=TravelMode, blank=True
    )
    travel_km = models.PositiveSmallIntegerField(_("how far"), null=True, blank=True)
    contact_forms = models.PositiveIntegerField(_("form of contact"), default=0)
    access_needs = models.PositiveIntegerField(_("what you need"), default=0)
    access_offers = models.PositiveIntegerField(_("what you can take into account"), default=0)
    life_phases = models.PositiveIntegerField(_("your life now"), default=0)
    style_talk = models.SmallIntegerField(default=0)
    style_pace = models.SmallIntegerField(default=0)
    style_plan = models.SmallIntegerField(default=0)
    wish_genders = models.JSONField(default=list)
    wish_gender_is_must = models.BooleanField(default=False)
    wish_age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    wish_age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    wish_age_is_must = models.BooleanField(default=False)
    about = models.TextField(_("about you"), blank=True, max_length=1000)

    class Meta:
        constraints = [
            _within("day_parts", DAY_PARTS.full_mask),
            _within("contact_forms", CONTACT_FORMS.full_mask),
            _within("access_needs", ACCESS.full_mask),
            _within("access_offers", ACCESS.full_mask),
            _within("life_phases", LIFE_PHASES.full_mask),
            models.CheckConstraint(
                condition=models.Q(travel_km__isnull=True)
                | models.Q(travel_km__range=(1, TRAVEL_LIMIT_KM)),
                name="travel_is_between_1_and_100_km",
            ),
            models.CheckConstraint(
                condition=models.Q(wish_age_from__isnull=True)
                | models.Q(wish_age_to__isnull=True)
                | models.Q(wish_age_from__lte=models.F("wish_age_to")),
                name="wished_age_runs_upwards",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"style_{axis}__range": (-1, 1)}),
                    name=f"style_{axis}_is_a_side",
                )
                for axis in ("talk", "pace", "plan")
            ),
        ]
        indexes = [
            # Who can meet by phone or video is found all over the country: `matching.nearby`.
            models.Index(fields=["contact_forms"], include=["person"], name="profile_by_forms"),
        ]

    def __str__(self) -> str:
        return f"profile of person {self.person_id}"


__all__ = ["TRAVEL_LIMIT_KM", "YEARS", "Gender", "Profile"]
