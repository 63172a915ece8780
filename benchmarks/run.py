"""`python -m benchmarks.run [PEOPLE A SIDE]`: from enrolments in PostgreSQL to stored drafts with reasons, on a real server.

Starts a PostgreSQL of its own, fills it (`benchmarks.people`), and carries one search out as a worker would.
"""

import json
import os
import resource
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

SIZE = 100_000


def main(size: int) -> None:
    with ExitStack() as running:
        prepare(running)
        say(size, measured(size))


def prepare(running: ExitStack) -> None:
    """Real servers, an empty migrated database with Belgium's postcodes."""
    from config.local import servers

    folder = Path(running.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    folder.chmod(0o755)  # PostgreSQL runs as another user when this runs as root
    os.environ.update(
        KOMPAAN_DEMO="1",
        LOG_LEVEL="WARNING",
        DJANGO_SETTINGS_MODULE="config.settings",
        DATABASE_URL=running.enter_context(servers.postgresql(folder / "pg", keep=False)),
        REDIS_URL=running.enter_context(servers.queue_server()),
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_places", verbosity=0)


def measured(size: int) -> dict[str, Any]:
    from django.db import connection
    from django.utils import timezone

    from benchmarks.people import fill
    from matching import services
    from matching.services import runs

    programme = make_programme()
    fill(connection, programme.pk, size, size, seed=1)
    run = services.request_run(
        programme_id=programme.pk, objective="most_people", by=None, now=timezone.now()
    )
    marks: dict[int, float] = {}
    renew = runs._renew

    def mark(run_id: int, token: Any, percent: int) -> None:
        marks.setdefault(percent, time.perf_counter())
        renew(run_id, token, percent)

    runs._renew = mark
    start = time.perf_counter()
    services.execute_run(run_id=run.pk, now=timezone.now())
    for part_id in list(run.parts.values_list("pk", flat=True)):  # of a pool in regions
        if services.execute_part(part_id=part_id, now=timezone.now()) is not None:
            services.execute_run(run_id=run.pk, now=timezone.now())
    seconds = time.perf_counter() - start
    run = type(run).objects.get(pk=run.pk)
    reached = {percent: round(at - start, 1) for percent, at in sorted(marks.items())}
    return {
        "state": run.state,
        "regions": run.regions,
        "seconds": round(seconds, 1),
        "snapshot": reached.get(5),
        "solved": reached.get(80),
        "stored_from": reached.get(90),
        "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "volunteers": run.volunteers,
        "seekers": run.seekers,
        "pairs": run.pairs,
        "gap": run.gap,
        "failure": run.failure,
    }


def make_programme(slug: str = "measured") -> Any:
    from django.utils import timezone

    from organisations.models import Organisation
    from organisations.services import create_programme

    organisation = Organisation.objects.create(name=slug, slug=slug)
    return create_programme(organisation=organisation, name="Buddies", by=None, now=timezone.now())


def say(size: int, facts: dict[str, Any]) -> None:
    print(json.dumps({"size": size, "who": "run in the database", **facts}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
