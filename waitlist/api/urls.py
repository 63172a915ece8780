from django.urls import path

from waitlist.api import views

urlpatterns = [
    path(
        "enrolments/<uuid:public_id>/waiting/",
        views.OwnWaitingView.as_view(),
        name="enrolment_waiting",
    ),
    path(
        "enrolments/<uuid:public_id>/still/", views.OwnStillView.as_view(), name="enrolment_still"
    ),
    path("team/to-speak-to/", views.ToSpeakToView.as_view(), name="team_to_speak_to"),
    path(
        "team/enrolments/<uuid:public_id>/contacts/",
        views.ContactsView.as_view(),
        name="team_contacts",
    ),
    path(
        "team/enrolments/<uuid:public_id>/waiting/",
        views.TeamWaitingView.as_view(),
        name="team_waiting",
    ),
    path(
        "team/enrolments/<uuid:public_id>/still/", views.TeamStillView.as_view(), name="team_still"
    ),
    path(
        "team/programmes/<uuid:public_id>/forecast/",
        views.ForecastView.as_view(),
        name="team_forecast",
    ),
]
