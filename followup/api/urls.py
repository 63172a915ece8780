from django.urls import path

from followup.api import views

_PAIR = "pairs/<uuid:public_id>/"

urlpatterns = [
    path(f"{_PAIR}questions/", views.QuestionsView.as_view(), name="pair_questions"),
    path(f"{_PAIR}answer/", views.SaidView.as_view(), name="pair_answer"),
    path(f"{_PAIR}move/", views.MoveView.as_view(), name="pair_move"),
    path(f"{_PAIR}stop/", views.StopView.as_view(), name="pair_stop"),
    path(f"team/{_PAIR}talk/", views.TalkView.as_view(), name="team_pair_talk"),
    path(f"team/{_PAIR}finish/", views.FinishView.as_view(), name="team_pair_finish"),
    path(f"team/{_PAIR}longer/", views.LongerView.as_view(), name="team_pair_longer"),
    path(f"team/{_PAIR}decide-move/", views.DecideMoveView.as_view(), name="team_pair_decide_move"),
    path("team/to-do/", views.ToDoView.as_view(), name="team_to_do"),
]
