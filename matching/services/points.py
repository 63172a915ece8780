"""How much each shared interest counts in a programme now."""

from datetime import datetime

import numpy as np

from matching.engine.types import Ints
from matching.snapshot import Counted, read_points


def current_points(*, programme_id: int, now: datetime) -> Ints:
    """The points of the latest finished search, so that what is shown beside it has the same scores; before the first one,
    those that a search would have now. Shape: (interests,)."""
    found = read_points(programme_id=programme_id, now=now)
    return _points_from(found) if isinstance(found, Counted) else found


def _points_from(counted: Counted) -> Ints:
    """`matching.engine.scoring.rarity` from counts instead of people."""
    share = (counted.people + 1) / (counted.likers + 1)
    points: Ints = 10 + np.floor(10 * np.log2(share)).astype(np.int64)
    return np.clip(points, 10, 60)
