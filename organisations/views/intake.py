"""The questions of a programme's own: its lead puts them in order, adds, changes and takes away."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from core.errors import ChangedMeanwhile, DomainError, NotFoundHere
from core.forms import explain, send_again_with
from core.views import say_and_go
from organisations import services
from organisations.intake import Kind, Question
from organisations.intake_forms import LANGUAGES, QuestionForm, filled_in
from organisations.models import Programme
from organisations.models.enrolments import Side
from organisations.permissions import leads
from organisations.selectors import (
    current_intake_form,
    get_programme,
    list_intake_forms,
    questions_of,
)
from organisations.views.desk import team_user

SHOWN = 20


@dataclass(frozen=True)
class Row:
    """A question in the list: its text, kind and side in words, and the languages in which it is missing."""

    question: Question
    text: str
    kind: str
    side: str
    missing: list[str]


def _of_lead(request: HttpRequest, public_id: UUID) -> tuple[User, Programme, list[Question], int]:
    """Who leads, the programme, its questions and their version. Raises NotFoundHere."""
    user = team_user(request)
    programme = get_programme(public_id=public_id, by=user)
    if not leads(user, programme.organisation_id):
        raise NotFoundHere
    form = current_intake_form(programme_id=programme.pk)
    return user, programme, questions_of(form), form.version if form else 0


@login_required
@require_GET
def questions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    _user, programme, asked, version = _of_lead(request, public_id)
    context = {
        "programme": programme,
        "rows": [_row(question) for question in asked],
        "version": version,
        "versions": list_intake_forms(programme=programme)[:SHOWN],
    }
    return render(request, "organisations/questions.html", context)


def _row(question: Question) -> Row:
    return Row(
        question=question,
        text=question.named(get_language() or ""),
        kind=str(Kind(question.kind).label),
        side=str(Side(question.side).label) if question.side else "",
        missing=[code for code in LANGUAGES if not question.label.get(code)],
    )


@login_required
def add_question(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user, programme, asked, version = _of_lead(request, public_id)
    form = QuestionForm(request.POST or None, earlier=asked, initial={"version": version})
    if request.method == "POST" and form.is_valid():
        wanted = [*asked, form.question("")]
        if _saved(form, programme, wanted, user):
            return say_and_go(
                request, _("The question is there."), "organisations:questions", public_id
            )
    return _page(request, programme, form, None)


@login_required
def question(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    user, programme, asked, version = _of_lead(request, public_id)
    at = _position(asked, code)
    initial = filled_in(asked[at]) | {"version": version}
    form = QuestionForm(request.POST or None, earlier=asked[:at], initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = [*asked[:at], form.question(code), *asked[at + 1 :]]
        if _saved(form, programme, wanted, user):
            return say_and_go(request, _("Saved."), "organisations:questions", public_id)
    return _page(request, programme, form, asked[at])


@login_required
@require_POST
def move_question(request: HttpRequest, public_id: UUID, code: str, move: str) -> HttpResponse:
    """Up, down, or away."""
    user, programme, asked, version = _of_lead(request, public_id)
    at, typed = _position(asked, code), request.POST.get("version", "")
    others = [*asked[:at], *asked[at + 1 :]]
    if move in ("up", "down"):
        others.insert(max(0, at - 1) if move == "up" else at + 1, asked[at])
    elif move != "remove":
        raise NotFoundHere
    services.save_questions(
        programme_id=programme.pk,
        questions=others,
        by=user,
        now=timezone.now(),
        expected_version=version if typed == str(version) else -1,
    )
    return redirect("organisations:questions", public_id)


def _position(asked: Sequence[Question], code: str) -> int:
    for at, each in enumerate(asked):
        if each.code == code:
            return at
    raise NotFoundHere


def _saved(
    form: QuestionForm, programme: Programme, wanted: Sequence[Question], user: User
) -> bool:
    try:
        services.save_questions(
            programme_id=programme.pk,
            questions=wanted,
            by=user,
            now=timezone.now(),
            expected_version=form.cleaned_data["version"],
        )
    except ChangedMeanwhile as error:
        explain(form, error)
        current = current_intake_form(programme_id=programme.pk)
        send_again_with(form, current.version if current else 0)
        return False
    except DomainError as error:
        _explain(form, error)
        return False
    return True


def _explain(form: QuestionForm, error: DomainError) -> None:
    """A text stands once in each language: its refusal goes to the first of them."""
    first = f"{error.field}_{LANGUAGES[0]}"
    if first in form.fields:
        error.field = first
    explain(form, error)


def _page(
    request: HttpRequest, programme: Programme, form: QuestionForm, asked: Question | None
) -> HttpResponse:
    context = {"programme": programme, "form": form, "question": asked}
    status = 422 if form.errors else 200
    return render(request, "organisations/question.html", context, status=status)
