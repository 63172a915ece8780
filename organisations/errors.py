from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class ProgrammeClosed(DomainError):
    code = "programme_closed"
    message = _("This programme takes nobody new at the moment.")


class AlreadyEnrolled(DomainError):
    code = "already_enrolled"
    message = _("You are in this programme already.")


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


class TalkInPast(InvalidInput):
    code = "talk_in_past"
    message = _("This moment has passed already.")
    field = "at"


class TalkTooFar(InvalidInput):
    code = "talk_too_far"
    message = _("Choose a moment within a year.")
    field = "at"


class TalkPlaceMissing(InvalidInput):
    code = "talk_place_missing"
    message = _("Where do you meet? The person reads it in the message.")
    field = "place"


class TalkPhoneMissing(InvalidInput):
    code = "talk_phone_missing"
    message = _("We have no phone number of this person.")
    field = "way"


class TalkNotYet(DomainError):
    code = "talk_not_yet"
    message = _("This talk is still to come. Cancel it or choose another moment.")


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


class MergeIncomplete(DomainError):
    """A part of the service was not told what to do with its rows: better refuse than lose them."""

    code = "merge_incomplete"
    message = _("Something of this file cannot be moved yet (%(what)s). Nothing was changed.")


class LooksLikeSomebody(DomainError):
    code = "looks_like_somebody"
    message = _(
        "Somebody with this e-mail address or phone number is there already. Is it the same person?"
    )


class SeenInFuture(InvalidInput):
    code = "seen_in_future"
    message = _("This day has not come yet.")
    field = "seen_on"


class EndsBeforeSeen(InvalidInput):
    code = "ends_before_seen"
    message = _("This day lies before the day on which it was seen.")
    field = "valid_until"


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


class FileRefused(InvalidInput):
    """A spreadsheet that cannot be brought in as it is. The code is kept with the import when a worker found it."""

    code = "file_refused"
    field = "file"


class FileEmpty(FileRefused):
    code = "file_empty"
    message = _("There is nothing in this file.")


class FileTooLarge(FileRefused):
    code = "file_too_large"
    message = _("This file is too large: at most %(megabytes)s MB. Split it into several files.")


class FileTypeUnknown(FileRefused):
    code = "file_type_unknown"
    message = _("We read XLSX and CSV. Open the file in your program and save it as one of these.")


class FileLocked(FileRefused):
    code = "file_locked"
    message = _("There is a password on this file. Take it off and try again.")


class FileBroken(FileRefused):
    code = "file_broken"
    message = _("This file is damaged. Open it in your program, save it again and try again.")


class RowUnreadable(FileRefused):
    code = "row_unreadable"
    message = _("Line %(line)s cannot be read: a quotation mark is opened and not closed well.")


class FileBomb(FileRefused):
    code = "file_bomb"
    message = _("This file unpacks to something very large. Save the sheet as CSV and try again.")


class TooManyRows(FileRefused):
    code = "too_many_rows"
    message = _("There are too many rows: at most %(most)s. Split the file into several files.")


class TooManyColumns(FileRefused):
    code = "too_many_columns"
    message = _("There are too many columns: at most %(most)s.")


class HeadingsMissing(FileRefused):
    code = "headings_missing"
    message = _(
        "We find no column with names. Write a heading above each column, for example First name."
    )


class AlreadyImported(DomainError):
    code = "already_imported"
    message = _("This same file was brought in before.")


class ImportClosed(DomainError):
    code = "import_closed"
    message = _("This can no longer be done with this file: look at the page again.")


class ImportBusy(DomainError):
    code = "import_busy"
    message = _("The people are being brought in at this moment. Wait a minute and look again.")


class RowsFaulty(DomainError):
    code = "rows_faulty"
    message = _(
        "%(faulty)s rows are not right and %(doubtful)s look like somebody you know. Nothing was brought in."
    )


class NothingToImport(DomainError):
    code = "nothing_to_import"
    message = _("There is no row that can be brought in.")


class RowClosed(DomainError):
    code = "row_closed"
    message = _("There is nothing to decide about this row.")


class CellIsFormula(InvalidInput):
    code = "formula"
    message = _("There is a formula in this cell. Put the text itself in it.")


class CellBroken(InvalidInput):
    code = "cell_broken"
    message = _("Your program shows an error in this cell.")


class SideMissing(InvalidInput):
    code = "side_missing"
    message = _("Is this a volunteer, or somebody who looks for a buddy?")
    field = "side"


class SideUnknown(InvalidInput):
    code = "side_unknown"
    message = _("We do not understand this. Write volunteer, or seeker.")
    field = "side"


class DateUnclear(InvalidInput):
    code = "date_unclear"
    message = _("We do not understand this date. Write day, month and year, for example 3/2/1985.")


class DateInFuture(InvalidInput):
    code = "date_in_future"
    message = _("This day is still to come.")


class NoteTooLong(InvalidInput):
    code = "note_too_long"
    message = _(
        "The remarks and the other columns of this row are longer than 4000 characters together."
    )
    field = "note"


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


class AnswerMissing(InvalidInput):
    code = "answer_missing"
    message = _("Please answer this question.")


class AnswerUnusable(InvalidInput):
    code = "answer_unusable"
    message = _("This is not one of the possible answers.")


class AnswerTooLong(InvalidInput):
    code = "answer_too_long"
    message = _("Write at most %(limit)s characters.")


class QuestionTextMissing(InvalidInput):
    code = "question_text_missing"
    message = _("Write it in at least one language.")


class QuestionTextTooLong(InvalidInput):
    code = "question_text_too_long"
    message = _("Write at most %(limit)s characters.")


class ChoicesMissing(InvalidInput):
    code = "choices_missing"
    message = _("Give at least 2 and at most %(most)s choices, in the same order in each language.")


class ConditionImpossible(InvalidInput):
    code = "condition_impossible"
    message = _(
        "A question can only depend on an answer to an earlier question that the same people are asked."
    )


class TooManyQuestions(InvalidInput):
    code = "too_many_questions"
    message = _("A programme asks at most %(most)s questions.")
