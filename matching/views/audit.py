"""Is it fair? Waiting and matches by group, for the team."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core.suppression import K
from matching.audit import Figures, Table, audit_of
from organisations.models.enrolments import Side
from organisations.selectors import get_programme
from organisations.views.desk import team_user

Bar = dict[str, str | int]
_TABS = ((Side.SEEKER, _("Who looks for somebody")), (Side.VOLUNTEER, _("Volunteers")))
_ORDERS = {
    "": _("as listed"),
    "weeks": _("longest waiting first"),
    "waiting": _("most people first"),
    "percent": _("fewest matched first"),
}


@login_required
@require_GET
def audit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One side at a time; side and order stand in the address."""
    programme = get_programme(public_id=public_id, by=team_user(request))
    wanted, order = request.GET.get("side", ""), request.GET.get("order", "")
    side = wanted if wanted in Side.values else Side.SEEKER.value
    told = next(
        each for each in audit_of(programme=programme, now=timezone.now()) if each.side == side
    )
    context = {
        "programme": programme,
        "side": side,
        "tabs": _TABS,
        "order": order,
        "orders": _ORDERS.items(),
        "total": told.total,
        "tables": [_shown(table, order) for table in told.tables],
        "k": K,
    }
    return render(request, "matching/audit.html", context)


def _shown(table: Table, order: str) -> tuple[Table, list[Figures], list[str], list[Bar]]:
    """A table with its rows, the names of those that say nothing at all, and its bars."""
    rows = in_order(table, order)
    unseen = [row.label for row in rows if row.says_nothing]
    bars: list[Bar] = [
        {"label": row.label, "value": row.half_weeks} for row in rows if row.half_weeks is not None
    ]
    return table, [row for row in rows if not row.says_nothing], unseen, bars


def in_order(table: Table, order: str) -> list[Figures]:
    """Sorted by what is shown. Hidden numbers come last, as listed: else their place would tell them."""
    keys = {
        "weeks": lambda row: (row.half_weeks is None, -(row.half_weeks or 0)),
        "waiting": lambda row: (row.waiting is None, -(row.waiting or 0)),
        "percent": lambda row: (row.percent is None, row.percent or 0),
    }
    return sorted(table.rows, key=keys[order]) if order in keys else table.rows
