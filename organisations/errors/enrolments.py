"""Refusals about registering, taking part, the team and its programmes."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class ProgrammeClosed(DomainError):
    code = "programme_closed"
    message = _("This programme takes nobody new at the moment.")


class AlreadyEnrolled(DomainError):
    code = "already_enrolled"
    message = _("You are in this programme already.")


class NoteOfDecisionTooLong(InvalidInput):
    code = "decision_note_too_long"
    message = _("Write at most %(limit)s characters.")
    field = "note"


class NotInTheTeam(InvalidInput):
    """Only who is in the team of the organisation now takes care of its people."""

    code = "not_in_the_team"
    message = _("This login is not in your team.")
    field = "coordinator"


class FilterNameMissing(InvalidInput):
    code = "filter_name_missing"
    message = _("Give it a name of at most %(limit)s characters.")
    field = "name"


class FilterEmpty(InvalidInput):
    code = "filter_empty"
    message = _("Choose a filter first, then keep it under a name.")
    field = "query"


class TooManyFilters(DomainError):
    code = "too_many_filters"
    message = _("You keep %(most)s filters already. Take one away first.")


class LooksLikeSomebody(DomainError):
    code = "looks_like_somebody"
    message = _(
        "Somebody with this e-mail address or phone number is there already. Is it the same person?"
    )


class CapacityOutOfRange(DomainError):
    code = "capacity_out_of_range"
    message = _("Choose a number from 1 to 50.")
    status = 400
    field = "capacity"


class ConsentMissing(DomainError):
    code = "consent_missing"
    message = _("This person has not agreed yet that we look for somebody.")


class TooManyRegistrations(DomainError):
    code = "too_many_registrations"
    message = _(
        "Too many people were registered from here just now. Try again in an hour, or call us."
    )
    status = 429


class NameInUse(DomainError):
    code = "name_in_use"
    message = _("Your organisation has a programme with this name already.")
    field = "name"


class SettingImpossible(InvalidInput):
    code = "setting_impossible"
    message = _("This setting does not exist or has an impossible value.")


class ReminderTooLate(InvalidInput):
    code = "reminder_too_late"
    message = _("The reminder has to come before the last day to answer.")
    field = "reminder_days"


class ModelInUse(DomainError):
    """Who registered did so for another kind of support."""

    code = "model_in_use"
    message = _(
        "People take part in this programme. Make a new programme for another kind of support."
    )
    field = "model_of_support"


class CapacityOverLimit(DomainError):
    code = "capacity_over_limit"
    message = _("In this programme a volunteer has at most %(limit)s buddies at the same time.")
    status = 400
    field = "capacity"
