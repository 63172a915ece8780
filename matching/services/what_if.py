"""What other rules would do, told before they are saved. Nothing is stored."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from matching.engine.comparing import Comparison, allowed_among, compare
from matching.engine.types import Pool
from matching.models import Proposal
from matching.services.points import current_points
from matching.services.rules import checked_rules, current_rule_set, engine_rules
from matching.snapshot import take_snapshot
from matching.states import ProposalState
from organisations.models import Enrolment, Programme
from organisations.models.enrolments import Side
from organisations.permissions import ensure_coordinates
from organisations.states import State

SAMPLE = {Side.SEEKER: 200, Side.VOLUNTEER: 500}
DRAFTS = 200


@dataclass(frozen=True)
class Preview:
    """`waiting` and `ready` are all seekers and volunteers of the programme; with `is_sample` only some were compared.

    `drafts` stand on the board now (at most 200 are looked at); `drafts_gone` of them would break the new rules.
    """

    compared: Comparison
    waiting: int
    ready: int
    is_sample: bool
    drafts: int
    drafts_gone: int


def preview_rules(
    *,
    programme: Programme,
    rules: dict[str, Any],
    weights: dict[str, Any],
    by: User,
    now: datetime,
) -> Preview:
    """Compare the current rules with others, over the people who wait now. Raises RulesInvalid, NothingCounts, NotFoundHere."""
    ensure_coordinates(by, programme.organisation_id)
    then = checked_rules(rules, weights)
    current = engine_rules(current_rule_set(programme=programme, now=now))
    seekers, waiting = _some(programme, Side.SEEKER)
    volunteers, ready = _some(programme, Side.VOLUNTEER)
    is_sample = waiting > len(seekers) or ready > len(volunteers)
    pool = take_snapshot(
        programme_id=programme.pk,
        now=now,
        only_seekers=seekers,
        only_volunteers=volunteers,
        points=current_points(programme_id=programme.pk, now=now) if is_sample else None,
    ).pool
    drafts = _drafts(programme)
    theirs = _people_of(drafts, programme, now) if is_sample and drafts else pool
    stand = int(allowed_among(theirs, *then, drafts).sum())
    compared = compare(pool, current, then)
    return Preview(compared, waiting, ready, is_sample, len(drafts), len(drafts) - stand)


def _some(programme: Programme, side: Side) -> tuple[list[int], int]:
    """Everybody who is ready on a side, or as many by chance (their random ids): the same ones each time; and how many there are."""
    everybody = Enrolment.objects.filter(programme=programme, side=side, state=State.ACTIVE)
    most = SAMPLE[side]
    some = list(everybody.order_by("public_id").values_list("pk", flat=True)[: most + 1])
    return some[:most], len(some) if len(some) <= most else everybody.count()


def _drafts(programme: Programme) -> list[tuple[int, int]]:
    """The best pairs on the board, by the ids of their enrolments."""
    drafts = Proposal.objects.filter(
        programme=programme, state=ProposalState.DRAFT, on_hold_until=None
    )
    best = drafts.order_by("-score", "pk").values_list("volunteer_id", "seeker_id")
    return list(best[:DRAFTS])


def _people_of(pairs: list[tuple[int, int]], programme: Programme, now: datetime) -> Pool:
    return take_snapshot(
        programme_id=programme.pk,
        now=now,
        only_volunteers=[volunteer for volunteer, _seeker in pairs],
        only_seekers=[seeker for _volunteer, seeker in pairs],
        points=current_points(programme_id=programme.pk, now=now),
    ).pool
