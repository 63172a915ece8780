"""What may be read of draft groups and of who is in them. Every list starts from who asks."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from core.errors import NotFoundHere
from matching.models import Draft, DraftMember, Forming
from matching.models.forming import PLANNED
from matching.states import DraftState, MemberState
from organisations.models import Programme
from organisations.permissions import Actor, organisations_of
from organisations.support import FORMS_GROUPS


def with_draft() -> QuerySet[DraftMember]:
    """People of drafts, with all that a card about their group tells."""
    return DraftMember.objects.select_related(
        "draft__theme",
        "draft__place__postal",
        "draft__programme__organisation",
        "draft__group",
        "enrolment__person__user",
        "seat",
    )


def list_group_programmes(*, by: Actor) -> QuerySet[Programme]:
    """The programmes that form groups, of the teams that `by` is in."""
    return (
        Programme.objects.filter(
            organisation__in=organisations_of(by), model_of_support__in=FORMS_GROUPS
        )
        .select_related("organisation")
        .order_by("organisation__name", "name", "pk")
    )


def latest_forming(*, programme: Programme, finished: bool = False) -> Forming | None:
    rows = programme.formings.order_by("-requested_at", "-pk")
    return (rows.filter(finished_at__isnull=False, failure="") if finished else rows).first()


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


def people_in(draft: Draft) -> list[DraftMember]:
    """Whom the draft plans for; its members were read with it."""
    return [row for row in draft.members.all() if row.state in PLANNED]
