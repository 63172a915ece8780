"""The rules and weights of a programme: change them, see beforehand what that does, and read who changed what."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from core.errors import ChangedMeanwhile, DomainError
from core.forms import explain, send_again_with
from core.views import say_and_go
from matching import services
from matching.forms import RulesForm, filled_in
from matching.models import RuleSet
from matching.rule_words import changes_in_words
from matching.selectors import get_rule_set, list_rule_sets
from matching.services.rules import current_rule_set, engine_rules
from organisations.models import Programme
from organisations.selectors import get_programme
from organisations.views.desk import team_user

SHOWN = 20


@dataclass(frozen=True)
class Version:
    """A version of the rules, and what it changed."""

    rule_set: RuleSet
    changes: list[str]


@login_required
def rules(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """`?from=3` fills the form in as it was in version 3; nothing is saved by that."""
    user = team_user(request)
    programme = get_programme(public_id=public_id, by=user)
    form = RulesForm(request.POST or None, initial=_known(programme, request.GET.get("from", "")))
    if request.method == "POST" and form.is_valid() and _saved(form, programme, user):
        return say_and_go(
            request, _("Saved. The next search follows these rules."), "matching:rules", public_id
        )
    return _page(request, programme, form)


@login_required
@require_POST
def preview_rules(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What would change. htmx gets only that part of the page."""
    user = team_user(request)
    programme = get_programme(public_id=public_id, by=user)
    form = RulesForm(request.POST)
    found = _previewed(form, programme, user) if form.is_valid() else None
    if request.htmx:  # type: ignore[attr-defined]
        context = {"preview": found, "form": form}
        return render(request, "matching/rules_preview.html", context)
    return _page(request, programme, form, preview=found)


def _known(programme: Programme, wanted: str) -> dict[str, Any]:
    current = current_rule_set(programme=programme, now=timezone.now())
    shown = current
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 9:
        shown = get_rule_set(programme=programme, version=int(wanted))
    return filled_in(*engine_rules(shown), current.version)


def _saved(form: RulesForm, programme: Programme, user: User) -> bool:
    now = timezone.now()
    try:
        services.save_rule_set(
            programme=programme,
            by=user,
            now=now,
            expected_version=form.cleaned_data["version"],
            **form.said(),
        )
    except ChangedMeanwhile as error:
        explain(form, error)
        send_again_with(form, current_rule_set(programme=programme, now=now).version)
        return False
    except DomainError as error:
        explain(form, error)
        return False
    return True


def _previewed(form: RulesForm, programme: Programme, user: User) -> services.Preview | None:
    try:
        return services.preview_rules(
            programme=programme, by=user, now=timezone.now(), **form.said()
        )
    except DomainError as error:
        explain(form, error)
        return None


def _page(
    request: HttpRequest,
    programme: Programme,
    form: RulesForm,
    *,
    preview: services.Preview | None = None,
) -> HttpResponse:
    context = {
        "programme": programme,
        "form": form,
        "preview": preview,
        "versions": _versions(programme),
    }
    status = 422 if form.errors else 200
    return render(request, "matching/rules.html", context, status=status)


def _versions(programme: Programme) -> list[Version]:
    rows = list(list_rule_sets(programme=programme)[: SHOWN + 1])
    ways = [engine_rules(row) for row in rows]
    first = [(ways[-1], ways[-1])] if len(rows) <= SHOWN else []
    pairs = [*zip(ways[1:], ways, strict=False), *first]
    return [Version(row, changes_in_words(*pair)) for row, pair in zip(rows, pairs, strict=False)]
