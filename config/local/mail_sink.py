"""A real SMTP server that keeps every mail in a folder: the demo's mailbox. `python -m config.local.mail_sink PORT FOLDER`."""

import asyncio
import signal
import sys
import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class Folder:
    """Writes each accepted mail as `<time>-<number>.eml`, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.count += 1
        name = f"{time.time_ns()}-{self.count}"
        part = self.folder / f".{name}"
        part.write_bytes(envelope.original_content)
        part.replace(self.folder / f"{name}.eml")
        return "250 kept"


def main() -> None:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    controller = Controller(Folder(folder), hostname="127.0.0.1", port=port)
    controller.start()
    loop = asyncio.new_event_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, loop.stop)
    loop.run_forever()
    controller.stop()


if __name__ == "__main__":
    main()
