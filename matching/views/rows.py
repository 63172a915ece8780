"""What the team reads of a proposal: everything, in words."""

from dataclasses import dataclass

from matching.models import Proposal
from matching.words import Facts, differences, distance_band, reasons, to_ask


@dataclass(frozen=True)
class Told:
    """Reasons, what to ask, what differs and how far apart, of one pair."""

    reasons: list[str]
    to_ask: list[str]
    differences: list[str]
    distance: str


@dataclass(frozen=True)
class BoardRow:
    proposal: Proposal
    told: Told


def told_of(facts: Facts) -> Told:
    metres = facts.get("metres")
    return Told(
        reasons=reasons(facts, together=False),
        to_ask=to_ask(facts),
        differences=differences(facts),
        distance=distance_band(metres) if metres is not None else "",
    )


def row_of(proposal: Proposal) -> BoardRow:
    return BoardRow(proposal, told_of(proposal.facts))
