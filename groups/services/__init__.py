from groups.services.agreements import (
    note_click,
    prolong_trial,
    save_agreement,
    settle,
    sign_agreement,
)
from groups.services.attendance import note_attendance, say_coming
from groups.services.breaks import end_breaks, sweep_breaks, take_break
from groups.services.calendars import end_calendar_address, make_calendar_address
from groups.services.endings import end_group, pause_group, resume_group, round_off_group
from groups.services.gatherings import (
    cancel_gathering,
    move_gathering,
    plan_gatherings,
    sweep_gatherings,
)
from groups.services.groups import close_group, form_group, free_seat, hold_seat, start_closing
from groups.services.leaving import leave_group
from groups.services.meetings import hold_meeting, propose_meeting, take_moment
from groups.services.peers import change_group_texts, form_peer_group, join_group
from groups.services.regrouping import merge_groups, split_group
from groups.services.rows import lock_group, lock_people_and_group
from groups.services.timings import change_timings
from groups.services.waits import (
    answer_offer,
    let_go_first,
    offer_places,
    sweep_places,
    wait_for_group,
)

__all__ = [
    "answer_offer",
    "cancel_gathering",
    "change_group_texts",
    "change_timings",
    "close_group",
    "end_breaks",
    "end_calendar_address",
    "end_group",
    "form_group",
    "form_peer_group",
    "free_seat",
    "hold_meeting",
    "hold_seat",
    "join_group",
    "leave_group",
    "let_go_first",
    "lock_group",
    "lock_people_and_group",
    "make_calendar_address",
    "merge_groups",
    "move_gathering",
    "note_attendance",
    "note_click",
    "offer_places",
    "pause_group",
    "plan_gatherings",
    "prolong_trial",
    "propose_meeting",
    "resume_group",
    "round_off_group",
    "save_agreement",
    "say_coming",
    "settle",
    "sign_agreement",
    "split_group",
    "start_closing",
    "sweep_breaks",
    "sweep_gatherings",
    "sweep_places",
    "take_break",
    "take_moment",
    "wait_for_group",
]
