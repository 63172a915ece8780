"""Answers to a programme's own questions: by the person, or by the team, for who phones or wrote on paper."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import ChangedMeanwhile, DomainError, NotFoundHere
from core.forms import explain, send_again_with
from core.views import say_and_go
from organisations import services
from organisations.intake_forms import AnswersForm
from organisations.models import Enrolment
from organisations.selectors import (
    current_intake_form,
    get_enrolment,
    list_intake_answers,
    list_enrolments_of,
    questions_of,
)
from organisations.views.desk import team_user


@login_required
def own_answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What somebody said before stands in the form, but for what is sensitive: others may look over a shoulder."""
    person_id = cast(User, request.user).person_id_or_zero()
    enrolment = list_enrolments_of(person_id=person_id).filter(public_id=public_id).first()
    if enrolment is None:
        raise NotFoundHere
    return _answers(request, enrolment, in_team=False)


@login_required
def answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The team reads and writes everything; that it read is noted."""
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    services.note_look(enrolment=enrolment, by=user, now=timezone.now())
    return _answers(request, enrolment, in_team=True)


def _answers(request: HttpRequest, enrolment: Enrolment, *, in_team: bool) -> HttpResponse:
    asked = current_intake_form(programme_id=enrolment.programme_id)
    questions = questions_of(asked, side=enrolment.side)
    if asked is None or not questions:
        raise NotFoundHere
    said = {each.question.code: each.said for each in list_intake_answers(enrolment=enrolment)}
    hidden = set() if in_team else {each.code for each in questions if each.is_sensitive}
    shown = {code: answer for code, answer in said.items() if code not in hidden}
    form = AnswersForm(
        request.POST or None, questions=questions, version=asked.version, known=shown
    )
    kept = {code: answer for code, answer in said.items() if code in hidden}
    if request.method == "POST" and form.is_valid() and _saved(form, enrolment, request, kept):
        to = ("organisations:person", public_id(enrolment)) if in_team else ("organisations:home",)
        return say_and_go(request, _("Saved."), *to)
    context = {"form": form, "enrolment": enrolment, "in_team": in_team, "hidden": kept}
    status = 422 if form.errors else 200
    return render(request, "organisations/answers.html", context, status=status)
