"""Take one mail that came back, from a mail server: `| manage.py take_bounce --to "$ORIGINAL_RECIPIENT"`.

Exit codes are those of sysexits.h, which mail servers understand: 0 noted, or it does not concern us; 66 nothing came in; 75 not now,
bring it again. Whatever else comes in is no reason to send anything back.
"""

import logging
import os
import sys
from argparse import ArgumentParser
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from notifications.bounces import read_returned
from notifications.channels.base import MAIL
from notifications.errors import NotSentYet, UnknownMessage
from notifications.receipts import Receipt
from notifications.services import note_receipt

log = logging.getLogger(__name__)

# What is told, and the headers of what is returned, stand at the beginning.
READ_BYTES = 1024 * 1024


class Command(BaseCommand):
    help = "Note what a mail on standard input says of a message that came back."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", default="", help="the address that the mail came to")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = _all_of(options.get("stdin") or sys.stdin.buffer)
        if not raw.strip():
            raise CommandError("There is no mail on standard input.", returncode=os.EX_NOINPUT)
        receipt = read_returned(raw, came_to=options["to"], now=timezone.now())
        if receipt is None:
            log.info("a mail that came back says nothing of a message of ours")
        else:
            _note(receipt)


def _all_of(stream: IO[bytes]) -> bytes:
    """The beginning; the rest is read too, so that who sends it does not find the line cut."""
    raw = stream.read(READ_BYTES)
    while stream.read(READ_BYTES):
        pass
    return raw


def _note(receipt: Receipt) -> None:
    try:
        note_receipt(
            message=receipt.message,
            channel=MAIL,
            what=receipt.what,
            status=receipt.status,
            about=receipt.about,
            at=receipt.at,
            now=timezone.now(),
        )
    except UnknownMessage:
        return  # the service said so in the log
    except (NotSentYet, DatabaseError) as error:
        raise CommandError(f"Not now: {type(error).__name__}", returncode=os.EX_TEMPFAIL) from error
