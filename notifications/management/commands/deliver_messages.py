"""Deliver what is due without any queue: the way out when Redis is away for long."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.services import deliver_due


class Command(BaseCommand):
    help = "Deliver all messages that are due now, without workers."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{deliver_due(now=timezone.now())} handed over.")
