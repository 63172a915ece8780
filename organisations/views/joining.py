"""Who is known already registers for one more programme, or for the other side."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError, NotFoundHere
from core.forms import explain
from organisations import services
from organisations.models.enrolments import Side
from organisations.selectors import open_questions
from organisations.start_forms import GoalQuestion
from organisations.theme_selectors import list_themes_to_choose
from organisations.views.start import VOLUNTEER_TITLE, own_person


@login_required
def join(request: HttpRequest, side: str) -> HttpResponse:
    """Somebody who is known already registers for one more programme or for the other side."""
    person = own_person(request)
    if person is None or side not in Side.values:
        raise NotFoundHere
    form = GoalQuestion(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enrolment = services.apply(
                person=person,
                programme_id=form.cleaned_data["programme"].pk,
                side=side,
                by=cast(User, request.user),
                now=timezone.now(),
                goals=form.cleaned_data["goals"],
            )
        except DomainError as error:
            explain(form, error)
        else:
            messages.success(request, _("You are registered. Somebody of the team contacts you."))
            if list_themes_to_choose(programme=enrolment.programme, side=side).exists():
                return redirect("organisations:own_wish", enrolment.public_id)
            if open_questions(enrolments=[enrolment]):
                return redirect("organisations:own_answers", enrolment.public_id)
            return redirect("organisations:home")
    title = VOLUNTEER_TITLE if side == Side.VOLUNTEER else form.title
    context = {"form": form, "title": title, "side": side}
    return render(request, "organisations/join.html", context, status=422 if form.errors else 200)
