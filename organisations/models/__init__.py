from organisations.models.enrolments import Clearance, Enrolment
from organisations.models.imports import Import, ImportRow
from organisations.models.intake import IntakeAnswer, IntakeForm
from organisations.models.organisations import Organisation, Programme, ProgrammeVersion, Role

__all__ = [
    "Clearance",
    "Enrolment",
    "Import",
    "ImportRow",
    "IntakeAnswer",
    "IntakeForm",
    "Organisation",
    "Programme",
    "ProgrammeVersion",
    "Role",
]
