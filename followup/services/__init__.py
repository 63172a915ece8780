from followup.services.answering import answer_check_in
from followup.services.closing import finish_closing, plan_last_talk, start_closing, try_longer
from followup.services.moving import decide_move, note_move
from followup.services.sweeping import sweep

__all__ = [
    "answer_check_in",
    "decide_move",
    "finish_closing",
    "note_move",
    "plan_last_talk",
    "start_closing",
    "sweep",
    "try_longer",
]
