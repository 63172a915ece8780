from matching.services.answers import answer_proposal, ask_question
from matching.services.choice_deadlines import sweep_choices
from matching.services.choices import (
    ask_about_choice,
    choose_card,
    offer_choice,
    refuse_choice,
    withdraw_choice,
)
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
    "ask_about_choice",
    "ask_question",
    "cancel_run",
    "choose_card",
    "exclude_people",
    "execute_part",
    "execute_run",
    "hold_proposal",
    "note_look",
    "offer_choice",
    "preview_rules",
    "propose_pair",
    "rank_for",
    "refuse_choice",
    "reject_proposal",
    "remind_and_expire",
    "request_run",
    "save_rule_set",
    "sweep_choices",
    "sweep_runs",
    "withdraw_choice",
    "withdraw_proposal",
]
