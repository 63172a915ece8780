from django.urls import path

from groups.views import agreements, links, pairs, timings

app_name = "groups"
_PAIR = "pairs/<uuid:public_id>/"
urlpatterns = [
    path("pairs/", pairs.pairs, name="pairs"),
    path(_PAIR, pairs.pair, name="pair"),
    path(f"{_PAIR}meet/", pairs.meet, name="meet"),
    path(f"{_PAIR}meet/<uuid:session_id>/", pairs.take, name="take"),
    path(f"{_PAIR}break/", pairs.rest, name="rest"),
    path(f"{_PAIR}go-on/", pairs.go_on, name="go_on"),
    path(f"{_PAIR}agreement/", agreements.agreement, name="agreement"),
    path(f"{_PAIR}agreement/sign/", agreements.sign, name="sign"),
    path(f"{_PAIR}agreement/print/", agreements.printed, name="print"),
    path("meet/<str:token>/", links.meeting_by_link, name="meeting_by_link"),
    path("programmes/<uuid:public_id>/timings/", timings.timings, name="timings"),
]
