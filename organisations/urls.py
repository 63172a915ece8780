from django.urls import path

from organisations.views import answers, desk, imports, intake, own, person, programmes, start

app_name = "organisations"
urlpatterns = [
    path("start/for/", start.start_for, name="start_for"),
    path("start/welcome/", start.welcome, name="welcome"),
    path("start/link/", start.link, name="link"),
    path("start/<str:side>/", start.begin, name="start"),
    path("start/<str:side>/<int:number>/", start.start, name="start_at"),
    path("join/<str:side>/", start.join, name="join"),
    path("me/", own.home, name="home"),
    path("me/<uuid:public_id>/questions/", answers.own_answers, name="own_answers"),
    path("me/<uuid:public_id>/<str:move>/", own.change_own, name="change_own"),
    path("desk/", desk.desk, name="desk"),
    path("desk/messages/<int:message_id>/again/", desk.message_again, name="message_again"),
    path("desk/messages/<int:message_id>/told/", desk.message_told, name="message_told"),
    path("people/", desk.people, name="people"),
    path("people/add/", desk.add_person, name="add_person"),
    path("people/<uuid:public_id>/", person.person, name="person"),
    path("people/<uuid:public_id>/questions/", answers.answers, name="answers"),
    path("people/<uuid:public_id>/clearance/", person.clearance, name="clearance"),
    path("people/<uuid:public_id>/consent/", person.consent, name="consent"),
    path("people/<uuid:public_id>/profile/<slug:code>/", person.step, name="step"),
    path("people/<uuid:public_id>/do/<str:move>/", person.change_state, name="change_state"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:public_id>/", imports.one_import, name="import"),
    path("imports/<uuid:public_id>/apply/", imports.apply_import, name="apply_import"),
    path("imports/<uuid:public_id>/cancel/", imports.cancel_import, name="cancel_import"),
    path("imports/<uuid:public_id>/rows/<int:number>/", imports.decide_row, name="decide_row"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/add/", programmes.add, name="add_programme"),
    path("programmes/<uuid:public_id>/", programmes.change, name="programme"),
    path("programmes/<uuid:public_id>/questions/", intake.questions, name="questions"),
    path("programmes/<uuid:public_id>/questions/add/", intake.add_question, name="add_question"),
    path("programmes/<uuid:public_id>/questions/<slug:code>/", intake.question, name="question"),
    path(
        "programmes/<uuid:public_id>/questions/<slug:code>/<slug:move>/",
        intake.move_question,
        name="move_question",
    ),
]
