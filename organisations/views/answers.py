"""Answers to a programme's own questions: by the person, or by the team, for who phones or wrote on paper."""

from typing import cast
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
    questions_of,
)
from organisations.states import LIVE
from organisations.views.desk import team_user


@login_required
def own_answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What somebody said before stands in the form, but for what is sensitive: others may look over a shoulder."""
    enrolment = (
        Enrolment.objects.select_related("programme__organisation")
        .filter(public_id=public_id, person__user_id=request.user.pk or 0, state__in=LIVE)
        .order_by("pk")
        .first()
    )
    if enrolment is None:
        raise NotFoundHere
    return _answers(request, enrolment, in_team=False)


@login_required
def answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The team reads and writes everything; that it read is noted."""
    user = team_user(request)
    enrolment = get_enrolment(public_id=public_id, by=user)
    services.note_look(enrolments=[enrolment], by=user, now=timezone.now())
    return _answers(request, enrolment, in_team=True)


def _answers(request: HttpRequest, enrolment: Enrolment, *, in_team: bool) -> HttpResponse:
    asked = current_intake_form(programme_id=enrolment.programme_id)
    questions = questions_of(asked, side=enrolment.side)
    if asked is None or not questions:
        raise NotFoundHere
    said = {each.question.code: each.said for each in list_intake_answers(enrolment=enrolment)}
    hidden = set() if in_team else {each.code for each in questions if each.is_sensitive}
    form = AnswersForm(
        request.POST or None,
        questions=questions,
        version=asked.version,
        seen=enrolment.version,
        known={code: answer for code, answer in said.items() if code not in hidden},
        hidden={code: answer for code, answer in said.items() if code in hidden},
    )
    if request.method == "POST" and form.is_valid() and _saved(form, enrolment, request):
        if in_team:
            return say_and_go(request, _("Saved."), "organisations:person", enrolment.public_id)
        return say_and_go(request, _("Thank you. Saved."), "organisations:home")
    context = {"form": form, "enrolment": enrolment, "in_team": in_team}
    status = 422 if form.errors else 200
    return render(request, "organisations/answers.html", context, status=status)


def _saved(form: AnswersForm, enrolment: Enrolment, request: HttpRequest) -> bool:
    try:
        services.answer_intake(
            enrolment_id=enrolment.pk,
            said=form.said(),
            by=cast(User, request.user),
            now=timezone.now(),
            expected_version=form.cleaned_data["version"],
            expected_enrolment=form.cleaned_data["seen"],
        )
    except ChangedMeanwhile as error:
        explain(form, error)
        asked = current_intake_form(programme_id=enrolment.programme_id)
        send_again_with(form, asked.version if asked else 0)
        send_again_with(form, Enrolment.objects.get(pk=enrolment.pk).version, name="seen")
        return False
    except DomainError as error:
        explain(form, error)
        return False
    return True
