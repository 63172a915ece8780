"""When two files of one person become one: who they are kept apart from, proposals between the two, and
groups that they are asked for."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import Person
from core.errors import DomainError
from matching.errors import KeptApartOrProposed
from matching.group_errors import LeadsThenAlready
from matching.models import DraftMember, Exclusion, Proposal
from matching.models.drafts import LEADS
from matching.states import OPEN, MemberState
from organisations.merging import MergePart, register_merge
from organisations.two_people import in_order


def _refuse(kept: Person, other: Person) -> Iterator[DomainError]:
    between = Q(volunteer__person=kept, seeker__person=other) | Q(
        volunteer__person=other, seeker__person=kept
    )
    apart = Exclusion.objects.filter(**in_order(kept.pk, other.pk))
    proposed = Proposal.objects.filter(between, state__in=OPEN)
    leads = DraftMember.objects.filter(
        part__in=LEADS, settled_at=None, state__in=(MemberState.ASKED, MemberState.YES)
    )
    at_the_same_time = leads.filter(person=kept, day_part=OuterRef("day_part"))
    twice = leads.filter(Exists(at_the_same_time), person=other)
    asked = Person.objects.filter(pk=kept.pk).values_list(
        Exists(apart), Exists(proposed), Exists(twice)
    )
    are_apart, are_proposed, lead_at_once = asked[0]
    if are_apart or are_proposed:
        yield KeptApartOrProposed()
    if lead_at_once:
        yield LeadsThenAlready()


def _move(kept: Person, other: Person, _now: datetime) -> None:
    """Whom the other file is kept apart from, this person is from now on; what it was asked for stays asked."""
    DraftMember.objects.filter(person=other).update(person=kept)
    for row in Exclusion.objects.filter(Q(first=other) | Q(second=other)).order_by("pk"):
        apart_from = row.second_id if row.first_id == other.pk else row.first_id
        Exclusion.objects.get_or_create(
            organisation_id=row.organisation_id,
            **in_order(kept.pk, apart_from),
            defaults={"created_at": row.created_at, "created_by_id": row.created_by_id},
        )
        row.delete()


def register() -> None:
    register_merge(MergePart(refuse=_refuse, move=_move))
