"""Refusals to make two files one."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class SamePersonAlready(DomainError):
    code = "same_person_already"
    message = _("This is one and the same file.")


class BothHaveLogin(DomainError):
    code = "both_have_login"
    message = _("Both log in by themselves. Ask the person which login may go, and close it first.")


class MergeImpossibleHere(DomainError):
    """One of the two is known outside this organisation: neither is told where."""

    code = "merge_impossible_here"
    message = _("These two files cannot be merged here.")


class BothGoOn(DomainError):
    """In both registrations somebody is met or was asked: a merge must not end either."""

    code = "both_go_on"
    message = _(
        "In %(programme)s both registrations have a proposal or a buddy. Round off one of them first."
    )


class SaidToBeTwo(DomainError):
    code = "said_to_be_two"
    message = _("Your team said that these are two people. Take that back first.")


class MergeIncomplete(DomainError):
    """A part of the service was not told what to do with its rows: better refuse than lose them."""

    code = "merge_incomplete"
    message = _("Something of this file cannot be moved yet (%(what)s). Nothing was changed.")
