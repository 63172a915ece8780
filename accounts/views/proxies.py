"""Who may fill in for somebody: the same page for the person and for a coordinator who notes it with them."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import services
from accounts.forms.proxies import ProxyForm
from accounts.models import Person, Proxy, User
from accounts.selectors import list_proxies
from accounts.views.steps import own_person
from core.errors import DomainError, NotFoundHere
from core.forms import explain
from core.views import say_and_go


def proxies_page(
    request: HttpRequest, *, person: Person, here: str, back: str, end: tuple[str, list[object]]
) -> HttpResponse:
    """`here` is the address of this page, `back` where it leads; `end` names the page that ends one, and what stands before its id."""
    form = ProxyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.name_proxy(
                person=person,
                by=cast(User, request.user),
                now=timezone.now(),
                **form.cleaned_data,
            )
        except DomainError as error:
            explain(form, error)
        else:
            return redirect(here)
    name, arguments = end
    rows = [
        (proxy, reverse(name, args=[*arguments, proxy.public_id]))
        for proxy in list_proxies(person=person, on=timezone.localdate())
    ]
    context = {
        "form": form,
        "rows": rows,
        "back": back,
        "person": person,
        "for_another": person.user_id != request.user.pk,
    }
    return render(request, "accounts/proxies.html", context, status=422 if form.errors else 200)


def proxy_of(person: Person, public_id: UUID) -> Proxy:
    """Raises NotFoundHere."""
    proxy = person.proxies.filter(public_id=public_id).first()
    if proxy is None:
        raise NotFoundHere
    return proxy


@login_required
def own_proxies(request: HttpRequest) -> HttpResponse:
    return proxies_page(
        request,
        person=own_person(request),
        here=reverse("accounts:proxies"),
        back=reverse("accounts:my_data"),
        end=("accounts:end_proxy", []),
    )


@login_required
@require_POST
def end_own_proxy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.end_proxy(
        proxy=proxy_of(own_person(request), public_id),
        by=cast(User, request.user),
        now=timezone.now(),
    )
    return say_and_go(request, _("They may no longer fill in."), "accounts:proxies")
