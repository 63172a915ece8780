"""How much each shared interest counts in a programme now."""

from datetime import datetime

from matching.engine.scoring import rarity_of
from matching.engine.types import Ints
from matching.snapshot import Counted, read_points


def current_points(*, programme_id: int, now: datetime) -> Ints:
    """The points of the latest finished search, so that what is shown beside it has the same scores; before the first one,
    those that a search would have now. Shape: (interests,)."""
    found = read_points(programme_id=programme_id, now=now)
    return rarity_of(found.people, found.likers) if isinstance(found, Counted) else found
