"""How much each shared interest counts in a programme now."""

from datetime import datetime

import numpy as np

from matching.engine.types import Ints
from matching.models import MatchRun
from matching.snapshot import WIDEST, count_likers
from matching.states import RunState


def current_points(*, programme_id: int, now: datetime) -> Ints:
    """The points of the latest finished search, so that what is shown beside it has the same scores; before the first one,
    those that a search would have now. Shape: (interests,)."""
    last = (
        MatchRun.objects.filter(programme_id=programme_id, state=RunState.FINISHED)
        .order_by("-finished_at", "-pk")
        .values_list("points", flat=True)
        .first()
    )
    if last and len(last) == WIDEST:
        return np.array(last, dtype=np.int64)
    return _points_now(programme_id, now)


def _points_now(programme_id: int, now: datetime) -> Ints:
    """`matching.engine.scoring.rarity` from counts instead of people."""
    people, likers = count_likers(programme_id=programme_id, now=now)
    points: Ints = 10 + np.floor(10 * np.log2((people + 1) / (likers + 1))).astype(np.int64)
    return np.clip(points, 10, 60)
