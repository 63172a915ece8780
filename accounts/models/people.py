"""Somebody known to the service, with or without a login."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.catalogues import INTERESTS, SPOKEN
from core.search import searched

YEARS = (1900, 2100)


class Gender(models.TextChoices):
    """Only what the person said; never guessed, never needed."""

    UNSAID = "", _("not said")
    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    OTHER = "other", _("another way")


class ReachBy(models.TextChoices):
    EMAIL = "email", _("by e-mail")
    PHONE = "phone", _("by phone")
    LETTER = "letter", _("by letter")


class Level(models.IntegerChoices):
    LITTLE = 1, _("a little, with gestures")
    GOOD = 2, _("well enough to talk")
    FLUENT = 3, _("fluently")


class Person(models.Model):
    """`public_id` stands in addresses and in the API; `version` rises with each change by hand (lost-update check)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )
    name_to_use = models.CharField(_("name to use"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    gender = models.CharField(
        _("gender"), max_length=8, choices=Gender, blank=True, default=Gender.UNSAID
    )
    language = models.CharField(
        _("language of our messages"),
        max_length=2,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = PhoneNumberField(_("phone number"), blank=True)
    reach_by = models.CharField(
        _("how to reach you"), max_length=8, choices=ReachBy, default=ReachBy.EMAIL
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    searched = searched("name_to_use", "family_name", "email")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year__isnull=True) | models.Q(birth_year__range=YEARS),
                name="birth_year_is_a_year_of_our_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(name_to_use=""), name="person_has_a_name_to_use"
            ),
        ]
        indexes = [
            models.Index(fields=["email"], name="person_by_email"),
            models.Index(fields=["phone"], name="person_by_phone"),
            models.Index(fields=["name_to_use", "id"], name="person_by_name"),
            models.Index(
                fields=["family_name", "name_to_use", "birth_year"],
                condition=~models.Q(family_name=""),
                name="person_by_full_name",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def contact_email(self) -> str:
        """Where mail for this person goes; empty when there is no such place."""
        return self.user.email if self.user else self.email


class PersonLanguage(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=4, choices=SPOKEN.choices())
    level = models.PositiveSmallIntegerField(choices=Level)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "language"], name="one_level_per_person_and_language"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values), name="level_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.level}"


class Attitude(models.TextChoices):
    LIKE = "like", _("I like it")
    DISLIKE = "dislike", _("rather not")
    NO_GO = "no_go", _("certainly not")


class PersonInterest(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="interests")
    interest = models.CharField(max_length=20, choices=INTERESTS.choices())
    attitude = models.CharField(max_length=8, choices=Attitude)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "interest"], name="one_attitude_per_person_and_interest"
            ),
            models.CheckConstraint(
                condition=models.Q(attitude__in=Attitude.values),
                name="attitude_is_one_of_three",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interest} {self.attitude}"
