"""Who is logged in, read at once with what every page asks of them."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from accounts.models import Person, User
from organisations.models import Role


class WithTeams(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """`team_ids` are the organisations in whose team somebody is, `is_somebody`: have they a person of their own?"""

    def get_user(self, user_id: Any) -> User | None:
        mine = {"user": OuterRef("pk")}
        roles = Role.objects.filter(ended_at=None, **mine).order_by("organisation_id")
        return (
            User.objects.filter(pk=user_id, is_active=True)
            .annotate(
                team_ids=ArraySubquery(roles.values("organisation_id")),
                is_somebody=Exists(Person.objects.filter(**mine)),
            )
            .order_by("pk")
            .first()
        )
