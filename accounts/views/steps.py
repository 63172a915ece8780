"""Showing and saving one step of a profile: the same for the person and for a coordinator who fills in with them."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forms import STEPS, Step, StepForm, get_step
from accounts.models import Person, User
from core.errors import ChangedMeanwhile, DomainError, NotFoundHere
from core.forms import explain, send_again_with, show_stored


def own_person(request: HttpRequest) -> Person:
    """The person of who is logged in. Raises NotFoundHere."""
    rows = Person.objects.select_related("user", "profile", "place__postal")
    person = rows.filter(user_id=request.user.pk or 0).order_by("pk").first()
    if person is None:
        raise NotFoundHere
    return person


def edit_step(
    request: HttpRequest,
    *,
    person: Person,
    code: str,
    url: str,
    args: list[object],
    back: str,
    steps: Sequence[Step] = STEPS,
) -> HttpResponse:
    """`url` names the page of a step, `args` what stands before its code there; `back` is where the last of `steps` leads."""
    step = get_step(code)
    if step is None or step not in steps:
        raise NotFoundHere
    form = step.form(request.POST or None, person=person, parts=step.parts)
    at = steps.index(step)
    onwards = reverse(url, args=[*args, steps[at + 1].code]) if at + 1 < len(steps) else back
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        messages.success(request, _("Saved."))
        return redirect(back if "stop" in request.POST else onwards)
    context = {
        "form": form,
        "step": step,
        "at": at + 1,
        "total": len(steps),
        "onwards": onwards,
        "back": back,
        "before": reverse(url, args=[*args, steps[at - 1].code]) if at else "",
        "person": person,
        "for_another": person.user_id != request.user.pk,
    }
    return render(request, step.form.template, context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: StepForm) -> bool:
    try:
        form.save(by=cast(User, request.user), now=timezone.now())
    except ChangedMeanwhile as error:
        explain(form, error)
        fresh = Person.objects.get(pk=form.person.pk)
        show_stored(form, type(form)(person=fresh, parts=form.parts))
        send_again_with(form, fresh.version)
    except DomainError as error:
        explain(form, error)
    else:
        return True
    return False


@login_required
def own_step(request: HttpRequest, code: str) -> HttpResponse:
    return edit_step(
        request,
        person=own_person(request),
        code=code,
        url="accounts:step",
        args=[],
        back=reverse("organisations:home"),
    )
