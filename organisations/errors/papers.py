"""Refusals about the papers of a volunteer and the information note."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class NotCleared(DomainError):
    """A volunteer lacks something that the programme asks for before a first meeting."""

    code = "not_cleared"
    message = _("This volunteer's file is not complete yet.")


class IntroductionWaits(NotCleared):
    """The same, in words for the two people: neither learns what is in a volunteer's file."""

    code = "introduction_waits"
    message = _(
        "We cannot introduce you to each other yet: your team has to finish something first. Call them, or say it again later."
    )


class IssuedAfterSeen(InvalidInput):
    code = "issued_after_seen"
    message = _("This day lies after the day on which it was seen.")
    field = "issued_on"


class ExtractTooOld(InvalidInput):
    """An extract may be one month old, unless this organisation saw one of the same person in the past year."""

    code = "extract_too_old"
    message = _("This extract is more than a month old. Ask for a new one.")
    field = "issued_on"


class NoteVersionUnknown(InvalidInput):
    code = "note_version_unknown"
    message = _("There is no such version of the information note.")
    field = "note_version"


class NoteTextMissing(InvalidInput):
    code = "note_text_missing"
    message = _("Write the information note in at least one language.")
    field = "texts"


class NoteEndsInPast(InvalidInput):
    code = "note_ends_in_past"
    message = _("Choose today or a later day.")
    field = "earlier_until"


class SeenInFuture(InvalidInput):
    code = "seen_in_future"
    message = _("This day has not come yet.")
    field = "seen_on"


class EndsBeforeSeen(InvalidInput):
    code = "ends_before_seen"
    message = _("This day lies before the day on which it was seen.")
    field = "valid_until"
