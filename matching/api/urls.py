from django.urls import path

from matching import services
from matching.api import (
    arrivals,
    audit,
    bulk,
    choices,
    draft_changes,
    drafts,
    forming,
    looks,
    proposals,
    rules,
    runs,
    swaps,
    views,
)

_TEAM = "team/proposals/<uuid:public_id>/"
_ASKED = "asked/<uuid:public_id>/"
_FORMING = "team/formings/<uuid:public_id>/"
_DRAFT = "team/drafts/<uuid:public_id>/"
_DECISIONS = {
    "approve": drafts.DraftApproveView,
    "reject": drafts.DraftRejectView,
    "dissolve": drafts.DraftDissolveView,
    "lock": drafts.DraftLockView,
    "answers": drafts.DraftAnswersView,
}
_CHANGES = {
    "move": (draft_changes.MoveView, draft_changes.MovePreviewView),
    "take": (draft_changes.TakeView, draft_changes.TakePreviewView),
    "merge": (draft_changes.MergeView, draft_changes.MergePreviewView),
    "split": (draft_changes.SplitView, draft_changes.SplitPreviewView),
    "lead": (draft_changes.LeadView, draft_changes.LeadPreviewView),
}

urlpatterns = [
    path("proposals/", views.OwnProposalsView.as_view(), name="proposals"),
    path("proposals/<uuid:public_id>/", views.OwnProposalView.as_view(), name="proposal"),
    path("proposals/<uuid:public_id>/answer/", views.OwnAnswerView.as_view(), name="answer"),
    path("proposals/<uuid:public_id>/question/", views.OwnQuestionView.as_view(), name="question"),
    path(
        "team/enrolments/<uuid:public_id>/candidates/",
        arrivals.CandidatesView.as_view(),
        name="team_candidates",
    ),
    path(
        "team/enrolments/<uuid:public_id>/what-if/",
        arrivals.WhatIfView.as_view(),
        name="team_what_if",
    ),
    path(
        "team/enrolments/<uuid:public_id>/beside/<uuid:other_id>/",
        arrivals.BesideView.as_view(),
        name="team_beside",
    ),
    path(
        "team/programmes/<uuid:public_id>/proposals/decide/",
        bulk.DecideManyView.as_view(),
        name="team_programme_decide",
    ),
    path(
        "team/programmes/<uuid:public_id>/reasons/",
        bulk.ReasonsView.as_view(),
        name="team_programme_reasons",
    ),
    path(
        "team/programmes/<uuid:public_id>/areas/",
        bulk.AreasView.as_view(),
        name="team_programme_areas",
    ),
    path("team/programmes/<uuid:public_id>/audit/", audit.AuditView.as_view(), name="team_audit"),
    path("team/programmes/<uuid:public_id>/rules/", rules.RulesView.as_view(), name="team_rules"),
    path(
        "team/programmes/<uuid:public_id>/rules/preview/",
        rules.PreviewView.as_view(),
        name="team_rules_preview",
    ),
    path(
        "team/programmes/<uuid:public_id>/rules/versions/",
        rules.VersionsView.as_view(),
        name="team_rules_versions",
    ),
    path("choices/", choices.OwnChoicesView.as_view(), name="choices"),
    path("choices/<uuid:public_id>/", choices.OwnChoiceView.as_view(), name="choice"),
    path("choices/<uuid:public_id>/choose/", choices.ChooseView.as_view(), name="choice_choose"),
    path("choices/<uuid:public_id>/none/", choices.NoneView.as_view(), name="choice_none"),
    path("choices/<uuid:public_id>/question/", choices.AskView.as_view(), name="choice_question"),
    path("team/choices/", choices.TeamChoicesView.as_view(), name="team_choices"),
    path("team/choices/<uuid:public_id>/", choices.TeamChoiceView.as_view(), name="team_choice"),
    path(
        "team/choices/<uuid:public_id>/told/",
        choices.TeamToldView.as_view(),
        name="team_choice_told",
    ),
    path(
        "team/choices/<uuid:public_id>/withdraw/",
        choices.TeamWithdrawView.as_view(),
        name="team_choice_withdraw",
    ),
    path("team/looks/", looks.ToLookAtView.as_view(), name="team_to_look_at"),
    path("team/enrolments/<uuid:public_id>/looks/", looks.LooksView.as_view(), name="team_looks"),
    path("team/runs/", runs.RunsView.as_view(), name="team_runs"),
    path("team/runs/<uuid:public_id>/", runs.RunView.as_view(), name="team_run"),
    path(
        "team/runs/<uuid:public_id>/cancel/", runs.CancelRunView.as_view(), name="team_run_cancel"
    ),
    path(
        "team/runs/<uuid:public_id>/left-over/", runs.LeftOverView.as_view(), name="team_left_over"
    ),
    path("team/proposals/", proposals.ProposalsView.as_view(), name="team_proposals"),
    path(_TEAM, proposals.ProposalView.as_view(), name="team_proposal"),
    path(
        f"{_TEAM}approve/",
        proposals.DecideView.as_view(decide=services.approve_proposal),
        name="team_proposal_approve",
    ),
    path(
        f"{_TEAM}withdraw/",
        proposals.DecideView.as_view(decide=services.withdraw_proposal),
        name="team_proposal_withdraw",
    ),
    path(f"{_TEAM}hold/", proposals.HoldView.as_view(), name="team_proposal_hold"),
    path(f"{_TEAM}lock/", proposals.LockView.as_view(), name="team_proposal_lock"),
    path(f"{_TEAM}reject/", proposals.RejectView.as_view(), name="team_proposal_reject"),
    path(f"{_TEAM}swap/", swaps.SwapView.as_view(), name="team_proposal_swap"),
    path(f"{_TEAM}answers/", proposals.ToldAnswerView.as_view(), name="team_proposal_answers"),
    path("team/exclusions/", proposals.ExclusionsView.as_view(), name="team_exclusions"),
    path("asked/", forming.OwnAskedView.as_view(), name="asked"),
    path(_ASKED, forming.OwnAskedOneView.as_view(), name="asked_one"),
    path(f"{_ASKED}answer/", forming.OwnAskedAnswerView.as_view(), name="asked_answer"),
    path("team/formings/", forming.FormingsView.as_view(), name="team_formings"),
    path(_FORMING, forming.FormingView.as_view(), name="team_forming"),
    path(f"{_FORMING}cancel/", forming.FormingCancelView.as_view(), name="team_forming_cancel"),
    path(f"{_FORMING}left-over/", forming.LeftOutView.as_view(), name="team_forming_left"),
    path("team/drafts/", drafts.DraftsView.as_view(), name="team_drafts"),
    path(_DRAFT, drafts.DraftView.as_view(), name="team_draft"),
    path(f"{_DRAFT}could-come/", drafts.CouldComeView.as_view(), name="team_draft_could_come"),
    path(f"{_DRAFT}could-lead/", drafts.CouldLeadView.as_view(), name="team_draft_could_lead"),
    *(
        path(f"{_DRAFT}{name}/", view.as_view(), name=f"team_draft_{name}")
        for name, view in _DECISIONS.items()
    ),
    *(
        path(f"{_DRAFT}{name}/", make.as_view(), name=f"team_draft_{name}")
        for name, (make, _preview) in _CHANGES.items()
    ),
    *(
        path(f"{_DRAFT}{name}/preview/", preview.as_view(), name=f"team_draft_{name}_preview")
        for name, (_make, preview) in _CHANGES.items()
    ),
]
