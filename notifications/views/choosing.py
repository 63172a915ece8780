"""How somebody hears from us: their own page, which a coordinator also opens for somebody of their organisation."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from core.forms import explain
from core.views import choice_in
from notifications import services
from notifications.chosen import chosen_by, reader_of_login
from notifications.forms import ChoicesForm, PauseForm
from notifications.habits import quiet_hours
from notifications.readers import Reader
from notifications.services.choosing import begin_of

_DO = ("save", "pause", "go_on")


@login_required
def my_choices(request: HttpRequest) -> HttpResponse:
    return choices_page(
        request,
        reader=reader_of_login(cast(User, request.user)),
        here=reverse("my_choices"),
        back=reverse("organisations:home"),
    )


def choices_page(
    request: HttpRequest, *, reader: Reader, here: str, back: str, for_another: bool = False
) -> HttpResponse:
    """`here` is the address of this page, `back` where it leads."""
    do = choice_in(request, "do", _DO) if request.method == "POST" else ""
    stands = chosen_by(reader, for_another=for_another)
    form = ChoicesForm(request.POST if do == "save" else None, stands=stands)
    pause = PauseForm(request.POST if do == "pause" else None)
    if do and _done(request, do, reader, form, pause):
        return redirect(here)
    now, until = timezone.now(), stands.habit.paused_until
    context = {
        "form": form,
        "pause": pause,
        "channels": stands.channels,
        "paused_until": until if until is not None and until > now else None,
        "zone": stands.habit.zone,
        "usual": quiet_hours(),
        "back": back,
        "for_another": for_another,
        "person": reader.person,
    }
    faulty = form.errors or pause.errors
    return render(request, "notifications/choices.html", context, status=422 if faulty else 200)


def _done(
    request: HttpRequest, do: str, reader: Reader, form: ChoicesForm, pause: PauseForm
) -> bool:
    who: dict[str, Any] = {"reader": reader, "by": cast(User, request.user), "now": timezone.now()}
    sent = pause if do == "pause" else form
    try:
        if do == "go_on":
            services.end_pause(**who)
            messages.success(request, _("Messages come again."))
        elif not sent.is_valid():
            return False
        elif do == "pause":
            services.pause(until=begin_of(pause.cleaned_data["until"], reader), **who)
            messages.success(request, _("There is a pause. What can wait, waits."))
        else:
            services.set_choices(**form.said(), **who)
            messages.success(request, _("Saved."))
    except DomainError as error:
        explain(sent, error)
        return False
    return True
