"""Fill an empty installation with a believable demo. Safe to repeat: the second time changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import PostalPlace
from config.demo.load import is_loaded, load
from config.demo.logins import LOGINS, PASSWORD

FEWEST = 60


class Command(BaseCommand):
    help = "Load two organisations with people who do not exist, and print who to log in as."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--people", type=int, default=600, help="about how many people")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: set KOMPAAN_DEMO=1, never with real people.")
        if not PostalPlace.objects.exists():
            raise CommandError("Load the postcodes first: manage.py load_places")
        if options["people"] < FEWEST:
            raise CommandError(f"A demo needs at least {FEWEST} people.")
        if is_loaded():
            self.stdout.write("The demo is loaded already.")
        else:
            for line in load(people=options["people"], now=timezone.now()):
                self.stdout.write(line)
        self._print_logins()

    def _print_logins(self) -> None:
        width = max(len(login.email) for login in LOGINS)
        self.stdout.write(f"Log in with the password {PASSWORD} as:")
        for login in LOGINS:
            self.stdout.write(f"  {login.email:{width}}  {login.who}")
