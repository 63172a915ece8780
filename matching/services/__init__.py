from matching.services.answers import answer_proposal, ask_question
from matching.services.deadlines import remind_and_expire
from matching.services.exclusions import exclude_people
from matching.services.looks import note_look
from matching.services.parts import execute_part
from matching.services.proposals import (
    approve_proposal,
    hold_proposal,
    propose_pair,
    reject_proposal,
    withdraw_proposal,
)
from matching.services.ranking import Candidate, rank_for
from matching.services.rules import save_rule_set
from matching.services.runs import cancel_run, execute_run, request_run, sweep_runs
from matching.services.what_if import Preview, preview_rules

__all__ = [
    "Candidate",
    "Preview",
    "answer_proposal",
    "approve_proposal",
    "ask_question",
    "cancel_run",
    "exclude_people",
    "execute_part",
    "execute_run",
    "hold_proposal",
    "note_look",
    "preview_rules",
    "propose_pair",
    "rank_for",
    "reject_proposal",
    "remind_and_expire",
    "request_run",
    "save_rule_set",
    "sweep_runs",
    "withdraw_proposal",
]
