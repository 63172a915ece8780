"""A grouping as somebody made it, judged in milliseconds: its score, the rules it breaks, and what a change would do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from matching.engine.errors import BadInput
from matching.engine.grouping.answers import Breach, Broken, Group, Judgement, Score
from matching.engine.grouping.checking import sizes_of, sorted_pool
from matching.engine.grouping.columns import Picker
from matching.engine.grouping.explain import reasons_of
from matching.engine.grouping.improving import goes_together
from matching.engine.grouping.known import Known, know
from matching.engine.grouping.types import Frame, GroupPool, GroupRules, GroupWeights

WEIGHTS = GroupWeights()


class Board:
    """Everything that is worked out once of a pool; then each question takes milliseconds. Raises BadInput for ids that are unknown."""

    def __init__(self, pool: GroupPool, rules: GroupRules, weights: GroupWeights = WEIGHTS) -> None:
        self.known: Known = know(sorted_pool(pool, rules), rules, weights)
        self.picker = Picker(self.known)
        self.frames = {frame.id: frame for frame in self.known.pool.frames}

    def score(self, groups: Sequence[Group]) -> Score:
        return sum((self._score(group) for group in groups), Score())

    def broken(self, groups: Sequence[Group]) -> list[Broken]:
        """All rules that these groups break, by number of the group."""
        found = [broken for n, group in enumerate(groups) for broken in self._in_one(n, group)]
        return sorted([*found, *self._between(groups)], key=lambda b: (b.group, b.rule, b.who))

    def judge(self, before: Sequence[Group], after: Sequence[Group]) -> Judgement:
        """What changes from one grouping to the other; groups are the same by their number."""
        was, now = self.broken(before), self.broken(after)
        return Judgement(
            before=self.score(before),
            after=self.score(after),
            broken=tuple(b for b in now if b not in was),
            mended=tuple(b for b in was if b not in now),
        )

    def judge_move(self, groups: Sequence[Group], person: int, *, to: int | None) -> Judgement:
        """What it does to move a person (id) to group number `to`, out of the group they are in, if any; None: to no group."""
        if person not in self.known.person_at:
            raise BadInput("unknown_person")
        if to is not None and not 0 <= to < len(groups):
            raise BadInput("unknown_group")
        after = []
        for number, group in enumerate(groups):
            members = set(group.members) - {person} | ({person} if number == to else set())
            after.append(replace(group, members=tuple(sorted(members))))
        return self.judge(groups, after)

    def told(self, group: Group) -> Group:
        """The same group with its score and reasons as they are now; nothing is told of one without members."""
        if not group.members:
            return replace(group, score=Score(), reasons={})
        members, place = self._members(group), self._place(group)
        reasons = reasons_of(self.known, members, place, group.language, group.back_up)
        return replace(group, score=self._score(group), reasons=reasons)

    def _members(self, group: Group) -> list[int]:
        try:
            return [self.known.person_at[id_] for id_ in group.members]
        except KeyError:
            raise BadInput("unknown_person") from None

    def _place(self, group: Group) -> int:
        if group.place not in self.known.place_at:
            raise BadInput("unknown_place")
        if not 0 <= group.day_part < 62 or not 0 <= group.language < self.known.speaks.shape[1]:
            raise BadInput("unknown_slot")
        return self.known.place_at[group.place]

    def _score(self, group: Group) -> Score:
        return self.known.score(self._members(group), self._place(group))

    def _in_one(self, number: int, group: Group) -> Iterator[Broken]:
        frame = self.frames.get(group.frame) if group.frame is not None else None
        members, place = self._members(group), self._place(group)
        locked = [self.known.person_at[id_] for id_ in frame.members] if frame else []
        coming = [one for one in members if one not in locked]
        for rule, who in self._of_members(group, place, coming):
            yield Broken(rule, number, (self._id(who),))
        yield from self._together(number, members, coming, locked)
        least, most = sizes_of(frame, self.known.rules)
        if len(members) < least and not locked:
            yield Broken(Breach.TOO_SMALL, number)
        if len(members) > max(most, len(locked)):
            yield Broken(Breach.TOO_LARGE, number)
        if frame is None and not self.known.pool.places.day_parts[place] >> group.day_part & 1:
            yield Broken(Breach.CLOSED, number)
        yield from self._crew(number, group, place, members, frame)

    def _id(self, position: int) -> int:
        return int(self.known.people.ids[position])

    def _of_members(
        self, group: Group, place: int, coming: Sequence[int]
    ) -> Iterator[tuple[Breach, int]]:
        known, people = self.known, self.known.people
        when = 1 << group.day_part
        for one in coming:
            if known.rules.by_theme and people.theme[one] != group.theme:
                yield Breach.THEME, one
            if not known.speaks[one, group.language]:
                yield Breach.LANGUAGE, one
            if people.day_parts[one] and not int(people.day_parts[one]) & when:
                yield Breach.TIME, one
            if not known.comes[one, place]:
                lacks = int(people.needs[one]) & ~int(known.places.offers[place])
                if lacks:
                    yield Breach.ACCESS, one
                if not known.reaches[one, place]:
                    yield Breach.REACH, one

    def _together(
        self, number: int, members: list[int], coming: list[int], locked: list[int]
    ) -> Iterator[Broken]:
        known, people = self.known, self.known.people
        for at, one in enumerate(coming):
            for other in [*locked, *coming[:at]]:
                who = tuple(sorted((self._id(one), self._id(other))))
                if other in known.apart.get(one, ()):
                    yield Broken(Breach.APART, number, who)
                home = int(people.household[one])
                if self.picker.by_household and home and home == people.household[other]:
                    yield Broken(Breach.HOUSEHOLD, number, who)
        alone = self.picker.alone(members, locked)
        for one in members:
            if self.picker.traits[one] & alone:
                yield Broken(Breach.ALONE, number, (self._id(one),))
        if coming and not goes_together(known, members):
            rule = Breach.STAGE
            stages = [int(s) for s in people.stage[members] if s]
            if not stages or max(stages) - min(stages) <= known.rules.stage_spread:
                rule = Breach.RELATION
            yield Broken(rule, number)

    def _crew(
        self, number: int, group: Group, place: int, members: list[int], frame: Frame | None
    ) -> Iterator[Broken]:
        known = self.known
        if group.facilitator is None and known.rules.facilitator_needed and frame is None:
            yield Broken(Breach.NO_FACILITATOR, number)
        fixed = (frame.facilitator, frame.back_up) if frame else ()
        for id_ in (group.facilitator, group.back_up):
            if id_ is None:
                continue
            if id_ not in known.crew_at:
                raise BadInput("unknown_facilitator")
            who = known.crew_at[id_]
            if not known.crew_apart.get(who, frozenset()).isdisjoint(members):
                yield Broken(Breach.FACILITATOR_APART, number, (id_,))
            if id_ in fixed:
                continue
            when = int(known.crew.day_parts[who])
            if not known.leads_at[who, place]:
                yield Broken(Breach.FACILITATOR_REACH, number, (id_,))
            if when and not when >> group.day_part & 1:
                yield Broken(Breach.FACILITATOR_TIME, number, (id_,))
            if not known.leads_in[who, group.language]:
                yield Broken(Breach.FACILITATOR_LANGUAGE, number, (id_,))
            if known.rules.by_theme and not known.leads_on[who, group.theme]:
                yield Broken(Breach.FACILITATOR_THEME, number, (id_,))

    def _between(self, groups: Sequence[Group]) -> Iterator[Broken]:
        """What no group breaks alone: somebody in two, a room or a facilitator used twice. It is told of the later group."""
        people: set[int] = set()
        rooms: set[tuple[int, int]] = set()
        leads: set[tuple[int, int]] = set()
        count: Counter[int] = Counter()
        for number, group in enumerate(groups):
            for id_ in group.members:
                if id_ in people:
                    yield Broken(Breach.TWICE, number, (id_,))
            people.update(group.members)
            if (group.place, group.day_part) in rooms:
                yield Broken(Breach.ROOM, number)
            rooms.add((group.place, group.day_part))
            for lead in (group.facilitator, group.back_up):
                if lead is None:
                    continue
                if (lead, group.day_part) in leads:
                    yield Broken(Breach.FACILITATOR_TWICE, number, (lead,))
                leads.add((lead, group.day_part))
                count[lead] += 1
                if count[lead] > self.known.crew.capacity[self.known.crew_at[lead]]:
                    yield Broken(Breach.FACILITATOR_FULL, number, (lead,))
