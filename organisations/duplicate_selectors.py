"""Who may be the same person twice."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, overload

from django.db import connection
from django.db.models import CharField, OuterRef, QuerySet
from django.db.models.functions import Cast, Coalesce

from accounts.models import Person
from core.lists import rows_of
from organisations.imports.duplicates import Known, Likeness, plain_name
from organisations.models import Enrolment
from organisations.permissions import Actor, organisations_of
from organisations.selectors import list_enrolments
from organisations.two_people import is_said, said_of

# Bounds on the work: of groups of people who share something, and of people in one group.
MOST_GROUPS = MOST_PEOPLE = 200
# First what more than one person has at all, read from an index; then who they are, looked up for each of those few.
_SHARED = """(SELECT array_agg(p.id) FROM (
        SELECT {fields} FROM accounts_person WHERE {first} <> '' GROUP BY {fields} HAVING count(*) > 1) AS shared
    JOIN LATERAL (
        SELECT id FROM accounts_person p WHERE p.{first} <> '' AND {same}
        AND EXISTS (SELECT FROM organisations_enrolment e WHERE e.person_id = p.id AND e.organisation_id = ANY (%(mine)s::bigint[]))
        OFFSET 0) AS p ON true
    GROUP BY {by} HAVING (  -- more pairs than the team said to be two people
        SELECT count(DISTINCT (t.first_id, t.second_id)) FROM organisations_twopeople t
        WHERE t.first_id = ANY (array_agg(p.id)) AND t.second_id = ANY (array_agg(p.id)) AND t.organisation_id = ANY (%(mine)s::bigint[])
    ) < count(*) * (count(*) - 1) / 2
    ORDER BY min(p.id) LIMIT %(most)s)"""
_SAME = {"birth_year": "IS NOT DISTINCT FROM"}  # who did not say it shares that too
_COMPARED = (
    "person__name_to_use",
    "person__family_name",
    "mail",
    "number",
    "person__place__postal__postcode",
    "person__birth_year",
)


def list_alike_to(*, enrolment: Enrolment, by: Actor) -> QuerySet[Enrolment]:
    """Others of the organisation with the same address, number, or name in the same place: one enrolment of each."""
    person = enrolment.person
    known = Person.objects.exclude(pk=person.pk).order_by()
    alike = [known.none()]
    if person.email:
        alike.append(known.filter(email=person.email))
    if person.phone:
        alike.append(known.filter(phone=person.phone))
    place = getattr(person, "place", None)
    if place is not None and place.cell_id is not None:
        alike.append(
            known.filter(place__cell_id=place.cell_id, name_to_use__iexact=person.name_to_use)
        )
    first, *others = (rows.values("pk")[:MOST_PEOPLE] for rows in alike)
    return (
        list_enrolments(by=by)
        .filter(person__in=first.union(*others), organisation_id=enrolment.organisation_id)
        .exclude(is_said(OuterRef("organisation_id"), OuterRef("person_id"), person.pk))
        .order_by("person_id", "pk")
        .distinct("person_id")
    )


class Pair(NamedTuple):
    """An enrolment of each; `first` is who is known longest."""

    first: Enrolment
    second: Enrolment


class PairsOfFiles(Sequence[Pair]):
    """Pairs of enrolments, known by their ids. A slice brings the rows: only those of a page are read."""

    def __init__(self, ids: list[tuple[int, int]], rows: QuerySet[Enrolment]):
        self._ids, self._rows = ids, rows

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, which: int) -> Pair: ...
    @overload
    def __getitem__(self, which: slice) -> list[Pair]: ...
    def __getitem__(self, which: int | slice) -> Pair | list[Pair]:
        if isinstance(which, int):
            return self[which : which + 1 or None][0]
        pairs = self._ids[which]
        read = rows_of(self._rows, [pk for pair in pairs for pk in pair])
        known = {row.pk: row for row in read}
        return [Pair(known[one], known[other]) for one, other in pairs]


def list_duplicates(*, by: Actor) -> PairsOfFiles:
    """Pairs of people in the organisations of `by` who share an address, a number or a full name, and whose names are alike: an
    enrolment of each, who is known longest first. Not those of whom the team said that they are two."""
    suspects = _suspects(by)
    two_people = said_of(people=suspects, by=by)
    pairs: list[tuple[int, int]] = []
    known: dict[int, tuple[Known, dict[int | None, int]]] = {}
    for organisation_id, file_id, person_id, who in _files(suspects, by):
        people, file_of = known.setdefault(organisation_id, (Known(), {}))
        first = people.like(who, but=two_people[organisation_id, person_id])
        if first is not None:
            pairs.append((file_of[first.person_id], file_id))
        people.add(who)
        file_of[person_id] = file_id
    return PairsOfFiles(pairs, list_enrolments(by=by))


def _suspects(by: Actor) -> set[int]:
    """The ids of people who share their address, number, or full name and year with somebody of the same teams."""
    mine = list(organisations_of(by).values_list("pk", flat=True))
    asked = " UNION ALL ".join(
        _SHARED.format(
            first=fields[0],
            fields=", ".join(fields),
            same=" AND ".join(
                f"p.{field} {_SAME.get(field, '=')} shared.{field}" for field in fields
            ),
            by=", ".join(f"shared.{field}" for field in fields),
        )
        for fields in (["email"], ["phone"], ["family_name", "name_to_use", "birth_year"])
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, {"mine": mine, "most": MOST_GROUPS})
        return {pk for (ids,) in cursor.fetchall() for pk in ids[:MOST_PEOPLE]}


def _files(people: Collection[int], by: Actor) -> Iterator[tuple[int, int, int, Likeness]]:
    """Of each organisation and person: the first enrolment, and what is compared. Columns only, since there may be thousands."""
    rows = (
        Enrolment.objects.filter(organisation__in=organisations_of(by), person__in=people)
        .annotate(mail=Coalesce("person__user__email", "person__email"))
        .annotate(number=Cast("person__phone", CharField()))
        .order_by("organisation_id", "person_id", "pk")
        .distinct("organisation_id", "person_id")
        .values_list("organisation_id", "pk", "person_id", *_COMPARED)
    )
    for (
        organisation_id,
        file_id,
        person_id,
        name,
        family_name,
        email,
        phone,
        postcode,
        year,
    ) in rows:
        who = Likeness(
            name=plain_name(name, family_name),
            email=email,
            phone=phone,
            postcode=postcode or "",
            birth_year=year,
            person_id=person_id,
        )
        yield organisation_id, file_id, person_id, who
