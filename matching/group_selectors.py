"""What may be read of draft groups and of who is in them. Every list starts from who asks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from accounts.models import User
from core.errors import NotFoundHere
from groups.selectors import has_free_seat
from matching.models import Draft, DraftMember, Forming, LeftOut, Thermometer
from matching.models.drafts import PLANNED, Part
from matching.states import OPEN_DRAFT, DraftState, FormingState, MemberState
from organisations.models import Enrolment, Programme, Theme, ThemeLead, Wish
from organisations.models.enrolments import Side
from organisations.permissions import Actor, organisations_of
from organisations.states import State as EnrolmentState


def with_draft() -> QuerySet[DraftMember]:
    """People of drafts, with all that a card about their group tells; `others` are the other members who are asked or said yes."""
    others = DraftMember.objects.filter(
        ~Q(pk=OuterRef("pk")),
        draft=OuterRef("draft"),
        part=Part.MEMBER,
        state__in=(MemberState.ASKED, MemberState.YES),
    )
    counted = others.order_by().values("draft").annotate(n=Count("pk")).values("n")
    rows = DraftMember.objects.annotate(others=Coalesce(Subquery(counted), 0))
    return rows.select_related(
        "draft__theme",
        "draft__place__postal",
        "draft__programme__organisation",
        "draft__group",
        "enrolment__person__user",
        "seat",
    )


def with_group_drafts(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """With how many draft groups there are to look at."""
    drafts = Draft.objects.filter(programme=OuterRef("pk"), state=DraftState.DRAFT).order_by()
    counted = drafts.values("programme").annotate(n=Count("pk")).values("n")
    return programmes.annotate(groups_to_look_at=Coalesce(Subquery(counted), 0))


def list_formings(*, by: Actor) -> QuerySet[Forming]:
    """The searches for groups of one's teams, newest first."""
    rows = Forming.objects.filter(programme__organisation__in=organisations_of(by))
    return rows.select_related("programme").order_by("-requested_at", "-pk")


def get_forming(*, public_id: UUID, by: Actor) -> Forming:
    """Raises NotFoundHere, also for a search of another organisation."""
    forming = list_formings(by=by).filter(public_id=public_id).first()
    if forming is None:
        raise NotFoundHere
    return forming


def latest_forming(*, programme: Programme, finished: bool = False) -> Forming | None:
    rows = programme.formings.order_by("-requested_at", "-pk")
    return (rows.filter(state=FormingState.FINISHED) if finished else rows).first()


def list_drafts(*, by: Actor, states: Iterable[str] | None = None) -> QuerySet[Draft]:
    """Draft groups of one's teams, with their people."""
    rows = Draft.objects.filter(programme__organisation__in=organisations_of(by))
    if states is not None:
        rows = rows.filter(state__in=list(states))
    people = DraftMember.objects.exclude(state=MemberState.CLOSED)
    return (
        rows.select_related(
            "programme__organisation", "theme", "place__postal", "place__cell", "group"
        )
        .prefetch_related(
            Prefetch(
                "members",
                people.select_related("enrolment__person__place__postal").order_by("pk"),
            )
        )
        .order_by("theme_id", "pk")
    )


def get_draft(*, public_id: UUID, by: Actor) -> Draft:
    """Raises NotFoundHere, also for a draft of another organisation."""
    draft = list_drafts(by=by).filter(public_id=public_id).first()
    if draft is None:
        raise NotFoundHere
    return draft


def list_own_asked(*, user: User) -> QuerySet[DraftMember]:
    """Groups that somebody is asked for now."""
    live = (DraftState.ASKED, DraftState.FORMED)
    rows = with_draft().filter(enrolment__person__user_id=user.pk, draft__state__in=live)
    return rows.filter(state=MemberState.ASKED).order_by("pk")


def get_own_member(*, draft_id: UUID, user: User) -> DraftMember:
    """One's own row in a draft of which the people were asked. Raises NotFoundHere."""
    rows = with_draft().filter(draft__public_id=draft_id, enrolment__person__user_id=user.pk)
    row = rows.filter(asked_at__isnull=False).order_by("-pk").first()
    if row is None:
        raise NotFoundHere
    return row


@dataclass
class Field:
    """One theme in one region: how many wait, how many drafts there are, and how far the next group stands ("3 of 5")."""

    waiting: int = 0
    drafts: int = 0
    found: int = 0
    needed: int = 0


def themes_by_region(
    *, programme: Programme, forming: Forming | None
) -> tuple[list[str], list[tuple[Theme, list[Field]]]]:
    """Provinces, and for each theme a field for each of them. Who found no place yet stands nowhere."""
    fields: dict[tuple[int, str], Field] = defaultdict(Field)
    language = "fr" if get_language() == "fr" else "nl"
    province = f"province_{language}"
    without_group = Enrolment.objects.filter(
        has_free_seat(),
        programme=programme,
        state=EnrolmentState.ACTIVE,
        person__place__postal__isnull=False,
    )
    waits = Wish.objects.filter(enrolment__in=without_group)
    of_person = f"enrolment__person__place__postal__{province}"
    for theme, where, n in (
        waits.values_list("theme_id", of_person).annotate(n=Count("pk")).order_by()
    ):
        fields[theme, where].waiting = n
    drafts = programme.group_drafts.filter(state__in=OPEN_DRAFT)
    of_place = f"place__postal__{province}"
    for theme, where, n in (
        drafts.values_list("theme_id", of_place).annotate(n=Count("pk")).order_by()
    ):
        fields[theme, where].drafts = n
    warm = Thermometer.objects.filter(forming=forming).order_by("found", "pk")
    for theme, where, found, needed in warm.values_list("theme_id", of_place, "found", "needed"):
        fields[theme, where].found, fields[theme, where].needed = found, needed
    regions = sorted({where for _theme, where in fields})
    themes = list(programme.themes.filter(ended_at=None).order_by("pk"))
    return regions, [(theme, [fields[theme.pk, where] for where in regions]) for theme in themes]


def list_left_out(*, forming: Forming | None) -> QuerySet[LeftOut]:
    """Who found no group in a search, the longest waiting first; for the team."""
    rows = LeftOut.objects.filter(forming=forming).select_related(
        "enrolment__person__place", "enrolment__wish__theme", "thermometer__place", "rejected"
    )
    return rows.order_by("enrolment__waiting_since", "pk")


def list_who_could_come(*, draft: Draft) -> QuerySet[Enrolment]:
    """Who waits for the theme of a draft, and is in no open one and in no group."""
    busy = DraftMember.objects.filter(
        enrolment=OuterRef("pk"), settled_at=None, state__in=PLANNED, part=Part.MEMBER
    )
    rows = Enrolment.objects.filter(
        ~Exists(busy), has_free_seat(), wish__theme=draft.theme_id, state=EnrolmentState.ACTIVE
    )
    return rows.select_related("person__place").order_by("waiting_since", "pk")


def list_who_could_lead(*, draft: Draft) -> QuerySet[Enrolment]:
    """Volunteers of the programme who lead this theme, or any."""
    named = ThemeLead.objects.filter(enrolment=OuterRef("pk"))
    return list_leads(programme_id=draft.programme_id).filter(
        ~Exists(named) | Exists(named.filter(theme=draft.theme_id))
    )


def list_leads(*, programme_id: int) -> QuerySet[Enrolment]:
    """Volunteers who can lead a group of a programme."""
    rows = Enrolment.objects.filter(
        programme=programme_id,
        side=Side.VOLUNTEER,
        state=EnrolmentState.ACTIVE,
    )
    return rows.select_related("person").order_by("person__name_to_use", "pk")
