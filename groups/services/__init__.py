from groups.services.agreements import (
    note_click,
    prolong_trial,
    save_agreement,
    settle,
    sign_agreement,
)
from groups.services.breaks import end_breaks, sweep_breaks, take_break
from groups.services.groups import close_group, form_group, free_seat, hold_seat, start_closing
from groups.services.meetings import hold_meeting, propose_meeting, take_moment
from groups.services.rows import lock_group, lock_people_and_group
from groups.services.timings import change_timings

__all__ = [
    "change_timings",
    "close_group",
    "end_breaks",
    "form_group",
    "free_seat",
    "hold_meeting",
    "hold_seat",
    "lock_group",
    "lock_people_and_group",
    "note_click",
    "prolong_trial",
    "propose_meeting",
    "save_agreement",
    "settle",
    "sign_agreement",
    "start_closing",
    "sweep_breaks",
    "take_break",
    "take_moment",
]
