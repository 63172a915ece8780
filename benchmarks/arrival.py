"""`python -m benchmarks.arrival [PEOPLE A SIDE]`: who fits somebody, from a filled PostgreSQL.

Seconds to read everybody; then for thirty random people the arrival list as the service gives it and as a page, beside `rank` over
everybody in memory. A line of JSON for each.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.run import make_programme, prepare

SIZE, ASKED = 100_000, 30
Row = dict[str, Any]


def main(size: int) -> None:
    with ExitStack() as running:
        prepare(running)
        measured(size)


def measured(size: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from benchmarks.people import fill
    from matching.snapshot import take_snapshot

    programme, now = make_programme(), timezone.now()
    fill(connection, programme.pk, size, size, seed=1)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    before, start = megabytes(), time.perf_counter()
    pool = take_snapshot(programme_id=programme.pk, now=now).pool
    say(
        size,
        "snapshot",
        seconds=round(time.perf_counter() - start, 2),
        megabytes_before=before,
        megabytes=megabytes(),
        volunteers=len(pool.volunteers),
        seekers=len(pool.seekers),
    )
    points_before_a_run(size, programme, now)
    lists(size, programme, pool, now)


def points_before_a_run(size: int, programme: Any, now: Any) -> None:
    from matching.services.points import current_points

    start = time.perf_counter()
    current_points(programme_id=programme.pk, now=now)
    say(size, "points before a first search", seconds=round(time.perf_counter() - start, 2))


def lists(size: int, programme: Any, pool: Any, now: Any) -> None:
    """As after a search, whose points are kept."""
    from matching.engine import rank
    from matching.engine.scoring import rarity
    from matching.services.ranking import rank_for
    from matching.services.rules import engine_rules
    from organisations.models import Enrolment

    run = finished_run(programme, rarity(pool), now)
    rules, weights = engine_rules(run.rule_set)
    random = np.random.default_rng(1)
    ids = [
        *random.choice(pool.volunteers.ids, ASKED // 2),
        *random.choice(pool.seekers.ids, ASKED // 2),
    ]
    asked = list(
        Enrolment.objects.select_related("programme").filter(pk__in=map(int, ids)).order_by("pk")
    )
    pool = replace(pool, points=np.array(run.points))

    def whole(enrolment: Any) -> Any:
        return rank(pool, rules, weights, person=enrolment.pk, is_volunteer=enrolment.is_volunteer)

    def listed(enrolment: Any) -> Any:
        return rank_for(enrolment=enrolment, now=now)

    page = page_of(programme)
    whole(asked[0]), listed(asked[0]), page(asked[0])  # what is loaded once only
    ensure_equal([whole(each) for each in asked], [listed(each) for each in asked])
    memory = millis(whole, asked)
    say(size, "rank over all in memory", **figures(memory, memory))
    say(size, "arrival list, service", **figures(millis(listed, asked), memory))
    say(size, "arrival list, page", **figures(millis(page, asked), memory))


def finished_run(programme: Any, points: Any, now: Any) -> Any:
    from matching.models import MatchRun
    from matching.services.rules import current_rule_set

    return MatchRun.objects.create(
        programme=programme,
        rule_set=current_rule_set(programme=programme, now=now),
        state="finished",
        requested_at=now,
        finished_at=now,
        points=points.tolist(),
    )


def page_of(programme: Any) -> Callable[[Any], Any]:
    """Opens the page of somebody as a coordinator does."""
    from django.test import Client
    from django.urls import reverse

    from accounts.models import User
    from organisations.models import Role

    user = User.objects.create_user("cora@people.example")
    Role.objects.create(user=user, organisation=programme.organisation, name=Role.Name.COORDINATOR)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)

    def page(enrolment: Any) -> Any:
        answer = client.get(reverse("matching:fits", args=[enrolment.public_id]))
        if answer.status_code != 200:
            raise SystemExit(f"the page answered {answer.status_code}")
        return answer

    return page


def ensure_equal(whole: list[Any], listed: list[Any]) -> None:
    for ranked, candidates in zip(whole, listed, strict=True):
        if [(r.person, r.score) for r in ranked] != [(c.enrolment.pk, c.score) for c in candidates]:
            raise SystemExit("a list is not that of the whole pool")


def millis(work: Callable[[Any], object], asked: list[Any]) -> list[float]:
    taken = []
    for each in asked:
        start = time.perf_counter()
        work(each)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def figures(taken: list[float], beside: list[float]) -> Row:
    median, p95 = np.percentile(taken, [50, 95])
    return {
        "median_ms": round(median),
        "p95_ms": round(p95),
        "max_ms": round(max(taken)),
        "ratio": round(median / float(np.median(beside)), 2),
    }


def megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def say(size: int, who: str, **facts: Any) -> None:
    print(json.dumps({"size": size, "who": who, **facts, "load": os.getloadavg()[0]}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
