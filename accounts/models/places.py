"""Where somebody is: what they typed, and the coarse cell that it was snapped to."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition
from encrypted_fields.fields import EncryptedTextField

from accounts.models.people import Person
from accounts.states import PlaceState
from core.search import searched

IN_BELGIUM = models.Q(lat__range=(49, 52), lon__range=(2, 7))


class Cell(models.Model):
    """A square of the grid of `accounts.places.grid`, by its centre. The only point that matching knows."""

    code = models.CharField(max_length=20, primary_key=True)
    size_km = models.PositiveSmallIntegerField()
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=IN_BELGIUM, name="cell_lies_in_belgium"),
        ]

    def __str__(self) -> str:
        return self.code


class PostalPlace(models.Model):
    """A postcode in a municipality, with all names it is looked up by. Filled by `manage.py load_places`."""

    postcode = models.CharField(max_length=4)
    nis = models.CharField(max_length=5)
    name_nl = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80)
    locality = models.CharField(max_length=80)
    province_nl = models.CharField(max_length=80)
    province_fr = models.CharField(max_length=80)
    search_names = ArrayField(models.CharField(max_length=80))
    repaired = models.CharField(max_length=8, blank=True)
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+")
    searched = searched("postcode", "name_nl", "name_fr")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["postcode", "nis"], name="one_row_per_postcode_and_municipality"
            )
        ]

    def __str__(self) -> str:
        return f"{self.postcode} {self.name}"

    @property
    def name(self) -> str:
        """In the language of the page."""
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        """The municipality's name in a language; Dutch names stand for all languages but French."""
        return self.name_fr if language == "fr" else self.name_nl


class Place(models.Model):
    """PENDING → FOUND / NOT_FOUND / FAILED. `version` rises with each change, so that a slow answer about an older
    place is dropped. The address is for letters and visits only and is encrypted."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="place")
    typed = models.CharField(_("postcode or municipality"), max_length=200)
    address = EncryptedTextField(blank=True, null=True)
    state = FSMField(default=PlaceState.PENDING, choices=PlaceState.choices, protected=True)
    version = models.PositiveIntegerField(default=1)
    postal = models.ForeignKey(PostalPlace, null=True, on_delete=models.PROTECT, related_name="+")
    cell = models.ForeignKey(Cell, null=True, on_delete=models.PROTECT, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField()
    searched = searched("typed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=PlaceState.values), name="place_state_is_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(state=PlaceState.FOUND) & models.Q(cell__isnull=False))
                | (~models.Q(state=PlaceState.FOUND) & models.Q(cell__isnull=True)),
                name="a_found_place_has_a_cell_and_no_other",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=(PlaceState.PENDING, PlaceState.FAILED)),
                name="place_to_find",
            ),
            # Who lives in the cells around somebody, without a look at the rows themselves.
            models.Index(
                fields=["cell"],
                include=["person"],
                condition=models.Q(state=PlaceState.FOUND),
                name="place_by_cell",
            ),
        ]

    def __str__(self) -> str:
        return f"place of person {self.person_id}"

    @transition(field=state, source="*", target=PlaceState.PENDING)
    def ask(self, *, typed: str, address: str | None, at: datetime) -> None:
        """Somebody says where they are; what was known before is forgotten."""
        self.typed, self.address, self.changed_at = typed, address or None, at
        self.version += 1
        self.postal = self.cell = None
        self.attempts, self.due_at, self.failure = 0, at, ""

    @transition(
        field=state, source=[PlaceState.PENDING, PlaceState.FAILED], target=PlaceState.FOUND
    )
    def find(self, *, cell: Cell, postal: PostalPlace | None) -> None:
        self.cell, self.postal, self.due_at, self.failure = cell, postal, None, ""

    @transition(
        field=state, source=[PlaceState.PENDING, PlaceState.FAILED], target=PlaceState.NOT_FOUND
    )
    def miss(self, *, failure: str) -> None:
        """Nothing by that name: asking again does not help."""
        self.failure, self.due_at = failure, None

    @transition(
        field=state, source=[PlaceState.PENDING, PlaceState.FAILED], target=PlaceState.FAILED
    )
    def fail(self, *, failure: str, again_at: datetime | None) -> None:
        """The look-up itself failed: ask again at `again_at`, or give up when that is None."""
        self.failure, self.due_at = failure, again_at
        self.attempts += 1
