"""Refusals about a spreadsheet that is brought in."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


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
