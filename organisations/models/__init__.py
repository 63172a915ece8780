from organisations.models.doubles import TwoPeople
from organisations.models.enrolments import Clearance, Enrolment
from organisations.models.filters import SavedFilter
from organisations.models.imports import Import, ImportRow
from organisations.models.intake import IntakeAnswer, IntakeForm
from organisations.models.notes import InfoNote
from organisations.models.organisations import Organisation, Programme, ProgrammeVersion, Role
from organisations.models.talks import Talk
from organisations.models.themes import MeetingPlace, Theme, ThemeIdea, ThemeLead, Wish

__all__ = [
    "Clearance",
    "Enrolment",
    "Import",
    "ImportRow",
    "InfoNote",
    "IntakeAnswer",
    "IntakeForm",
    "MeetingPlace",
    "Organisation",
    "Programme",
    "ProgrammeVersion",
    "Role",
    "SavedFilter",
    "Talk",
    "Theme",
    "ThemeIdea",
    "ThemeLead",
    "TwoPeople",
    "Wish",
]
