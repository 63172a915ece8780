"""What a coordinator rejected is not proposed again: the same members, for the same theme, in the same room, at the same day-part.

Another member more or less, another room or moment is another group. Who leads it does not count: that is changed on the board.
"""

from collections import defaultdict

from django.db.models import F

from matching.engine.grouping.answers import Group
from matching.group_pools import Bunch
from matching.models import DraftMember
from matching.models.drafts import Part
from matching.states import DraftState

Composition = tuple[int, int, int, frozenset[int]]


def composition_of(bunch: Bunch, group: Group) -> Composition:
    theme = bunch.theme_at(group.theme)
    return theme.pk, group.place, group.day_part, frozenset(group.members)


def rejected_before(*, programme_id: int) -> dict[Composition, int]:
    """The last draft (id) that was rejected with each composition: who was in it when it was rejected."""
    rows = DraftMember.objects.filter(
        draft__programme=programme_id,
        draft__state=DraftState.REJECTED,
        settled_at=F("draft__closed_at"),
        part=Part.MEMBER,
    ).order_by("draft_id")
    about: dict[int, tuple[int, int, int]] = {}
    members: dict[int, set[int]] = defaultdict(set)
    for draft, theme, place, day_part, who in rows.values_list(
        "draft_id", "draft__theme_id", "draft__place_id", "draft__day_part", "enrolment_id"
    ):
        about[draft] = theme, place, day_part
        members[draft].add(who)
    return {(*about[draft], frozenset(members[draft])): draft for draft in about}
