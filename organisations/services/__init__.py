from organisations.services.clearances import record_clearance
from organisations.services.enrolments import (
    activate_enrolment,
    apply,
    change_enrolment,
    decline_enrolment,
    leave_programme,
    pause_enrolment,
    resume_enrolment,
    start_intake,
)
from organisations.services.organisations import (
    create_organisation,
    create_programme,
    end_role,
    give_role,
)

__all__ = [
    "activate_enrolment",
    "apply",
    "change_enrolment",
    "create_organisation",
    "create_programme",
    "decline_enrolment",
    "end_role",
    "give_role",
    "leave_programme",
    "pause_enrolment",
    "record_clearance",
    "resume_enrolment",
    "start_intake",
]
