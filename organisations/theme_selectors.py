"""What may be read of themes, meeting places and who waits for what. Every list starts from who asks."""

from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from core.errors import NotFoundHere
from organisations.models import Enrolment, MeetingPlace, Organisation, Programme, Theme, ThemeIdea
from organisations.models.enrolments import Side
from organisations.permissions import Actor, organisations_of
from organisations.states import LIVE, IdeaState
from organisations.support import FORMS_GROUPS


def list_themes(*, programme: Programme) -> QuerySet[Theme]:
    """The themes that can be chosen, with how many chose each: who waits for a group, and who is in one."""
    chose = Q(wishes__enrolment__state__in=LIVE)
    return (
        programme.themes.filter(ended_at=None)
        .annotate(chosen_by=Count("wishes", filter=chose))
        .order_by("pk")
    )


def list_themes_to_choose(*, programme: Programme, side: str) -> QuerySet[Theme]:
    """Those that somebody who registers on this side is asked about: only who looks for a group is."""
    asks = side == Side.SEEKER and programme.model_of_support in FORMS_GROUPS
    rows = programme.themes.filter(ended_at=None) if asks else Theme.objects.none()
    return rows.order_by("pk")


def list_themes_of_team(*, by: Actor) -> QuerySet[Theme]:
    """What somebody whom the team registers can wait for, in any of its programmes."""
    rows = Theme.objects.filter(
        programme__organisation__in=organisations_of(by),
        programme__model_of_support__in=FORMS_GROUPS,
        ended_at=None,
    )
    return rows.select_related("programme").order_by("programme__name", "programme_id", "pk")


def with_live_themes(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """With the themes that can be chosen in each, as `live_themes`."""
    live = Theme.objects.filter(ended_at=None).order_by("pk")
    return programmes.prefetch_related(Prefetch("themes", queryset=live, to_attr="live_themes"))


def list_led_themes(*, enrolment: Enrolment) -> QuerySet[Theme]:
    """What a volunteer leads; none: any."""
    return Theme.objects.filter(leads__enrolment=enrolment, ended_at=None).order_by("pk")


def get_theme(*, public_id: UUID, by: Actor) -> Theme:
    """Raises NotFoundHere, also for a theme of another organisation."""
    rows = Theme.objects.filter(programme__organisation__in=organisations_of(by), ended_at=None)
    theme = rows.select_related("programme__organisation").filter(public_id=public_id).first()
    if theme is None:
        raise NotFoundHere
    return theme


def list_meeting_places(*, organisation_id: int) -> QuerySet[MeetingPlace]:
    rows = MeetingPlace.objects.filter(organisation_id=organisation_id, ended_at=None)
    return rows.select_related("postal").order_by("name", "pk")


def get_meeting_place(*, public_id: UUID, by: Actor) -> MeetingPlace:
    """Raises NotFoundHere, also for a place of another organisation."""
    rows = MeetingPlace.objects.filter(organisation__in=organisations_of(by), ended_at=None)
    place = rows.select_related("postal", "organisation").filter(public_id=public_id).first()
    if place is None:
        raise NotFoundHere
    return place


def get_organisation_of_team(*, public_id: UUID, by: Actor) -> Organisation:
    """Raises NotFoundHere."""
    organisation = organisations_of(by).filter(public_id=public_id).first()
    if organisation is None:
        raise NotFoundHere
    return organisation


def get_own_enrolment_for_groups(*, public_id: UUID, by: Actor) -> Enrolment:
    """One's own, in a programme that forms groups. Raises NotFoundHere."""
    rows = Enrolment.objects.filter(
        public_id=public_id,
        person__user_id=by.pk or 0 if by else 0,
        state__in=LIVE,
        programme__model_of_support__in=FORMS_GROUPS,
    )
    enrolment = rows.select_related("programme__organisation", "person", "wish__theme").first()
    if enrolment is None:
        raise NotFoundHere
    return enrolment


def list_open_ideas(*, programme: Programme) -> QuerySet[ThemeIdea]:
    """What people of a programme would like a group about, the oldest first; for the team."""
    rows = ThemeIdea.objects.filter(enrolment__programme=programme, state=IdeaState.OPEN)
    return rows.select_related("enrolment__person").order_by("proposed_at", "pk")


def get_idea(*, public_id: UUID, by: Actor) -> ThemeIdea:
    """Raises NotFoundHere, also for an idea of another organisation."""
    rows = ThemeIdea.objects.filter(enrolment__organisation__in=organisations_of(by))
    idea = (
        rows.select_related("enrolment__programme", "enrolment__person")
        .filter(public_id=public_id)
        .first()
    )
    if idea is None:
        raise NotFoundHere
    return idea
