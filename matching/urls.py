from django.urls import path

from matching.views import arrival, audit, board, bulk, decide, learning, looks, own, rules, swap

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
    path("boards/<uuid:public_id>/decide/", bulk.decide_many, name="decide_many"),
    path("boards/<uuid:public_id>/reasons/", learning.reasons, name="reasons"),
    path("proposals/<uuid:public_id>/", decide.detail, name="proposal_detail"),
    path("proposals/<uuid:public_id>/approve/", decide.approve, name="approve"),
    path("proposals/<uuid:public_id>/hold/", decide.hold, name="hold"),
    path("proposals/<uuid:public_id>/reject/", decide.reject, name="reject"),
    path("proposals/<uuid:public_id>/withdraw/", decide.withdraw, name="withdraw"),
    path("proposals/<uuid:public_id>/lock/", swap.lock, name="lock"),
    path("proposals/<uuid:public_id>/swap/", swap.swap, name="swap"),
    path("proposals/<uuid:public_id>/told/<uuid:enrolment_id>/", decide.told, name="told"),
    path("people/<uuid:public_id>/fits/", arrival.fits, name="fits"),
    path("people/<uuid:public_id>/fits/<uuid:other_id>/", arrival.propose, name="propose"),
    path("people/<uuid:public_id>/beside/<uuid:other_id>/", arrival.beside, name="beside"),
    path("people/<uuid:public_id>/apart/<uuid:other_id>/", arrival.apart, name="apart"),
    path("people/<uuid:public_id>/look/", looks.note_look, name="note_look"),
    path("looks/", looks.looks, name="looks"),
    path("my/proposals/<uuid:public_id>/", own.proposal, name="own_proposal"),
    path("my/buddies/<uuid:public_id>/", own.buddy, name="buddy"),
    path("answer/<str:token>/", own.answer_by_link, name="answer_by_link"),
]
