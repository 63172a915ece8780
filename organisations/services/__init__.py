from organisations.services.as_asked import move_as_asked
from organisations.services.clearances import record_clearance
from organisations.services.enrolments import (
    activate_enrolment,
    apply,
    change_enrolment,
    decline_enrolment,
    leave_programme,
    pause_enrolment,
    rest_enrolment,
    resume_enrolment,
    start_intake,
)
from organisations.services.imports import (
    apply_rows,
    cancel_import,
    decide_row,
    read_import,
    request_apply,
    start_import,
    sweep_imports,
)
from organisations.services.intake import answer_intake, save_questions
from organisations.services.organisations import create_organisation, end_role, give_role
from organisations.services.programmes import change_programme, create_programme
from organisations.services.registering import note_look, register_newcomer

__all__ = [
    "activate_enrolment",
    "answer_intake",
    "apply",
    "apply_rows",
    "cancel_import",
    "change_enrolment",
    "change_programme",
    "create_organisation",
    "create_programme",
    "decide_row",
    "decline_enrolment",
    "end_role",
    "give_role",
    "leave_programme",
    "move_as_asked",
    "note_look",
    "pause_enrolment",
    "read_import",
    "record_clearance",
    "register_newcomer",
    "request_apply",
    "rest_enrolment",
    "resume_enrolment",
    "save_questions",
    "start_import",
    "start_intake",
    "sweep_imports",
]
