"""Fill the table of postcodes. Safe to repeat: quick when nothing changed."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import PostalPlace
from accounts.places.loading import load_postal_places


class Command(BaseCommand):
    help = "Load Belgium's postcodes, municipalities and cells from the installed packages."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--again", action="store_true", help="also when they are loaded already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if PostalPlace.objects.exists() and not options["again"]:
            self.stdout.write("Places are loaded already.")
            return
        for line in load_postal_places():
            self.stdout.write(line)
