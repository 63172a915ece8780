"""`python -m benchmarks.load [ENROLLED]`: what the site carries, as the compose file starts it, with real browsers' requests at once.

1. The lists of a team, asked by many coordinators at a fixed rate (each request has its moment, and waiting for a free thread counts),
   twice as many each time until the 95th of 100 takes longer than 300 ms; beside it a site that does one request after the other.
2. Both people of each proposal say yes in two browsers each, all at the same moment. Each yes counts once, each pair is made once.

A line of JSON for each step. An error of the server, a yes that was lost or a pair too many ends the run with an error.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import requests

from benchmarks.arrival import say
from benchmarks.pages import coordinator, pages
from benchmarks.run import make_programme, prepare

ENROLLED, COORDINATORS, PROPOSALS = 10_000, 12, 60
SECONDS, AT_MOST_MS = 15, 300
AS_COMPOSED = ("--threads", "4", "--workers", "2")
ONE_BY_ONE = ("--workers", "1")
AT_ONCE = 64  # requests that are under way at most
Cookies = dict[str, str]
Row = dict[str, Any]


def main(enrolled: int) -> None:
    with ExitStack() as running:
        prepare(running)
        programme, teams, links = filled(enrolled)
        carried = {}
        for who, how in (("as composed", AS_COMPOSED), ("one by one", ONE_BY_ONE)):
            with site(how) as address:
                carried[who] = carries(
                    enrolled, who, address, teams, list(pages(programme).values())
                )
        say(
            enrolled,
            "lists, ratio",
            carried=round(carried["as composed"] / carried["one by one"], 1),
        )
        with site(AS_COMPOSED) as address:
            say(enrolled, "yes of both, twice", **all_say_yes(address, links))


def filled(enrolled: int) -> tuple[Any, list[Cookies], list[list[str]]]:
    """A programme with so many people, who is logged in to its team, and for each proposal the paths of its two answers."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from benchmarks.days import fill_before
    from benchmarks.people import fill
    from matching import services
    from matching.links import answer_link

    programme, now = make_programme("measured"), timezone.now()
    team = [coordinator(programme, f"cora{number}") for number in range(COORDINATORS)]
    fill(connection, programme.pk, enrolled // 2, enrolled // 2, seed=1)
    fill_before(connection, programme, [user.pk for user, _client in team])
    run = services.request_run(programme_id=programme.pk, objective="best_score", by=None, now=now)
    services.execute_run(run_id=run.pk, now=now)
    drafts = run.proposals.filter(state="draft", on_hold_until=None).order_by("pk")
    offered = [
        services.approve_proposal(proposal_id=each.pk, by=team[0][0], now=timezone.now())
        for each in drafts[:PROPOSALS]
    ]
    name = settings.SESSION_COOKIE_NAME
    cookies = [{name: client.cookies[name].value} for _user, client in team]
    links = [
        [answer_link(answer).removeprefix(settings.SITE_URL) for answer in proposal.answers.all()]
        for proposal in offered
    ]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return programme, cookies, links


@contextmanager
def site(how: tuple[str, ...]) -> Iterator[str]:
    """A web server of its own, with these options of gunicorn, until the end of the block."""
    from config.local.servers import free_port

    bind = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", bind, *how]
    command += ["--no-control-socket", "--log-level", "warning"]
    server = subprocess.Popen(command, env=os.environ | {"LOG_LEVEL": "ERROR"})
    try:
        for _each in range(200):
            time.sleep(0.2)
            if _answers(f"http://{bind}/health/"):
                break
        else:
            raise SystemExit("the site does not start")
        yield f"http://{bind}"
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).ok
    except requests.RequestException:
        return False


def carries(enrolled: int, who: str, site: str, teams: list[Cookies], paths: list[str]) -> float:
    """Requests a second that it carries within `AT_MOST_MS`; 0 when even the lowest rate is too much."""

    def ask(number: int) -> int:
        cookies, path = teams[number % len(teams)], paths[number % len(paths)]
        return requests.get(site + path, cookies=cookies, timeout=60).status_code

    at_a_rate(ask, rate=4, number=len(paths))  # each process compiles its templates once
    carried, rate = 0.0, 4.0
    while True:
        row = at_a_rate(ask, rate=rate, number=max(int(rate * SECONDS), len(paths)))
        say(enrolled, f"lists, {who}", rate=rate, **row)
        if set(row["answers"]) != {200}:
            raise SystemExit(1)
        if row["p95_ms"] > AT_MOST_MS:
            return carried
        carried, rate = rate, rate * 2


def at_a_rate(ask: Callable[[int], int], *, rate: float, number: int) -> Row:
    """Milliseconds from the moment at which each was to be asked until its answer was there."""
    begin = time.perf_counter() + 0.5

    def one(each: int) -> tuple[float, int]:
        moment = begin + each / rate
        time.sleep(max(0.0, moment - time.perf_counter()))
        status = ask(each)
        return (time.perf_counter() - moment) * 1000, status

    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(one, range(number)))
    median, p95, p99 = np.percentile([ms for ms, _status in told], [50, 95, 99])
    return {
        "median_ms": round(median),
        "p95_ms": round(p95),
        "p99_ms": round(p99),
        "answers": dict(Counter(status for _ms, status in told)),
    }


def all_say_yes(site: str, links: list[list[str]]) -> Row:
    """Four browsers a proposal: each of its people in two, all with the page open before anybody presses."""
    from groups.models import Group
    from matching.models import Answer

    paths = [path for both in links for path in both for _browser in range(2)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        opened = list(pool.map(lambda path: _opened(site + path), paths))
    presses = [
        (site + path, cookies, token) for path, (cookies, token) in zip(paths, opened, strict=True)
    ]

    def press(number: int) -> int:
        address, cookies, token = presses[number]
        said = {"csrfmiddlewaretoken": token, "answer": "yes"}
        answer = requests.post(
            address, data=said, cookies=cookies, timeout=60, allow_redirects=False
        )
        return answer.status_code

    before, begin = Group.objects.count(), time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(press, range(len(presses))))
    row = {
        "per_s": round(len(presses) / (time.perf_counter() - begin), 1),
        "answers": dict(answers),
        "yes": Answer.objects.filter(state="yes").count(),
        "pairs": Group.objects.count() - before,
    }
    counted_once = answers == {302: 2 * len(links), 409: 2 * len(links)}
    if not counted_once or (row["yes"], row["pairs"]) != (2 * len(links), len(links)):
        say(len(links), "not each yes counted once", **row)
        raise SystemExit(1)
    return row


def _opened(address: str) -> tuple[Cookies, str]:
    answer = requests.get(address, timeout=60)
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text)
    if found is None:
        raise SystemExit(f"{address} answered {answer.status_code} without a form")
    return dict(answer.cookies), found[1]


if __name__ == "__main__":
    os.environ["THROTTLE_ANON"] = os.environ["THROTTLE_USER"] = "100000/min"
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ENROLLED)
