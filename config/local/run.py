"""`make run`: everything on one machine, with real servers and a demo to look at. Ctrl-C ends all of it."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from config.local import servers
from notifications.push_keys import make_private_key

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable
# Workers have nothing to tell each other: what is to be done, and by whom, stands in rows.
ALONE = ("--without-mingle", "--without-gossip")
# Who hands over messages waits for providers most of the time: threads, as many as all channels have lanes and some to plan.
POST = ("--pool", "threads", "--concurrency", "12", "--hostname", "post@%h")
_STEPS = (
    ("Preparing the database …", ["migrate", "--verbosity", "0"]),
    ("Preparing the places of Belgium …", ["load_places"]),
    ("Inventing people; the first time this takes a minute …", ["load_demo"]),
)


def main() -> int:
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, _stop)
    with ExitStack() as running:
        environment, site = _environment(running)
        for said, command in _STEPS:
            print(said, flush=True)
            subprocess.run(
                [PYTHON, "manage.py", *command], check=True, env=environment, cwd=CHECKOUT
            )
        for command in _processes(environment, site):
            running.callback(_end, _start(command, environment))
        print(
            f"\nKompaan is at {site}\nEvery mail lands at {site}/mailbox/\nCtrl-C ends it.",
            flush=True,
        )
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print("\nEnding …", flush=True)
    return 0


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _environment(running: ExitStack) -> tuple[dict[str, str], str]:
    """The servers that run, as the environment of the processes that use them."""
    here = dict(os.environ)
    data = servers.data_dir(CHECKOUT)
    if "DATABASE_URL" not in here:
        here["DATABASE_URL"] = running.enter_context(servers.postgresql(data / "pg", keep=True))
    if "REDIS_URL" not in here:
        here["REDIS_URL"] = running.enter_context(servers.queue_server())
    site = f"http://127.0.0.1:{_web_port()}"
    here |= {
        "KOMPAAN_DEMO": "1",
        "PYTHONUNBUFFERED": "1",
        "SITE_URL": site,
        "EMAIL_URL": f"smtp://127.0.0.1:{servers.free_port()}",
        "KOMPAAN_MAIL_DIR": str(data / "mail"),
        "VAPID_PRIVATE_KEY": here.get("VAPID_PRIVATE_KEY") or _push_key(data / "push-key"),
        "VAPID_CONTACT": here.get("VAPID_CONTACT") or "mailto:hallo@kompaan.example",
        "LOG_LEVEL": here.get("LOG_LEVEL", "WARNING"),
    }
    return here, site


def _push_key(file: Path) -> str:
    """The demo's key for messages on devices, the same each time: browsers take messages only from who had it when they were added."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(make_private_key())
    return file.read_text()


def _web_port() -> int:
    """8000, or another port when somebody has that one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", 8000))
        except OSError:
            port = servers.free_port()
            print(f"Port 8000 is taken: using {port}.")
            return port
    return 8000


def _processes(environment: dict[str, str], site: str) -> list[list[str]]:
    mail_port = environment["EMAIL_URL"].rsplit(":", 1)[1]
    beat_file = str(servers.data_dir(CHECKOUT) / "beat")
    celery = [PYTHON, "-m", "celery", "--quiet", "-A", "config.celery"]
    return [
        [PYTHON, "-m", "config.local.mail_sink", mail_port, environment["KOMPAAN_MAIL_DIR"]],
        [
            PYTHON,
            "-m",
            "gunicorn",
            "config.wsgi",
            "--bind",
            site.removeprefix("http://"),
            "--threads",
            "4",
            "--no-control-socket",
        ],
        [*celery, "worker", "--concurrency", "2", *ALONE, "--loglevel", "WARNING"],
        [*celery, "worker", *POST, "--queues", "kompaan-post", *ALONE, "--loglevel", "WARNING"],
        [*celery, "beat", "--schedule", beat_file, "--loglevel", "WARNING"],
    ]


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # Its own group: Ctrl-C reaches only this process, which then ends the others in order.
    return subprocess.Popen(command, env=environment, cwd=CHECKOUT, start_new_session=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process and its children to end, and insist after some seconds."""
    process.terminate()
    try:
        process.wait(8)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
