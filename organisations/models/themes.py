"""What the groups of a programme share, where they meet, and who waits for which theme."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.catalogues import ACCESS, DAY_PARTS
from accounts.models import Cell, PostalPlace
from core.catalogue import Catalogue
from organisations.models.enrolments import Enrolment
from organisations.models.organisations import Organisation, Programme
from organisations.states import IdeaState

MEMBERS_LIMIT = 30
STAGES_LIMIT = 8
THEME_NAME_LIMIT = 80
PLACE_NAME_LIMIT = 80
PLACE_ADDRESS_LIMIT = 160
IDEA_LIMIT = 500

# How somebody is touched by a theme. A bit keeps its meaning for ever; bit 0 is not used: the engine reads 0 as "not said".
RELATIONS = Catalogue(
    ("self", 1, _("It is about myself")),
    ("partner", 2, _("It is about my partner")),
    ("parent", 3, _("It is about my child")),
    ("child", 4, _("It is about my father or mother")),
    ("sibling", 5, _("It is about my brother or sister")),
    ("friend", 6, _("It is about a friend or somebody else close to me")),
    ("bereaved", 7, _("I lost somebody")),
)


class Stage(models.IntegerChoices):
    JUST = 1, _("It has only just begun")
    FIRST_YEAR = 2, _("Less than a year")
    SOME_YEARS = 3, _("One to three years")
    LONG = 4, _("Longer than three years")


class ThemeKind(models.TextChoices):
    """The kinds of a group that have a theme; `groups` uses the same codes."""

    PEER = "peer", _("peer group")
    LINK = "link", _("link group")
    COURSE = "course", _("course")


class Theme(models.Model):
    """What people of a programme share. A link group is for strangers nearby: its theme is only the name that people choose it by.

    A group of it starts with at least `least_members`, is best with `wished_members` and never has more than `most_members`. In a
    closed group nobody comes in once it runs. Relations in the mask `together` may sit in one group, each other one only with its
    own; stages may differ by `stage_spread`. Nobody can choose a theme that ended."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="themes")
    kind = models.CharField(max_length=6, choices=ThemeKind, default=ThemeKind.PEER)
    name_nl = models.CharField(_("name in Dutch"), max_length=THEME_NAME_LIMIT, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=THEME_NAME_LIMIT, blank=True)
    name_en = models.CharField(_("name in English"), max_length=THEME_NAME_LIMIT, blank=True)
    is_closed = models.BooleanField(default=False)
    least_members = models.PositiveSmallIntegerField(default=4)
    wished_members = models.PositiveSmallIntegerField(default=7)
    most_members = models.PositiveSmallIntegerField(default=10)
    together = models.PositiveIntegerField(default=0)
    stage_spread = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            # Target of the composite keys that keep what names a theme inside its programme.
            models.UniqueConstraint(fields=["id", "programme"], name="theme_belongs_to_programme"),
            *(
                models.UniqueConstraint(
                    fields=["programme", f"name_{language}"],
                    condition=models.Q(ended_at=None) & ~models.Q(**{f"name_{language}": ""}),
                    name=f"one_live_theme_per_name_{language}",
                )
                for language in ("nl", "fr", "en")
            ),
            models.CheckConstraint(
                condition=~models.Q(name_nl="", name_fr="", name_en=""), name="a_theme_has_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ThemeKind.values), name="theme_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    least_members__gte=2,
                    wished_members__gte=models.F("least_members"),
                    most_members__gte=models.F("wished_members"),
                    most_members__lte=MEMBERS_LIMIT,
                ),
                name="members_wished_lie_between_least_and_most",
            ),
            models.CheckConstraint(
                condition=models.Q(together__range=(0, RELATIONS.full_mask)),
                name="relations_together_are_known_bits",
            ),
            models.CheckConstraint(
                condition=models.Q(stage_spread__range=(0, STAGES_LIMIT)),
                name="stages_differ_by_0_to_8",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"theme {self.pk}"

    @property
    def name(self) -> str:
        """In the language of the page."""
        return self.name_in(get_language() or "")

    @property
    def name_elsewhere(self) -> str:
        """What people read whose language has no name."""
        return self.name_in("")

    @property
    def lacks(self) -> list[str]:
        """The languages of the pages in which it has no name."""
        return [str(name) for code, name in settings.LANGUAGES if not getattr(self, f"name_{code}")]

    def name_in(self, language: str) -> str:
        """The name in a language; where there is none the Dutch one, else the French, else the English."""
        own = getattr(self, f"name_{language[:2]}", "")
        return own or self.name_nl or self.name_fr or self.name_en


class MeetingPlace(models.Model):
    """A room where groups of an organisation can meet: one group at a day-part. `day_parts` (bits of `DAY_PARTS`) is when it is open,
    `offers` (bits of `ACCESS`) which needs it meets. `address` is told to members; the engine knows only the cell."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="meeting_places"
    )
    name = models.CharField(_("name"), max_length=PLACE_NAME_LIMIT)
    address = models.CharField(_("address"), max_length=PLACE_ADDRESS_LIMIT, blank=True)
    postal = models.ForeignKey(PostalPlace, on_delete=models.PROTECT, related_name="+")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+")
    day_parts = models.PositiveIntegerField(default=0)
    offers = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "organisation"], name="meeting_place_belongs_to_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=models.Q(ended_at=None),
                name="one_live_meeting_place_per_name",
            ),
            models.CheckConstraint(
                condition=models.Q(day_parts__range=(0, DAY_PARTS.full_mask)),
                name="a_place_is_open_at_known_day_parts",
            ),
            models.CheckConstraint(
                condition=models.Q(offers__range=(0, ACCESS.full_mask)),
                name="a_place_offers_known_bits",
            ),
        ]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"meeting place {self.pk}"


class Wish(models.Model):
    """An enrolment waits for a theme; only one each. `relation` is a bit of `RELATIONS`; 0 stands for "not said", in `stage` too.
    `is_longer_on_road`: has been through it for longer and can tell others. `minds_being_only`: would not like to be the only man or
    the only woman. `programme` repeats both sides', so that the database can refuse a theme of another programme."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="wish")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="wishes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="wishes")
    relation = models.PositiveSmallIntegerField(default=0)
    stage = models.PositiveSmallIntegerField(default=0)
    is_longer_on_road = models.BooleanField(default=False)
    minds_being_only = models.BooleanField(default=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(relation__in=[0, *(item.bit for item in RELATIONS)]),
                name="relation_of_a_wish_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=[0, *Stage.values]), name="stage_of_a_wish_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"wish of enrolment {self.enrolment_id}"


class ThemeLead(models.Model):
    """A volunteer leads groups of this theme; who named none leads any."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="led_themes")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="leads")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "theme"], name="a_volunteer_names_a_theme_once"
            )
        ]

    def __str__(self) -> str:
        return f"theme {self.theme_id} of enrolment {self.enrolment_id}"


class ThemeIdea(models.Model):
    """Somebody of a programme would like a group that is not there: OPEN → ACCEPTED, with the theme that it became, or DECLINED."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="theme_ideas")
    state = FSMField(default=IdeaState.OPEN, choices=IdeaState.choices, protected=True)
    name = models.CharField(max_length=THEME_NAME_LIMIT)
    why = models.CharField(max_length=IDEA_LIMIT, blank=True)
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    theme = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="ideas")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(state=IdeaState.OPEN),
                name="one_open_idea_per_enrolment",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=IdeaState.values), name="idea_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=IdeaState.ACCEPTED, theme__isnull=False)
                | (~models.Q(state=IdeaState.ACCEPTED) & models.Q(theme=None)),
                name="an_accepted_idea_is_a_theme",
            ),
            models.CheckConstraint(
                condition=models.Q(state=IdeaState.OPEN, answered_at=None)
                | (~models.Q(state=IdeaState.OPEN) & models.Q(answered_at__isnull=False)),
                name="an_answered_idea_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"idea of enrolment {self.enrolment_id}"

    @property
    def names(self) -> dict[str, str]:
        """The name as a theme has it: in the language of who had the idea."""
        return {f"name_{self.enrolment.person.language}": self.name}

    @transition(field=state, source=IdeaState.OPEN, target=IdeaState.ACCEPTED)
    def accept(self, *, theme: Theme, at: datetime) -> None:
        """There will be groups of it."""
        self.theme, self.answered_at = theme, at

    @transition(field=state, source=IdeaState.OPEN, target=IdeaState.DECLINED)
    def decline(self, *, at: datetime) -> None:
        """Not here, or not now."""
        self.answered_at = at
