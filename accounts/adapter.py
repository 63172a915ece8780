"""What allauth asks of the project."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Who makes a login goes on in the language in which they read the page."""
        user.language = translation.get_language() or user.language
        saved: User = super().save_user(request, user, form, commit)
        return saved


def shown_as(user: User) -> str:
    """How allauth names a login in its pages and mails, always to its owner."""
    return user.email
