"""A finished search becomes drafts to review, and a reason for everybody who got none. Written by COPY: no object a row.

Three steps, so that nobody waits for a large one (decision 6). 1. `stage_drafts` writes rows beside the board, in as many
transactions as chunks. 2. `put_drafts` adds them, inside the caller's transaction: nobody sees them yet and no approval waits, since
what approves locks no keys. 3. `replace_drafts` closes the older drafts and adds what they were in the way of: the only step that
somebody who approves one of them in this moment waits for.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection

from matching.engine.types import Alternative, Explanation, Matching, Pair, Pool, Rules, Weights
from matching.engine.types import LeftOver as Left
from matching.models import MatchRun, Proposal
from matching.states import ProposalState

Row = tuple[Any, ...]
Tell = Callable[[int], None]
CHUNK = 10_000
_FACTS = [each.name for each in fields(Explanation) if each.name not in ("score", "parts")]
_COLUMNS = (
    "public_id, programme_id, run_id, rule_set_id, volunteer_id, seeker_id, state, score, bonus, parts, facts, alternatives, "
    "created_at, reject_reason"
)
_LEFT = "run_id, enrolment_id, reason, change, amount, opens"
# Of this connection alone: gone with the worker. `row` numbers the rows, for the chunks.
_ASIDE = f"CREATE TEMP TABLE fresh_drafts AS SELECT 0 AS row, {_COLUMNS} FROM matching_proposal WITH NO DATA"  # noqa: S608
_CLEARED = "DROP TABLE IF EXISTS fresh_drafts"
# A pair that is open already (offered meanwhile, held, made by hand) is in somebody's hands: no second draft of it.
_ONTO_THE_BOARD = f"""
INSERT INTO matching_proposal ({_COLUMNS}) SELECT {_COLUMNS} FROM fresh_drafts f WHERE {{which}}
ON CONFLICT (volunteer_id, seeker_id) WHERE state IN ('draft', 'offered') DO NOTHING
"""  # noqa: S608
_CHUNK_OF_DRAFTS = _ONTO_THE_BOARD.format(which="row >= %s AND row < %s")
_REST_OF_DRAFTS = _ONTO_THE_BOARD.format(
    which="NOT EXISTS (SELECT FROM matching_proposal p WHERE p.public_id = f.public_id)"
)


@contextmanager
def stage_drafts(
    *,
    run: MatchRun,
    pool: Pool,
    rules: Rules,
    weights: Weights,
    matching: Matching,
    now: datetime,
    tell: Tell,
) -> Iterator[None]:
    """Write the drafts beside the board, for as long as the context lasts. `tell` hears the rows written so far after
    each chunk; what it raises ends the work."""
    with connection.cursor() as cursor:
        cursor.execute(_CLEARED)
        cursor.execute(_ASIDE)
        try:
            for start in range(0, len(matching.pairs), CHUNK):
                some = matching.pairs[start : start + CHUNK]
                told = _explanations(pool, rules, weights, some)
                rows = _proposals(run, some, told, start, now)
                _copy(cursor, f"fresh_drafts (row, {_COLUMNS})", rows)
                tell(start + len(some))
            cursor.execute("ANALYZE fresh_drafts")
            yield
        finally:
            cursor.execute(_CLEARED)


def put_drafts(*, run: MatchRun, matching: Matching, tell: Tell) -> None:
    """Add the staged drafts and the reasons of those left over, inside the caller's transaction. Keys are checked at once and
    not when it is committed, where the older drafts are locked."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for start in range(0, len(matching.left_over), CHUNK):
            some = matching.left_over[start : start + CHUNK]
            _copy(cursor, f"matching_leftover ({_LEFT})", (_left_over(run, each) for each in some))
            tell(start + len(some))
        for start in range(0, len(matching.pairs), CHUNK):
            cursor.execute(_CHUNK_OF_DRAFTS, [start, start + CHUNK])
            tell(start + CHUNK)


def replace_drafts(*, run: MatchRun, now: datetime) -> None:
    """Close the programme's drafts from before the search, but those on hold or locked, and add the drafts that they were in the way
    of."""
    older = Proposal.objects.filter(
        programme=run.programme,
        state=ProposalState.DRAFT,
        on_hold_until=None,
        is_locked=False,
        created_at__lte=run.started_at,
    )
    older.exclude(run=run).update(state=ProposalState.SUPERSEDED, closed_at=now)
    with connection.cursor() as cursor:
        cursor.execute(_REST_OF_DRAFTS)


def _copy(cursor: Any, table: str, rows: Iterable[Row]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _proposals(
    run: MatchRun, pairs: Sequence[Pair], told: list[Explanation], start: int, now: datetime
) -> Iterator[Row]:
    for row, (pair, why) in enumerate(zip(pairs, told, strict=True), start):
        yield (
            row,
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
    pool: Pool, rules: Rules, weights: Weights, pairs: Sequence[Pair]
) -> list[Explanation]:
    from matching.engine.explain import explain_at
    from matching.engine.scoring import rarity

    v = np.searchsorted(pool.volunteers.ids, [pair.volunteer for pair in pairs])
    s = np.searchsorted(pool.seekers.ids, [pair.seeker for pair in pairs])
    return explain_at(pool, rules, weights, rarity(pool), v, s)


def facts_of(explanation: Explanation) -> dict[str, Any]:
    """What the reasons in words are made from, without the score and its parts."""
    return {name: getattr(explanation, name) for name in _FACTS}
