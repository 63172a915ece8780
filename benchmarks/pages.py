"""`python -m benchmarks.pages [ENROLLED]`: what the lists of a team cost the server, with so many people enrolled.

Fills a PostgreSQL of its own, carries one search out, has a coordinator approve some of its drafts, and opens each list as she
does: milliseconds and queries of a page, beside the same list with a hundred people. A line of JSON for each; a list that takes
more than 300 ms or 15 queries is named as too slow and ends the measuring with an error.
"""

import gc
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
    programme, run, client, circles = filled(enrolled)
    from benchmarks.circles import pages_of_circles

    for who, address in {**addresses(programme, run), **pages_of_circles(circles)}.items():
        yield {"who": who, **opened(client, address)}


def filled(enrolled: int) -> tuple[Any, Any, Any, Any]:
    """A programme with so many people and what years left behind around them, its newest search, the browser of a coordinator, and
    beside it a tenth as many in groups of peers."""
    from django.db import connection
    from django.utils import timezone

    from benchmarks import days
    from benchmarks.circles import fill_circles
    from benchmarks.people import fill
    from matching import services

    programme, now = make_programme(f"measured-{enrolled}"), timezone.now()
    programme.required_clearances = ["agreement", "insurance"]
    programme.save(update_fields=["required_clearances"])
    (user, client), *others = (coordinator(programme, name) for name in ("cora", "dirk", "emma"))
    fill(connection, programme.pk, enrolled // 2, enrolled // 2, seed=1)
    days.fill_before(connection, programme, [user.pk, *(each.pk for each, _client in others)])
    run = services.request_run(programme_id=programme.pk, objective="best_score", by=None, now=now)
    services.execute_run(run_id=run.pk, now=now)
    days.fill_after(connection, programme)
    for proposal in run.proposals.filter(state="draft", on_hold_until=None).order_by("pk")[
        :APPROVED
    ]:
        services.approve_proposal(proposal_id=proposal.pk, by=user, now=timezone.now())
    days.fill_answers(connection, programme)
    circles = fill_circles(connection, programme, max(enrolled // 10, FEW), now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    gc.collect()
    gc.freeze()  # what filling left behind is not there in a web process, and would be looked through in the middle of a page
    return programme, run, client, circles


def addresses(programme: Any, run: Any) -> dict[str, str]:
    return {**pages(programme), **lists_of_the_api(run, programme.enrolments.count())}


def pages(programme: Any) -> dict[str, str]:
    from django.urls import reverse

    people, programme_at = reverse("organisations:people"), [programme.public_id]
    board = reverse("matching:board", args=programme_at)
    desk, speak = reverse("organisations:desk"), reverse("waitlist:to_speak_to")
    somebody = programme.enrolments.filter(state="active").order_by("pk").first()
    batch = programme.imports.order_by("-pk").first()
    last = programme.enrolments.count() // 25
    mine = programme.enrolments.exclude(coordinator=None).order_by("pk").first()
    return {
        "desk": desk,
        "desk, of one colleague": f"{desk}?who={mine.coordinator_id}",
        "desk, who waits without a look": reverse("organisations:desk_panel", args=["looks"]),
        "desk, who waits without a word": reverse("organisations:desk_panel", args=["words"]),
        "people": people,
        "people, a middle page": f"{people}?page={last // 2}",
        "people, last page": f"{people}?page={last}",
        "people, a side and a state": f"{people}?side=seeker&state=active",
        "people, of one colleague": f"{people}?coordinator={mine.coordinator_id}",
        "people, newest first": f"{people}?order=new",
        "people, by name": f"{people}?order=name",
        "people, by name, last page": f"{people}?order=name&page={last}",
        "people, search for a name": f"{people}?q=an",
        "people, search for a place": f"{people}?q=gent",
        "people, search for nobody": f"{people}?q=qqqqqq",
        "waiting without a word": speak,
        "waiting without a word, a late page": f"{speak}?page=1700",
        "twice the same person": reverse("organisations:duplicates"),
        "papers that end": reverse("organisations:papers"),
        "timeline of somebody": reverse("organisations:timeline", args=[somebody.public_id]),
        "board, drafts": board,
        "board, a late page": f"{board}?page=500",
        "board, longest waiting first": f"{board}?order=waiting",
        "board, as a table": f"{board}?view=table",
        "board, on the map": f"{board}?view=map",
        "board, offered": f"{board}?state=offered",
        "left over": reverse("matching:left_over", args=programme_at),
        "left over, last page": reverse("matching:left_over", args=programme_at) + "?page=99999",
        "audit": reverse("matching:audit", args=programme_at),
        "reasons of rejections": reverse("matching:reasons", args=programme_at),
        "to look at": reverse("matching:looks"),
        "to look at, a late page": reverse("matching:looks") + "?page=150",
        "pairs": reverse("groups:pairs"),
        "pairs, last page": reverse("groups:pairs") + "?page=99999",
        "pairs, in one state": reverse("groups:pairs") + "?state=active",
        "imports": reverse("organisations:imports"),
        "rows of an import": reverse("organisations:import", args=[batch.public_id])
        + "?state=skipped",
        "programmes": reverse("organisations:programmes"),
    }


def lists_of_the_api(run: Any, enrolled: int) -> dict[str, str]:
    from django.urls import reverse

    plain = {
        "API, people": "team_enrolments",
        "API, the day": "team_day",
        "API, workload": "team_workload",
        "API, filters": "team_filters",
        "API, papers": "team_papers",
        "API, twice the same person": "team_duplicates",
        "API, to speak to": "team_to_speak_to",
        "API, searches": "team_runs",
        "API, proposals": "team_proposals",
        "API, choices": "team_choices",
        "API, to look at": "team_to_look_at",
        "API, pairs": "team_pairs",
        "API, to do": "team_to_do",
        "API, programmes": "team_programmes",
    }
    late = {
        "API, people, a late page": f"{reverse('api:team_enrolments')}?page={enrolled // 40}",
        "API, proposals, a late page": f"{reverse('api:team_proposals')}?page={enrolled // 100}",
        "API, left over": reverse("api:team_left_over", args=[run.public_id]),
    }
    return {who: reverse(f"api:{name}") for who, name in plain.items()} | late


def coordinator(programme: Any, name: str) -> tuple[Any, Any]:
    from django.test import Client

    from accounts.models import User
    from organisations.models import Role

    user = User.objects.create_user(f"{name}@{programme.organisation.slug}.example")
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
