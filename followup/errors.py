from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class AlreadyAnswered(DomainError):
    code = "question_answered"
    message = _("You have answered already.")


class QuestionClosed(DomainError):
    """It went on without this answer, or it is too late."""

    code = "question_closed"
    message = _("This question is over. Your coordinator hears gladly from you.")


class AnswerUnknown(InvalidInput):
    code = "answer_unknown"
    message = _("Choose one of the answers.")
    field = "said"


class NoteTooLong(InvalidInput):
    code = "answer_note_too_long"
    message = _("Write at most 1,000 characters here.")
    field = "note"


class ReasonUnknown(InvalidInput):
    code = "reason_unknown"
    message = _("Choose one of the reasons.")
    field = "reason"


class ProcedureUnknown(InvalidInput):
    code = "procedure_unknown"
    message = _("Say whether there was a last talk.")
    field = "procedure"


class TalkNotAhead(InvalidInput):
    code = "talk_not_ahead"
    message = _("Choose a day from today on, within half a year.")
    field = "talk_on"


class AlreadyDecided(DomainError):
    code = "already_decided"
    message = _("Somebody decided this already.")


class LinkInvalid(DomainError):
    code = "question_link_invalid"
    message = _("This link does not work any more. Log in, or call your coordinator.")
    status = 410
