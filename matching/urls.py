from django.urls import path

from matching.views import arrival, audit, board, choices, decide, looks, own, rules

app_name = "matching"
urlpatterns = [
    path("boards/", board.boards, name="boards"),
    path("boards/<uuid:public_id>/", board.board, name="board"),
    path("boards/<uuid:public_id>/search/", board.search, name="search"),
    path("boards/<uuid:public_id>/status/", board.status, name="status"),
    path("boards/<uuid:public_id>/cancel/", board.cancel, name="cancel"),
    path("boards/<uuid:public_id>/left-over/", board.left_over, name="left_over"),
    path("boards/<uuid:public_id>/audit/", audit.audit, name="audit"),
    path("boards/<uuid:public_id>/rules/", rules.rules, name="rules"),
    path("boards/<uuid:public_id>/rules/preview/", rules.preview_rules, name="preview_rules"),
    path("boards/<uuid:public_id>/approve/", decide.approve_many, name="approve_many"),
    path("proposals/<uuid:public_id>/", decide.detail, name="proposal_detail"),
    path("proposals/<uuid:public_id>/approve/", decide.approve, name="approve"),
    path("proposals/<uuid:public_id>/hold/", decide.hold, name="hold"),
    path("proposals/<uuid:public_id>/reject/", decide.reject, name="reject"),
    path("proposals/<uuid:public_id>/withdraw/", decide.withdraw, name="withdraw"),
    path("proposals/<uuid:public_id>/told/<uuid:enrolment_id>/", decide.told, name="told"),
    path("people/<uuid:public_id>/fits/", arrival.fits, name="fits"),
    path("people/<uuid:public_id>/fits/<uuid:other_id>/", arrival.propose, name="propose"),
    path("people/<uuid:public_id>/apart/<uuid:other_id>/", arrival.apart, name="apart"),
    path("people/<uuid:public_id>/look/", looks.note_look, name="note_look"),
    path("looks/", looks.looks, name="looks"),
    path("my/proposals/<uuid:public_id>/", own.proposal, name="own_proposal"),
    path("people/<uuid:public_id>/choice/", choices.offer, name="offer_choice"),
    path("choices/<uuid:public_id>/told/", choices.told, name="told_choice"),
    path("choices/<uuid:public_id>/withdraw/", choices.withdraw, name="withdraw_choice"),
    path("my/choices/<uuid:public_id>/", choices.own, name="own_choice"),
    path("choose/<str:token>/", choices.by_link, name="choose_by_link"),
    path("my/buddies/<uuid:public_id>/", own.buddy, name="buddy"),
    path("answer/<str:token>/", own.answer_by_link, name="answer_by_link"),
]
