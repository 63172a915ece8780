"""A row of the arrival list as the team reads it: who fits, how far, and what was tried before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from matching.history import Past, past_of
from matching.services.ranking import Candidate
from matching.travel import travel_in_words
from matching.words import Facts
from organisations.models import Enrolment


@dataclass(frozen=True)
class Arrival:
    """`travel` says how long it takes whom, as (name, words); `is_new`: fits only because something was bent."""

    enrolment: Enrolment
    score: int
    bonus: int
    facts: Facts
    is_new: bool
    past: Past
    travel: list[tuple[str, str]]

    @property
    def draft_id(self) -> UUID | None:
        return self.past.draft.public_id if self.past.draft else None

    @property
    def before(self) -> list[str]:
        return [*self.past.together_in_words(), *self.past.in_words()]

    @property
    def travel_in_words(self) -> list[str]:
        """ "Ana: about 20 minutes by bike" """
        return [f"{name}: {words}" for name, words in self.travel]


def arrivals(*, enrolment: Enrolment, candidates: Sequence[Candidate]) -> list[Arrival]:
    """Two queries, however many candidates."""
    past = past_of(others=[each.enrolment.pk for each in candidates], me=enrolment.pk)
    return [
        Arrival(
            enrolment=each.enrolment,
            score=each.score,
            bonus=each.bonus,
            facts=each.facts,
            is_new=each.is_new,
            past=past[each.enrolment.pk],
            travel=_travel((enrolment, each.enrolment), each.facts.get("metres")),
        )
        for each in candidates
    ]


def _travel(two: tuple[Enrolment, Enrolment], metres: int | None) -> list[tuple[str, str]]:
    people = [enrolment.person for enrolment in two]
    told = [(p.name_to_use, travel_in_words(metres, p.profile.travel_mode)) for p in people]
    return [(name, words) for name, words in told if words]
