from django.urls import path

from groups.api import gatherings, peers, views

_PAIR = "pairs/<uuid:public_id>/"
_GROUP = "groups/<uuid:public_id>/"
_GATHERING = f"{_GROUP}gatherings/<uuid:other_id>/"
_TEAM_GROUP = "team/groups/<uuid:public_id>/"

urlpatterns = [
    path("pairs/", views.OwnPairsView.as_view(), name="pairs"),
    path(_PAIR, views.PairView.as_view(), name="pair"),
    path(f"{_PAIR}meeting/", views.PairMeetingView.as_view(), name="pair_meeting"),
    path(f"{_PAIR}meeting/take/", views.PairTakeView.as_view(), name="pair_take"),
    path(f"{_PAIR}agreement/", views.PairAgreementView.as_view(), name="pair_agreement"),
    path(f"{_PAIR}agreement/sign/", views.PairSignView.as_view(), name="pair_sign"),
    path(f"{_PAIR}break/", views.PairBreakView.as_view(), name="pair_break"),
    path("groups/", peers.OwnGroupsView.as_view(), name="groups"),
    path(_GROUP, peers.GroupView.as_view(), name="group"),
    path(f"{_GROUP}texts/", peers.GroupTextsView.as_view(), name="group_texts"),
    path(f"{_GROUP}leave/", peers.GroupLeaveView.as_view(), name="group_leave"),
    path(f"{_GROUP}pause/", peers.GroupPauseView.as_view(), name="group_pause"),
    path(f"{_GROUP}resume/", peers.GroupResumeView.as_view(), name="group_resume"),
    path(f"{_GROUP}round-off/", peers.GroupRoundOffView.as_view(), name="group_round_off"),
    path(f"{_GROUP}gatherings/", gatherings.GroupPlanView.as_view(), name="group_plan"),
    path(_GATHERING, gatherings.GatheringView.as_view(), name="group_gathering"),
    path(f"{_GATHERING}cancel/", gatherings.GatheringCancelView.as_view(), name="group_cancel"),
    path(f"{_GATHERING}come/", gatherings.GatheringComeView.as_view(), name="group_come"),
    path(f"{_GATHERING}there/", gatherings.GatheringThereView.as_view(), name="group_there"),
    path("waits/", peers.OwnWaitsView.as_view(), name="waits"),
    path("waits/<uuid:public_id>/", peers.OwnWaitView.as_view(), name="wait"),
    path("calendar/", gatherings.CalendarView.as_view(), name="calendar"),
    path("team/groups/", peers.TeamGroupsView.as_view(), name="team_groups"),
    path(
        "team/programmes/<uuid:public_id>/groups/",
        peers.GroupFiguresView.as_view(),
        name="team_programme_groups",
    ),
    path(f"{_TEAM_GROUP}end/", peers.GroupEndView.as_view(), name="team_group_end"),
    path(f"{_TEAM_GROUP}merge/", peers.GroupMergeView.as_view(), name="team_group_merge"),
    path(f"{_TEAM_GROUP}split/", peers.GroupSplitView.as_view(), name="team_group_split"),
    path(f"{_TEAM_GROUP}waits/", peers.GroupWaitsView.as_view(), name="team_group_waits"),
    path(
        f"{_TEAM_GROUP}waits/<uuid:other_id>/first/",
        peers.GroupWaitFirstView.as_view(),
        name="team_group_first",
    ),
    path(
        f"{_TEAM_GROUP}waits/<uuid:other_id>/off/",
        peers.GroupWaitOffView.as_view(),
        name="team_group_off",
    ),
    path("team/pairs/", views.TeamPairsView.as_view(), name="team_pairs"),
    path(
        "team/programmes/<uuid:public_id>/timings/",
        views.TimingsView.as_view(),
        name="team_timings",
    ),
]
