"""Two people side by side, for the team: topic by topic what each said, what they have in common, what differs, what to ask.

Points are compared by what they mean, never by their words. Who sees this is the team, which reads all of both files anyway.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from core.errors import NotFoundHere
from matching.engine.types import PARTS, Rule
from matching.errors import PersonNotReady
from matching.history import Past, past_between
from matching.said import ONLY_TOLD, Point, said_of
from matching.services.drafts import facts_of
from matching.services.judging import judge_pair
from matching.travel import travel_of
from matching.words import Facts, broken_rules_in_words, distance_band
from organisations.models import Enrolment
from organisations.permissions import Actor
from organisations.selectors import list_enrolments


class Kind(StrEnum):
    COMMON = "common"
    DIFFERS = "differs"
    ASK = "ask"
    CLASHES = "clashes"
    TOLD = "told"


KINDS: dict[Kind, str | Promise] = {
    Kind.COMMON: gettext_lazy("in common"),
    Kind.DIFFERS: gettext_lazy("differs"),
    Kind.ASK: gettext_lazy("still to ask"),
    Kind.CLASHES: gettext_lazy("does not go together"),
    Kind.TOLD: "",
}


@dataclass(frozen=True)
class Topic:
    label: str
    kind: Kind
    one: list[Point]
    other: list[Point]

    @property
    def in_words(self) -> str:
        return str(KINDS[self.kind])


@dataclass(frozen=True)
class Beside:
    """`fit` is None when one of the two cannot be proposed now; `broken` says in words what stands in the way."""

    one: Enrolment
    other: Enrolment
    topics: list[Topic]
    fit: int | None
    facts: Facts
    broken: str
    past: Past

    @property
    def may_be_proposed(self) -> bool:
        return self.fit is not None and not self.broken and self.past.draft is None

    @property
    def distance(self) -> str:
        metres = self.facts.get("metres")
        return "" if metres is None else distance_band(metres)

    @property
    def travel(self) -> list[str]:
        """How long it takes them, of those who said how they travel."""
        return travel_of((self.one.person, self.other.person), self.facts.get("metres"))


def get_two(*, one_id: UUID, other_id: UUID, by: Actor) -> tuple[Enrolment, Enrolment]:
    """Two enrolments of one programme, one of each side, with all that they said. Raises NotFoundHere."""
    rows = (
        list_enrolments(by=by)
        .select_related("person__place__postal", "person__profile", "programme", "organisation")
        .prefetch_related("person__languages", "person__interests")
        .filter(public_id__in=(one_id, other_id))
    )
    found = {row.public_id: row for row in rows}
    if len(found) != 2:
        raise NotFoundHere
    one, other = found[one_id], found[other_id]
    if one.programme_id != other.programme_id or one.side == other.side:
        raise NotFoundHere
    return one, other


def put_beside(*, one: Enrolment, other: Enrolment, now: datetime) -> Beside:
    """Compare two people of one programme, by the rules of today."""
    volunteer, seeker = (one, other) if one.is_volunteer else (other, one)
    facts: Facts = {}
    fit, broken = None, ""
    try:
        judged = judge_pair(
            programme=one.programme, volunteer_id=volunteer.pk, seeker_id=seeker.pk, now=now
        )
    except PersonNotReady as error:
        broken = str(error)
    else:
        facts, fit = facts_of(judged.told), judged.told.score
        broken = broken_rules_in_words(judged.broken & ~Rule.SCORE)
    return Beside(
        one=one,
        other=other,
        topics=_topics(one, other, facts, now.year),
        fit=fit,
        facts=facts,
        broken=broken,
        past=past_between(one, other),
    )


def _topics(one: Enrolment, other: Enrolment, facts: Facts, year: int) -> list[Topic]:
    told = [
        Topic(label, _kind(part, mine, theirs, facts), mine, theirs)
        for part, label, mine, theirs in said_of(one, other, year=year)
    ]
    return [topic for topic in told if topic.one or topic.other]


def _kind(part: str, one: list[Point], other: list[Point], facts: Facts) -> Kind:
    points = [*one, *other]
    if any(point.clashes for point in points):
        return Kind.CLASHES
    if part in facts.get("to_ask", ()):
        return Kind.ASK
    if any(point.is_shared for point in points):
        return Kind.COMMON
    if part in ONLY_TOLD:
        return Kind.TOLD
    if part in facts.get("differences", ()):
        return Kind.DIFFERS
    if part in PARTS and facts:
        return Kind.COMMON  # not the same words, and it goes well together
    return Kind.DIFFERS if one and other else Kind.ASK
