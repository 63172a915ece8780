"""Who waits for a place in a group, and who else of the programme may; for the team."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.selectors import service_consents
from groups.models import Group, Leaving, Seat, Wait
from groups.peer_selectors import next_in_line
from groups.states import IN_LINE, SeatState
from organisations.models import Enrolment
from organisations.models.enrolments import Side
from organisations.permissions import Actor
from organisations.selectors import filter_enrolments, list_enrolments
from organisations.states import State


def list_who_may_wait(*, group: Group, by: Actor, q: str = "") -> QuerySet[Enrolment]:
    """Who is ready in the programme, agreed, and is not in the group or its line; without `q` only who waits for its theme.

    Each with `left_at`: when they left this group, if they did.
    """
    seats = Seat.objects.filter(group=group, enrolment=OuterRef("pk"), state=SeatState.TAKEN)
    waits = Wait.objects.filter(group=group, enrolment=OuterRef("pk"), state__in=IN_LINE)
    left = Leaving.objects.filter(seat__group=group, seat__enrolment=OuterRef("pk"))
    rows = filter_enrolments(
        list_enrolments(by=by).select_related("wish__theme"),
        q=q,
        programme=group.programme,
        side=Side.SEEKER,
        state=State.ACTIVE,
        order="" if q.strip() else "new",
    )
    if not q.strip():
        rows = rows.filter(wish__theme=group.peer.theme_id)
    return rows.filter(
        ~Exists(seats), ~Exists(waits), Exists(service_consents(OuterRef("person")))
    ).annotate(left_at=Subquery(left.order_by("-left_at").values("left_at")[:1]))


def places_in_line(wait: Wait) -> tuple[int, int]:
    """The place of somebody in line as it is, and as it would be if they went first: after those who go first already."""
    line = list(next_in_line(wait.group_id).values_list("pk", "goes_first", "since"))
    now = 1 + [pk for pk, _first, _since in line].index(wait.pk)
    before = [pk for pk, first, since in line if first and (since, pk) < (wait.since, wait.pk)]
    return now, 1 + len(before)
