"""A row of the arrival list as the team reads it: who fits, how far, and what was tried before."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.history import Past, past_of
from matching.services.ranking import Candidate
from matching.travel import travel_of
from matching.words import Facts
from organisations.models import Enrolment


@dataclass(frozen=True)
class Arrival:
    """`travel` says how long it takes whom; `is_new`: fits only because something was bent."""

    enrolment: Enrolment
    score: int
    bonus: int
    facts: Facts
    is_new: bool
    past: Past
    travel: list[str]


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
            travel=travel_of((enrolment.person, each.enrolment.person), each.facts.get("metres")),
        )
        for each in candidates
    ]
