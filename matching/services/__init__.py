from matching.services.answers import answer_proposal, ask_question
from matching.services.bulk import Outcome, decide_many
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
from matching.services.forming import (
    cancel_forming,
    execute_forming,
    request_forming,
    sweep_formings,
)
from matching.services.group_answers import answer_group
from matching.services.group_deadlines import remind_and_dissolve
from matching.services.group_judging import Effect, look_at_all
from matching.services.group_leading import preview_lead, set_lead
from matching.services.group_merging import (
    merge_drafts,
    preview_merge,
    preview_split,
    split_draft,
)
from matching.services.group_moves import (
    lock_draft,
    move_person,
    preview_move,
)
from matching.services.group_offers import approve_draft, dissolve_draft, reject_draft
from matching.services.group_opening import open_draft
from matching.services.locks import lock_proposal
from matching.services.looks import note_look
from matching.services.parts import execute_part
from matching.services.proposals import (
    approve_proposal,
    hold_proposal,
    offer_pair,
    propose_pair,
    reject_proposal,
    withdraw_proposal,
)
from matching.services.ranking import Bent, Candidate, checked_bend, rank_for, rank_if
from matching.services.rules import save_rule_set
from matching.services.runs import cancel_run, execute_run, request_run, sweep_runs
from matching.services.swaps import Swap, Swapped, preview_swap, swap_partner
from matching.services.what_if import Preview, preview_rules

__all__ = [
    "Bent",
    "Candidate",
    "Effect",
    "Outcome",
    "Preview",
    "Swap",
    "Swapped",
    "answer_group",
    "answer_proposal",
    "approve_draft",
    "approve_proposal",
    "ask_about_choice",
    "ask_question",
    "cancel_forming",
    "cancel_run",
    "checked_bend",
    "choose_card",
    "decide_many",
    "dissolve_draft",
    "exclude_people",
    "execute_forming",
    "execute_part",
    "execute_run",
    "hold_proposal",
    "lock_draft",
    "lock_proposal",
    "look_at_all",
    "merge_drafts",
    "move_person",
    "note_look",
    "offer_choice",
    "offer_pair",
    "open_draft",
    "preview_lead",
    "preview_merge",
    "preview_move",
    "preview_rules",
    "preview_split",
    "preview_swap",
    "propose_pair",
    "rank_for",
    "rank_if",
    "refuse_choice",
    "reject_draft",
    "reject_proposal",
    "remind_and_dissolve",
    "remind_and_expire",
    "request_forming",
    "request_run",
    "save_rule_set",
    "set_lead",
    "split_draft",
    "swap_partner",
    "sweep_choices",
    "sweep_formings",
    "sweep_runs",
    "withdraw_choice",
    "withdraw_proposal",
]
