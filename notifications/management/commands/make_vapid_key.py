"""A key for messages on devices (Web Push)."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.push_keys import make_private_key, public_key_of


class Command(BaseCommand):
    help = "Print a new key for VAPID_PRIVATE_KEY. With another key, every device has to be added anew."

    def handle(self, *args: Any, **options: Any) -> None:
        key = make_private_key()
        self.stdout.write(f"VAPID_PRIVATE_KEY={key}")
        self.stdout.write(f"# what browsers are given with it: {public_key_of(key)}")
