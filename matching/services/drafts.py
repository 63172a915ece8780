"""A finished search becomes drafts to review, and a reason for everybody who got none. Written by COPY: no object a row."""

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection

from matching.engine.types import Alternative, Explanation, Matching, Pool, Rules, Weights
from matching.engine.types import LeftOver as Left
from matching.models import MatchRun, Proposal
from matching.states import ProposalState

Row = tuple[Any, ...]
_FACTS = [each.name for each in fields(Explanation) if each.name not in ("score", "parts")]
_COLUMNS = (
    "public_id, programme_id, run_id, rule_set_id, volunteer_id, seeker_id, state, score, bonus, parts, facts, alternatives, "
    "created_at, reject_reason"
)
# Beside the board until all is there: the older drafts, which somebody may be approving, are touched last and briefly.
_ASIDE = f"CREATE TEMP TABLE fresh_drafts ON COMMIT DROP AS SELECT {_COLUMNS} FROM matching_proposal WITH NO DATA"  # noqa: S608
_ONTO_THE_BOARD = f"INSERT INTO matching_proposal ({_COLUMNS}) SELECT {_COLUMNS} FROM fresh_drafts"  # noqa: S608


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
    told = _explanations(pool, rules, weights, matching)
    with connection.cursor() as cursor:
        cursor.execute(_ASIDE)
        _copy(cursor, f"fresh_drafts ({_COLUMNS})", _proposals(run, matching, told, now))
        left = (_left_over(run, person) for person in matching.left_over)
        _copy(
            cursor, "matching_leftover (run_id, enrolment_id, reason, change, amount, opens)", left
        )
        Proposal.objects.filter(
            programme=run.programme, state=ProposalState.DRAFT, on_hold_until=None
        ).update(state=ProposalState.SUPERSEDED, closed_at=now)
        cursor.execute(_ONTO_THE_BOARD)
        cursor.execute("DROP TABLE fresh_drafts")


def _copy(cursor: Any, table: str, rows: Iterable[Row]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _proposals(
    run: MatchRun, matching: Matching, told: list[Explanation], now: datetime
) -> Iterator[Row]:
    for pair, why in zip(matching.pairs, told, strict=True):
        yield (
            uuid.uuid4(),
            run.programme_id,
            run.pk,
            run.rule_set_id,
            pair.volunteer,
            pair.seeker,
            ProposalState.DRAFT.value,
            pair.score,
            pair.bonus,
            json.dumps(pair.parts),
            json.dumps(facts_of(why)),
            json.dumps([_alternative(other) for other in pair.alternatives]),
            now,
            "",
        )


def _alternative(other: Alternative) -> dict[str, int]:
    return {"volunteer": other.volunteer, "score": other.score, "regret": other.regret}


def _left_over(run: MatchRun, person: Left) -> Row:
    change = person.change
    bent = (change.rule.name or "").lower() if change else ""
    return (
        run.pk,
        person.person,
        person.reason.value,
        bent,
        change.amount if change else 0,
        change.opens if change else 0,
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
    return {name: getattr(explanation, name) for name in _FACTS}
