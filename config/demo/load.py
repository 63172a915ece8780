"""The whole demo, built by walking the services through ten months that end now."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random

from django.db import connection, transaction

from accounts.places.postal_map import PostalMap
from config.demo import cast
from config.demo.circles import meet_in_a_circle
from config.demo.courses import Course, draw_course, draw_states
from config.demo.drafts import deal_with_new_drafts, deal_with_old_drafts
from config.demo.forming import look_for_groups
from config.demo.newcomers import get_to_know
from config.demo.people import enrol, register_on_paper
from config.demo.scenes import BRUG, KOMPAS, SCENES, SEEKERS, VOLUNTEERS, Scene
from config.demo.sketches import Sketch, draw_sketch
from config.demo.stage import Stage, open_stage, search
from config.demo.waiting import keep_in_touch
from matching.models import Proposal
from matching.states import ProposalState
from notifications.models import Message
from notifications.states import MessageState
from organisations.models import Enrolment, Organisation
from organisations.models.enrolments import Side

SEED = 2026
FIRST_SEARCH_DAYS, SECOND_SEARCH_DAYS = 45, 3
PEOPLE_FOR_A_PAIR, PEOPLE_FOR_AN_OFFER = 30, 55
FORMS_AT_ONCE = 40

Drawn = tuple[Sketch, Course]


def is_loaded() -> bool:
    return Organisation.objects.filter(name__in=[scene.organisation for scene in SCENES]).exists()


def load(*, people: int, now: datetime, scenes: Sequence[Scene] = SCENES) -> list[str]:
    """Build about `people` people who do not exist, all or nothing, and say in lines what there is.

    Of those scenes only; each has its share of the people.

    The same number gives the same people; only the dates move along with `now`.
    """
    rng = Random(SEED)  # noqa: S311  (a demo, and it has to be the same each time)
    with transaction.atomic(), _in_a_hurry():
        stages = [_play(rng, scene, round(people * scene.share), now) for scene in scenes]
        _silence_the_past(now)
        # The nudges of ten months would find nothing to do; the sweep finds what is due today.
        connection.run_on_commit.clear()
        return [_told(stage) for stage in stages]


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """The services' inner transactions become part of the outer one: nothing here is meant to fail and go on, and each
    savepoint would take two more trips to the database, ten thousand in all. Nor is garbage looked for meanwhile."""
    connection.features.uses_savepoints = False
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        del connection.features.uses_savepoints


def _play(rng: Random, scene: Scene, people: int, now: datetime) -> Stage:
    """Ten months of an organisation, in the order in which they happened."""
    stage = open_stage(scene, now)
    drawn = _draw(rng, scene, people, now)
    first, second = stage.on(FIRST_SEARCH_DAYS, 7), stage.on(SECOND_SEARCH_DAYS, 7)
    _bring_in(stage, drawn, until=first)
    deal_with_old_drafts(stage, search(stage, first), pairs=max(1, people // PEOPLE_FOR_A_PAIR))
    if scene is BRUG:
        cast.bring_together(stage)
    _bring_in(stage, drawn, since=first, until=second)
    deal_with_new_drafts(stage, search(stage, second), offers=max(2, people // PEOPLE_FOR_AN_OFFER))
    _bring_in(stage, drawn, since=second, until=now)
    keep_in_touch(stage)
    if scene is KOMPAS:
        cast.offer_two_buddies(stage)
        meet_in_a_circle(stage)
        look_for_groups(stage, people=people)
    get_to_know(stage)
    search(stage, now)
    return stage


def _draw(rng: Random, scene: Scene, people: int, now: datetime) -> list[Drawn]:
    """As many people as wanted, in the order in which they applied."""
    sides = cycle([Side.VOLUNTEER] * VOLUNTEERS + [Side.SEEKER] * SEEKERS)
    first = 1 + 10_000 * SCENES.index(scene)
    drawn = [
        (draw_sketch(rng, scene, side, number, now.year), draw_course(rng, state, now))
        for number, (side, state) in enumerate(
            zip(sides, draw_states(rng, people), strict=False), first
        )
    ]
    return sorted(drawn, key=lambda pair: pair[1].applied_at)


def _bring_in(
    stage: Stage, drawn: list[Drawn], *, until: datetime, since: datetime | None = None
) -> None:
    """Register and enrol all who got as far as they got between these two moments."""
    postal = PostalMap()
    due = iter(
        (sketch, course)
        for sketch, course in drawn
        if course.last_at <= until and (since is None or course.last_at > since)
    )
    while forms := list(islice(due, FORMS_AT_ONCE)):
        people = register_on_paper(
            [sketch for sketch, _course in forms],
            postal=postal,
            by=stage.team,
            now=forms[0][1].applied_at,
        )
        for person, (sketch, course) in zip(people, forms, strict=True):
            enrol(person, sketch, course, programme=stage.programme, team=stage.team)


def _silence_the_past(now: datetime) -> None:
    """What the past would have told people is not sent today."""
    past = list(
        Message.objects.filter(
            state=MessageState.QUEUED, created_at__lt=now - timedelta(days=1)
        ).order_by("pk")
    )
    for message in past:
        message.suppress(why="demo")
    Message.objects.bulk_update(past, ["state", "why"], batch_size=200)


def _told(stage: Stage) -> str:
    enrolled = Enrolment.objects.filter(programme=stage.programme)
    proposals = Proposal.objects.filter(programme=stage.programme)
    return (
        f"{stage.scene.organisation}: {enrolled.filter(side=Side.VOLUNTEER).count()} volunteers, "
        f"{enrolled.filter(side=Side.SEEKER).count()} seekers, "
        f"{proposals.filter(state=ProposalState.AGREED).count()} pairs, "
        f"{proposals.filter(state=ProposalState.OFFERED).count()} offers, "
        f"{proposals.filter(state=ProposalState.DRAFT).count()} drafts to look at."
    )
