from django.urls import path

from organisations import services
from organisations.api import (
    intake,
    lists,
    papers,
    talks,
    team,
    themes,
    two_people,
    views,
    wishes,
)

_OWN_MOVES = {
    "pause": services.pause_enrolment,
    "resume": services.resume_enrolment,
    "leave": services.leave_programme,
}
_TEAM_MOVES = _OWN_MOVES | {"start-intake": services.start_intake}
_DECISIONS = {
    "activate": services.activate_enrolment,
    "decline": services.decline_enrolment,
}
_THEME = "team/themes/<uuid:public_id>/"
_ROOM = "team/places/<uuid:public_id>/"
_IDEA = "team/ideas/<uuid:public_id>/"
_WISH = "enrolments/<uuid:public_id>/wish/"

urlpatterns = [
    path("catalogues/", views.CataloguesView.as_view(), name="catalogues"),
    path("programmes/", views.ProgrammesView.as_view(), name="programmes"),
    path(
        "programmes/<uuid:public_id>/questions/",
        intake.PublicQuestionsView.as_view(),
        name="programme_questions",
    ),
    path("registrations/", views.RegistrationsView.as_view(), name="registrations"),
    path("enrolments/", views.EnrolmentsView.as_view(), name="enrolments"),
    path("enrolments/<uuid:public_id>/", views.EnrolmentView.as_view(), name="enrolment"),
    *(
        path(
            f"enrolments/<uuid:public_id>/{name}/",
            views.MoveView.as_view(move=move),
            name=f"enrolment_{name}",
        )
        for name, move in _OWN_MOVES.items()
    ),
    path(
        "enrolments/<uuid:public_id>/answers/",
        intake.AnswersView.as_view(),
        name="enrolment_answers",
    ),
    path(
        "team/enrolments/<uuid:public_id>/answers/",
        intake.TeamAnswersView.as_view(),
        name="team_answers",
    ),
    path(
        "team/programmes/<uuid:public_id>/questions/",
        intake.TeamQuestionsView.as_view(),
        name="team_programme_questions",
    ),
    path(
        "team/programmes/<uuid:public_id>/questions/versions/",
        intake.TeamQuestionsVersionsView.as_view(),
        name="team_programme_questions_versions",
    ),
    path("team/programmes/", team.TeamProgrammesView.as_view(), name="team_programmes"),
    path(
        "team/programmes/<uuid:public_id>/", team.TeamProgrammeView.as_view(), name="team_programme"
    ),
    path(
        "team/programmes/<uuid:public_id>/versions/",
        team.TeamProgrammeVersionsView.as_view(),
        name="team_programme_versions",
    ),
    path("team/enrolments/", team.TeamEnrolmentsView.as_view(), name="team_enrolments"),
    path(
        "team/enrolments/<uuid:public_id>/",
        team.TeamEnrolmentView.as_view(),
        name="team_enrolment",
    ),
    *(
        path(
            f"team/enrolments/<uuid:public_id>/{name}/",
            team.TeamMoveView.as_view(move=move),
            name=f"team_enrolment_{name}",
        )
        for name, move in _TEAM_MOVES.items()
    ),
    path(
        "team/enrolments/<uuid:public_id>/clearances/<slug:kind>/",
        team.TeamClearanceView.as_view(),
        name="team_clearance",
    ),
    *(
        path(
            f"team/enrolments/<uuid:public_id>/{name}/",
            talks.TeamDecisionView.as_view(move=move),
            name=f"team_enrolment_{name}",
        )
        for name, move in _DECISIONS.items()
    ),
    path("team/enrolments/<uuid:public_id>/talk/", talks.TeamTalkView.as_view(), name="team_talk"),
    path(
        "team/enrolments/<uuid:public_id>/talk/missed/",
        talks.TeamTalkMissedView.as_view(),
        name="team_talk_missed",
    ),
    path(
        "team/enrolments/<uuid:public_id>/coordinator/",
        talks.TeamCoordinatorView.as_view(),
        name="team_coordinator",
    ),
    path(
        "team/enrolments/<uuid:public_id>/timeline/",
        talks.TeamTimelineView.as_view(),
        name="team_timeline",
    ),
    path(
        "team/enrolments/<uuid:public_id>/proxies/",
        talks.TeamProxiesView.as_view(),
        name="team_proxies",
    ),
    path("team/day/", talks.TeamDayView.as_view(), name="team_day"),
    path("team/workload/", talks.TeamWorkloadView.as_view(), name="team_workload"),
    path("team/filters/", lists.TeamFiltersView.as_view(), name="team_filters"),
    path("team/filters/<uuid:public_id>/", lists.TeamFilterView.as_view(), name="team_filter"),
    path("team/duplicates/", lists.TeamDuplicatesView.as_view(), name="team_duplicates"),
    path("team/merges/preview/", lists.TeamMergePreviewView.as_view(), name="team_merge_preview"),
    path("team/merges/", lists.TeamMergesView.as_view(), name="team_merges"),
    path("team/two-people/", two_people.TeamTwoPeopleView.as_view(), name="team_two_people"),
    path(
        "team/two-people/<uuid:public_id>/",
        two_people.TeamTakenBackView.as_view(),
        name="team_two_people_back",
    ),
    path("team/papers/", papers.TeamPapersView.as_view(), name="team_papers"),
    path(
        "team/organisations/<uuid:public_id>/note/",
        papers.TeamInfoNoteView.as_view(),
        name="team_info_note",
    ),
    path(
        "enrolments/<uuid:public_id>/note/",
        papers.OwnInfoNoteView.as_view(),
        name="volunteer_note",
    ),
    path(
        "team/enrolments/<uuid:public_id>/consent/",
        team.TeamConsentView.as_view(),
        name="team_consent",
    ),
    path(_WISH, wishes.OwnWishView.as_view(), name="wish"),
    path(f"{_WISH}leads/", wishes.OwnLedThemesView.as_view(), name="wish_leads"),
    path("enrolments/<uuid:public_id>/ideas/", wishes.OwnIdeasView.as_view(), name="ideas"),
    path(f"team/{_WISH}", wishes.TeamWishView.as_view(), name="team_wish"),
    path(f"team/{_WISH}leads/", wishes.TeamLedThemesView.as_view(), name="team_wish_leads"),
    path(
        "team/programmes/<uuid:public_id>/themes/", themes.ThemesView.as_view(), name="team_themes"
    ),
    path(_THEME, themes.ThemeView.as_view(), name="team_theme"),
    path(f"{_THEME}end/", themes.ThemeEndView.as_view(), name="team_theme_end"),
    path(
        "team/organisations/<uuid:public_id>/places/",
        themes.MeetingPlacesView.as_view(),
        name="team_places",
    ),
    path(_ROOM, themes.MeetingPlaceView.as_view(), name="team_place"),
    path(f"{_ROOM}end/", themes.MeetingPlaceEndView.as_view(), name="team_place_end"),
    path("team/programmes/<uuid:public_id>/ideas/", themes.IdeasView.as_view(), name="team_ideas"),
    path(f"{_IDEA}accept/", themes.IdeaAcceptView.as_view(), name="team_idea_accept"),
    path(f"{_IDEA}decline/", themes.IdeaDeclineView.as_view(), name="team_idea_decline"),
]
