"""Refusals: every rule that says no does it with a named error and a stable code."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal that a person can understand. Nothing was changed.

    `code` is stable and part of the API; `message` is for people, in their language; `status` is the HTTP status that
    pages and API answer with; `field` names the input it is about, when there is one.
    """

    code = "refused"
    message: str | Promise = _("This is not possible now.")
    status = 409
    field: str | None = None

    def __init__(self, *, field: str | None = None, **params: Any) -> None:
        self.params: Mapping[str, Any] = params
        if field is not None:
            self.field = field
        super().__init__(self.code)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.params if self.params else text


class NotFoundHere(DomainError):
    """It does not exist, or it is not for this person: the answer is the same."""

    code = "not_found"
    message = _("We cannot find this page.")
    status = 404


class NotAllowed(DomainError):
    code = "not_allowed"
    message = _("You cannot do this with your account.")
    status = 403


class ChangedMeanwhile(DomainError):
    """Somebody else changed the same record since it was read."""

    code = "changed_meanwhile"
    message = _("Somebody else changed this just now. Look at it again before you go on.")

    def __init__(self, *, stored: Mapping[str, Any] | None = None) -> None:
        """`stored`: what stands there now, by field, where it differs from what was sent."""
        self.stored = stored or {}
        super().__init__()


class InvalidInput(DomainError):
    """What was typed cannot be used; `field` says where."""

    code = "invalid"
    message = _("Something is not filled in correctly.")
    status = 400


@contextmanager
def refusing(by_rule: Mapping[str, Callable[[], DomainError]]) -> Iterator[None]:
    """What the database refuses inside becomes the refusal that stands beside the name of its rule; what is not named stays as it is.
    The transaction is the caller's: what the database refused cannot go on in it."""
    try:
        yield
    except IntegrityError as error:
        for rule, refusal in by_rule.items():
            if rule in str(error):
                raise refusal() from error
        raise
