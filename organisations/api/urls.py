from django.urls import path

from organisations import services
from organisations.api import intake, team, views

_OWN_MOVES = {
    "pause": services.pause_enrolment,
    "resume": services.resume_enrolment,
    "leave": services.leave_programme,
}
_TEAM_MOVES = _OWN_MOVES | {
    "start-intake": services.start_intake,
    "activate": services.activate_enrolment,
    "decline": services.decline_enrolment,
}

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
    path(
        "team/enrolments/<uuid:public_id>/consent/",
        team.TeamConsentView.as_view(),
        name="team_consent",
    ),
]
