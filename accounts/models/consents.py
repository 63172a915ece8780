"""What the person agreed to, and which part of the profile the other person sees and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Person


class Purpose(models.TextChoices):
    SERVICE = "service", _("to look for a buddy or a group for you")
    SENSITIVE = "sensitive", _("to use what you tell about your health or life for this")


class Consent(models.Model):
    """One consent for one purpose and one version of its text; withdrawing keeps the row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose)
    text_version = models.CharField(max_length=12)
    given_at = models.DateTimeField()
    given_how = models.CharField(max_length=12, default="page")
    withdrawn_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_live_consent_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of person {self.person_id}"


class Shown(models.TextChoices):
    """From when on the other person may see a part."""

    PROPOSAL = "proposal", _("with a proposal")
    INTRODUCTION = "introduction", _("after you both said yes")
    NEVER = "never", _("never")


class Part(models.TextChoices):
    NAME = "name", _("name to use")
    AREA = "area", _("your area")
    AGE = "age", _("your age, about")
    GENDER = "gender", _("gender")
    LANGUAGES = "languages", _("languages")
    INTERESTS = "interests", _("interests")
    DAY_PARTS = "day_parts", _("when")
    LIFE_PHASES = "life_phases", _("your life now")
    ACCESS = "access", _("what you need")
    ABOUT = "about", _("about you")
    EMAIL = "email", _("e-mail address")
    PHONE = "phone", _("phone number")


# Before both said yes nobody learns a name or how to reach somebody, whatever was ticked.
EARLIEST = dict.fromkeys(Part, Shown.PROPOSAL) | dict.fromkeys(
    (Part.NAME, Part.EMAIL, Part.PHONE), Shown.INTRODUCTION
)
DEFAULTS = {
    Part.NAME: Shown.INTRODUCTION,
    Part.AREA: Shown.PROPOSAL,
    Part.AGE: Shown.PROPOSAL,
    Part.GENDER: Shown.INTRODUCTION,
    Part.LANGUAGES: Shown.PROPOSAL,
    Part.INTERESTS: Shown.PROPOSAL,
    Part.DAY_PARTS: Shown.PROPOSAL,
    Part.LIFE_PHASES: Shown.NEVER,
    Part.ACCESS: Shown.NEVER,
    Part.ABOUT: Shown.INTRODUCTION,
    Part.EMAIL: Shown.NEVER,
    Part.PHONE: Shown.NEVER,
}


class Disclosure(models.Model):
    """Only what differs from `DEFAULTS` has a row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="disclosures")
    part = models.CharField(max_length=12, choices=Part)
    shown = models.CharField(max_length=12, choices=Shown)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "part"], name="one_choice_per_part")
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.shown}"
