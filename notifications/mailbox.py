"""The demo's mailbox: reads the folder in which the SMTP sink keeps the mails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

SHOWN = 100


@dataclass(frozen=True)
class Mail:
    name: str
    at: datetime
    to: str
    subject: str
    text: str


def list_mails(folder: Path) -> list[Mail]:
    """The newest mails, newest first."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.name, reverse=True)[:SHOWN]
    return list(_read(files))


def get_mail(folder: Path, name: str) -> Mail | None:
    files = [file for file in folder.glob("*.eml") if file.stem == name]
    return next(_read(files), None)


def _read(files: list[Path]) -> Iterator[Mail]:
    for file in files:
        parsed = message_from_bytes(file.read_bytes(), policy=policy.default)
        body = parsed.get_body(preferencelist=("plain",))
        yield Mail(
            name=file.stem,
            at=datetime.fromtimestamp(int(file.stem.split("-")[0]) / 1e9, tz=UTC),
            to=str(parsed["To"]),
            subject=str(parsed["Subject"]),
            text=str(body.get_content()) if body else "",
        )
