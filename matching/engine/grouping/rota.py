"""Who leads which group: one at a day-part, no more groups than they can; others change places to make room."""

from collections.abc import Sequence

from matching.engine.grouping.candidates import Supply

DEEPEST = 60  # changes in a row to make room for one group


class Rota:
    """Groups are known by any hashable key."""

    def __init__(self, supply: Supply) -> None:
        self.capacity: list[int] = supply.capacity.tolist()
        self.taken = supply.crew_taken
        self.led_by: dict[int, int] = {}
        self._busy: dict[tuple[int, int], int] = {}
        self._groups: dict[int, list[int]] = {}
        self._wish: dict[int, tuple[int, Sequence[int]]] = {}
        self._moves: list[tuple[int, int]] = []  # of one `give`: groups and who led them before

    def give(self, key: int, day_part: int, crew: Sequence[int]) -> bool:
        """Find somebody for this group, best first; False when there is nobody, and then nothing is changed."""
        self._wish[key] = (day_part, crew)
        self._moves.clear()
        if self._seat(key, {key}, 0):
            return True
        del self._wish[key]
        return False

    def put(self, key: int, day_part: int, crew: Sequence[int], who: int) -> None:
        """This one leads it."""
        self._wish[key] = (day_part, crew)
        self._take(key, who)

    def limit(self, key: int, crew: Sequence[int]) -> None:
        """From now on only these could lead it, among them who does."""
        if key in self._wish:
            self._wish[key] = (self._wish[key][0], crew)

    def is_free(self, who: int, day_part: int) -> bool:
        return (
            self.capacity[who] > len(self._groups.get(who, ()))
            and not self.taken[who, day_part]
            and (who, day_part) not in self._busy
        )

    def _seat(self, key: int, seen: set[int], depth: int, but: int = -1) -> bool:
        day_part, crew = self._wish[key]
        able = [who for who in crew if who != but and not self.taken[who, day_part]]
        for who in able:
            if self.is_free(who, day_part):
                self._move(key, who)
                return True
        if depth >= DEEPEST:
            return False
        for who in able:
            for other in self._in_the_way(who, day_part):
                if other not in seen:
                    seen.add(other)
                    begun = len(self._moves)
                    if self._seat(other, seen, depth + 1, but=who):
                        if self.is_free(who, day_part):
                            self._move(key, who)
                            return True
                        self._undo(begun)  # one farther on came to this one in their place
        return False

    def _move(self, key: int, who: int) -> None:
        if key in self.led_by:
            self._moves.append((key, self.led_by[key]))
        self._leave(key)
        self._take(key, who)

    def _undo(self, begun: int) -> None:
        while len(self._moves) > begun:
            key, before = self._moves.pop()
            self._leave(key)
            self._take(key, before)

    def _in_the_way(self, who: int, day_part: int) -> list[int]:
        if (who, day_part) in self._busy:
            return [self._busy[who, day_part]]
        return list(self._groups.get(who, ())) if self.capacity[who] > 0 else []

    def _take(self, key: int, who: int) -> None:
        self.led_by[key] = who
        self._busy[who, self._wish[key][0]] = key
        self._groups.setdefault(who, []).append(key)

    def _leave(self, key: int) -> None:
        if key in self.led_by:
            who = self.led_by.pop(key)
            del self._busy[who, self._wish[key][0]]
            self._groups[who].remove(key)
