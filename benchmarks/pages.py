"""`python -m benchmarks.pages [ENROLLED]`: what the lists of a team cost the server, with so many people enrolled.

Fills a PostgreSQL of its own, carries one search out, has a coordinator approve some of its drafts, and opens each list as she
does: milliseconds and queries of a page, beside the same list with a hundred people. A line of JSON for each; a list that takes
more than 300 ms or 15 queries is named as too slow and ends the measuring with an error.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np

from benchmarks.arrival import say
from benchmarks.run import make_programme, prepare

ENROLLED, FEW = 100_000, 100
APPROVED, TIMES = 60, 15
AT_MOST_MS, AT_MOST_QUERIES = 300, 15
Row = dict[str, Any]


def main(enrolled: int) -> None:
    with ExitStack() as running:
        prepare(running)
        few = {row["who"]: row["median_ms"] for row in lists_of(FEW)}
        slow = False
        for row in lists_of(enrolled):
            too_slow = row["p95_ms"] > AT_MOST_MS or row["queries"] > AT_MOST_QUERIES
            beside = round(row["median_ms"] / max(few[row["who"]], 1), 1)
            say(enrolled, **row, ratio=beside, **({"too_slow": True} if too_slow else {}))
            slow = slow or too_slow
    if slow:
        raise SystemExit(1)


def lists_of(enrolled: int) -> Iterator[Row]:
    """Each list of a new organisation with so many people."""
    from django.db import connection
    from django.utils import timezone

    from benchmarks.people import fill
    from matching import services

    programme, now = make_programme(f"measured-{enrolled}"), timezone.now()
    fill(connection, programme.pk, enrolled // 2, enrolled // 2, seed=1)
    run = services.request_run(programme_id=programme.pk, objective="best_score", by=None, now=now)
    services.execute_run(run_id=run.pk, now=now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    user, client = coordinator(programme)
    for proposal in run.proposals.order_by("pk")[:APPROVED]:
        services.approve_proposal(proposal_id=proposal.pk, by=user, now=timezone.now())
    for who, address in addresses(programme, run).items():
        yield {"who": who, **opened(client, address)}


def addresses(programme: Any, run: Any) -> dict[str, str]:
    from django.urls import reverse

    people, board = (
        reverse("organisations:people"),
        reverse("matching:board", args=[programme.public_id]),
    )
    last = programme.enrolments.count() // 50
    return {
        "desk": reverse("organisations:desk"),
        "desk, who waits without a look": reverse("organisations:desk_panel", args=["looks"]),
        "desk, who waits without a word": reverse("organisations:desk_panel", args=["words"]),
        "people": people,
        "people, last page": f"{people}?page={last}",
        "people, a side and a state": f"{people}?side=seeker&state=active",
        "people, newest first": f"{people}?order=new",
        "people, by name": f"{people}?order=name",
        "people, search for a name": f"{people}?q=an",
        "people, search for a place": f"{people}?q=gent",
        "people, search for nobody": f"{people}?q=qqqqqq",
        "board, drafts": board,
        "board, a late page": f"{board}?page=500",
        "board, offered": f"{board}?state=offered",
        "left over": reverse("matching:left_over", args=[programme.public_id]),
        "audit": reverse("matching:audit", args=[programme.public_id]),
        "to look at": reverse("matching:looks"),
        "pairs": reverse("groups:pairs"),
        "imports": reverse("organisations:imports"),
        "programmes": reverse("organisations:programmes"),
        "API, people": reverse("api:team_enrolments"),
        "API, proposals": reverse("api:team_proposals"),
        "API, left over": reverse("api:team_left_over", args=[run.public_id]),
        "API, to look at": reverse("api:team_to_look_at"),
        "API, pairs": reverse("api:team_pairs"),
    }


def coordinator(programme: Any) -> tuple[Any, Any]:
    from django.test import Client

    from accounts.models import User
    from organisations.models import Role

    user = User.objects.create_user(f"cora@{programme.organisation.slug}.example")
    Role.objects.create(user=user, organisation=programme.organisation, name=Role.Name.COORDINATOR)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return user, client


def opened(client: Any, address: str) -> Row:
    """Milliseconds of some openings, and the queries of one."""
    if (answer := client.get(address)).status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    with counted() as queries:
        client.get(address)
    taken = []
    for _each in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - start) * 1000)
    median, p95 = np.percentile(taken, [50, 95])
    return {
        "median_ms": round(median),
        "p95_ms": round(p95),
        "queries": len(queries),
        "kilobytes": len(answer.content) // 1024,
    }


@contextmanager
def counted() -> Iterator[list[str]]:
    from django.db import connection

    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield asked


if __name__ == "__main__":
    os.environ["THROTTLE_ANON"] = os.environ["THROTTLE_USER"] = "100000/min"
    os.environ["THROTTLE_HEAVY"] = "100000/min"
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ENROLLED)
