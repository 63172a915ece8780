from django.urls import path

from followup.views import own, team

app_name = "followup"
_PAIR = "pairs/<uuid:public_id>/"
urlpatterns = [
    path(f"{_PAIR}said/<uuid:check_in_id>/", own.answer, name="answer"),
    path(f"{_PAIR}moving/", own.moving, name="moving"),
    path(f"{_PAIR}moving/<uuid:move_id>/", team.decide_move, name="decide_move"),
    path(f"{_PAIR}stop/", own.stop, name="stop"),
    path(f"{_PAIR}talk/", team.talk, name="talk"),
    path(f"{_PAIR}finish/", team.finish, name="finish"),
    path(f"{_PAIR}longer/", team.longer, name="longer"),
    path("how/<str:token>/", own.answer_by_link, name="answer_by_link"),
]
