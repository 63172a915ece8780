from django.urls import path

from groups.api import views

_PAIR = "pairs/<uuid:public_id>/"

urlpatterns = [
    path("pairs/", views.OwnPairsView.as_view(), name="pairs"),
    path(_PAIR, views.PairView.as_view(), name="pair"),
    path(f"{_PAIR}meeting/", views.PairMeetingView.as_view(), name="pair_meeting"),
    path(f"{_PAIR}meeting/take/", views.PairTakeView.as_view(), name="pair_take"),
    path(f"{_PAIR}agreement/", views.PairAgreementView.as_view(), name="pair_agreement"),
    path(f"{_PAIR}agreement/sign/", views.PairSignView.as_view(), name="pair_sign"),
    path(f"{_PAIR}break/", views.PairBreakView.as_view(), name="pair_break"),
    path("team/pairs/", views.TeamPairsView.as_view(), name="team_pairs"),
    path(
        "team/programmes/<uuid:public_id>/timings/",
        views.TimingsView.as_view(),
        name="team_timings",
    ),
]
