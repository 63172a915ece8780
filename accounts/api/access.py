"""Who asks."""

from typing import cast

from rest_framework.request import Request

from accounts.models import Person, User
from core.errors import NotFoundHere


def login_of(request: Request) -> User:
    """The login of somebody who passed IsAuthenticated."""
    return cast(User, request.user)


def own_person(request: Request) -> Person:
    """The person of who is logged in, as the database has them now. Raises NotFoundHere."""
    person = (
        Person.objects.select_related("user", "profile", "place__postal")
        .filter(user=login_of(request))
        .order_by("pk")
        .first()
    )
    if person is None:
        raise NotFoundHere
    return person
