"""`manage.py create_organisation NAME --email TEAM --lead LOGIN`: an organisation, a first programme, and who leads it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from organisations import services
from organisations.models import Role


class Command(BaseCommand):
    help = "Make an organisation with a first programme and a login for its lead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--email", required=True, help="where people reach the team")
        parser.add_argument("--phone", default="")
        parser.add_argument("--lead", required=True, help="e-mail address of who leads it")
        parser.add_argument("--programme", default="Buddy")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._create(options)
        except IntegrityError as error:
            raise CommandError("There is an organisation with this name already.") from error
        self.stdout.write(
            f"{options['name']} is there. {options['lead']} sets a password by “Forgot your password?”."
        )

    @transaction.atomic
    def _create(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        organisation = services.create_organisation(
            name=options["name"], email=options["email"], phone=options["phone"], by=None, now=now
        )
        services.create_programme(
            organisation=organisation, name=options["programme"], by=None, now=now
        )
        lead = User.objects.filter(email=options["lead"].lower()).order_by("pk").first()
        services.give_role(
            user=lead or User.objects.create_user(options["lead"]),
            organisation=organisation,
            name=Role.Name.LEAD,
            by=None,
            now=now,
        )
