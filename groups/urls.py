from django.urls import path

from groups.views import (
    agreements,
    calendars,
    figures,
    gatherings,
    lines,
    links,
    pairs,
    peers,
    timings,
)

app_name = "groups"
_PAIR = "pairs/<uuid:public_id>/"
_GROUP = "groups/<uuid:public_id>/"
_GATHERING = f"{_GROUP}gatherings/<uuid:gathering_id>/"
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
    path("groups/", peers.groups, name="groups"),
    path(_GROUP, peers.group, name="group"),
    path(f"{_GROUP}texts/", peers.texts, name="texts"),
    path(f"{_GROUP}leave/", peers.leave, name="leave"),
    path(f"{_GROUP}merge/", peers.merge, name="merge"),
    path(f"{_GROUP}split/", peers.split, name="split"),
    path(f"{_GROUP}waits/", lines.line, name="line"),
    path(f"{_GROUP}waits/<uuid:wait_id>/first/", lines.go_first, name="go_first"),
    path(f"{_GROUP}waits/<uuid:wait_id>/off/", lines.take_off, name="take_off"),
    path(f"{_GROUP}plan/", gatherings.plan, name="plan"),
    path(_GATHERING, gatherings.move, name="move"),
    path(f"{_GATHERING}cancel/", gatherings.cancel, name="cancel"),
    path(f"{_GATHERING}come/", gatherings.come, name="come"),
    path(f"{_GATHERING}there/", gatherings.there, name="there"),
    path(f"{_GROUP}now/<slug:move>/", peers.move_on, name="move_on"),
    path("waits/<uuid:wait_id>/", peers.answer_wait, name="answer_wait"),
    path("gather/<str:token>/", gatherings.by_link, name="gatherings_by_link"),
    path("calendar/", calendars.calendar, name="calendar"),
    path("calendar/<str:secret>.ics", calendars.feed, name="calendar_feed"),
    path("programmes/<uuid:public_id>/groups/", figures.figures, name="figures"),
    path("programmes/<uuid:public_id>/timings/", timings.timings, name="timings"),
]
