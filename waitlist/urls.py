from django.urls import path

from waitlist.views import own, team

app_name = "waitlist"
urlpatterns = [
    path("waiting/<uuid:public_id>/still/", own.still, name="still"),
    path("still/<str:token>/", own.still_by_link, name="still_by_link"),
    path("speak/", team.to_speak_to, name="to_speak_to"),
    path("people/<uuid:public_id>/spoken/", team.note_contact, name="note_contact"),
    path("people/<uuid:public_id>/still/", team.told, name="told"),
]
