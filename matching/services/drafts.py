"""A finished search becomes drafts to review, and a reason for everybody who got none."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import numpy as np

from matching.engine.types import Explanation, Matching, Pool, Rules, Weights
from matching.models import LeftOver, MatchRun, Proposal
from matching.states import ProposalState

BATCH = 2000


def store_drafts(
    *,
    run: MatchRun,
    pool: Pool,
    rules: Rules,
    weights: Weights,
    matching: Matching,
    now: datetime,
) -> None:
    """Replace the programme's older drafts by those of this run; drafts on hold stay. Inside the caller's transaction."""
    old = Proposal.objects.filter(
        programme=run.programme, state=ProposalState.DRAFT, on_hold_until=None
    )
    old.update(state=ProposalState.SUPERSEDED, closed_at=now)
    told = _explanations(pool, rules, weights, matching)
    Proposal.objects.bulk_create(
        (
            Proposal(
                programme=run.programme,
                run=run,
                rule_set=run.rule_set,
                volunteer_id=pair.volunteer,
                seeker_id=pair.seeker,
                score=pair.score,
                bonus=pair.bonus,
                parts=pair.parts,
                facts=facts_of(told[i]),
                alternatives=[asdict(other) for other in pair.alternatives],
                created_at=now,
            )
            for i, pair in enumerate(matching.pairs)
        ),
        batch_size=BATCH,
    )
    LeftOver.objects.bulk_create(
        (
            LeftOver(
                run=run,
                enrolment_id=person.person,
                reason=person.reason.value,
                change=person.change.rule.name.lower()
                if person.change and person.change.rule.name
                else "",
                amount=person.change.amount if person.change else 0,
                opens=person.change.opens if person.change else 0,
            )
            for person in matching.left_over
        ),
        batch_size=BATCH,
    )


def _explanations(
    pool: Pool, rules: Rules, weights: Weights, matching: Matching
) -> list[Explanation]:
    from matching.engine.explain import explain_at
    from matching.engine.scoring import rarity

    v = np.searchsorted(pool.volunteers.ids, [pair.volunteer for pair in matching.pairs])
    s = np.searchsorted(pool.seekers.ids, [pair.seeker for pair in matching.pairs])
    return explain_at(pool, rules, weights, rarity(pool), v, s)


def facts_of(explanation: Explanation) -> dict[str, Any]:
    """What the reasons in words are made from, without the score and its parts."""
    facts = asdict(explanation)
    del facts["score"], facts["parts"]
    return facts
