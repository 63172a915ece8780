from organisations.models.enrolments import Clearance, Enrolment
from organisations.models.imports import Import, ImportRow
from organisations.models.organisations import Organisation, Programme, Role

__all__ = [
    "Clearance",
    "Enrolment",
    "Import",
    "ImportRow",
    "Organisation",
    "Programme",
    "Role",
]
