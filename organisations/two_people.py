"""Of whom a team said that they are two people, however alike their files are."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest, Least

from organisations.models import Enrolment, TwoPeople
from organisations.permissions import Actor, organisations_of


def in_order(one_id: int, other_id: int) -> dict[str, int]:
    """Two people as a row names them: the lower id first."""
    return {"first_id": min(one_id, other_id), "second_id": max(one_id, other_id)}


def is_said(organisation_id: Any, one_id: Any, other_id: Any) -> Exists:
    """For a filter: did this organisation say that these are two? Each is an expression; one look in the index for a row."""
    return Exists(
        TwoPeople.objects.filter(
            organisation_id=organisation_id,
            first_id=Least(one_id, other_id),
            second_id=Greatest(one_id, other_id),
        )
    )


def said_of(*, people: Collection[int], by: Actor) -> dict[tuple[int, int], set[int]]:
    """(organisation, person) → who is somebody else, for these people in the organisations of `by`. One query."""
    said: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = TwoPeople.objects.filter(
        organisation__in=organisations_of(by), first__in=people, second__in=people
    )
    for organisation, first, second in rows.values_list("organisation", "first", "second"):
        said[organisation, first].add(second)
        said[organisation, second].add(first)
    return said


def list_two_people(*, by: Actor) -> QuerySet[TwoPeople]:
    """What the teams of `by` said, newest first; `first_file` and `second_file` are an enrolment of each."""
    rows = TwoPeople.objects.filter(organisation__in=organisations_of(by))
    return (
        rows.select_related("first", "second", "said_by")
        .annotate(first_file=_file_of("first"), second_file=_file_of("second"))
        .order_by("-said_at", "-pk")
    )


def _file_of(who: str) -> Subquery:
    files = Enrolment.objects.filter(
        organisation_id=OuterRef("organisation_id"), person_id=OuterRef(f"{who}_id")
    )
    return Subquery(files.order_by("pk").values("public_id")[:1])
