from organisations.services.as_asked import move_as_asked
from organisations.services.caring import assign_coordinator
from organisations.services.clearances import record_clearance, take_back_clearance
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
from organisations.services.filters import remove_filter, save_filter
from organisations.services.ideas import accept_idea, decline_idea, propose_theme
from organisations.services.imports import (
    apply_rows,
    cancel_import,
    decide_row,
    read_import,
    request_apply,
    start_import,
    sweep_imports,
)
from organisations.services.info_notes import publish_note, take_note
from organisations.services.intake import answer_intake, save_questions
from organisations.services.meeting_places import (
    add_meeting_place,
    change_meeting_place,
    end_meeting_place,
)
from organisations.services.merging import merge_people
from organisations.services.organisations import create_organisation, end_role, give_role
from organisations.services.programmes import change_programme, create_programme
from organisations.services.registering import note_look, register_newcomer
from organisations.services.reminding import remind_of_endings
from organisations.services.talks import cancel_talk, miss_talk, plan_talk
from organisations.services.themes import add_theme, change_theme, end_theme
from organisations.services.two_people import say_two_people, take_back_two_people
from organisations.services.wishes import choose_led_themes, save_wish

__all__ = [
    "accept_idea",
    "activate_enrolment",
    "add_meeting_place",
    "add_theme",
    "answer_intake",
    "apply",
    "apply_rows",
    "assign_coordinator",
    "cancel_import",
    "cancel_talk",
    "change_enrolment",
    "change_meeting_place",
    "change_programme",
    "change_theme",
    "choose_led_themes",
    "create_organisation",
    "create_programme",
    "decide_row",
    "decline_enrolment",
    "decline_idea",
    "end_meeting_place",
    "end_role",
    "end_theme",
    "give_role",
    "leave_programme",
    "merge_people",
    "miss_talk",
    "move_as_asked",
    "note_look",
    "pause_enrolment",
    "plan_talk",
    "propose_theme",
    "publish_note",
    "read_import",
    "record_clearance",
    "register_newcomer",
    "remind_of_endings",
    "remove_filter",
    "request_apply",
    "resume_enrolment",
    "save_filter",
    "save_questions",
    "save_wish",
    "say_two_people",
    "start_import",
    "start_intake",
    "sweep_imports",
    "take_back_clearance",
    "take_back_two_people",
    "take_note",
]
