"""Parts of a page that apps above add to it, so that the page's own app need not know them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from core.errors import NotFoundHere

Build = Callable[..., Any]


@dataclass(frozen=True)
class Panel:
    """`build(request, **facts)` gives the template's context, or None when there is nothing to show. A panel in a page of rows is
    built for all of them: id of the row → context.

    With a `name` the page shows only a place for it, with `title`, that fetches the panel afterwards: for what stands below
    and is a page of its own. `nothing` is what that page says when there is nothing to show.
    """

    page: str
    order: int
    template: str
    build: Build
    name: str = ""
    title: str | Promise = ""
    nothing: str | Promise = ""


_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Add a panel to a page; called once by its app in `AppConfig.ready`."""
    _panels.append(panel)
    _panels.sort(key=lambda each: (each.page, each.order))


def render_panels(page: str, request: HttpRequest, **facts: Any) -> SafeString:
    """The panels that a page shows at once, one below the other."""
    told = []
    for panel in _of(page):
        if not panel.name:
            context = panel.build(request, **facts)
            if context is not None:
                told.append(render_to_string(panel.template, context, request=request))
    return _joined(told)


def render_panels_of_each(
    page: str, request: HttpRequest, rows: Sequence[Model]
) -> list[SafeString]:
    """For each row of a page its panels, one below the other; each panel is built once for all rows."""
    told: dict[Any, list[str]] = {row.pk: [] for row in rows}
    for panel in _of(page) if rows else ():
        for pk, context in panel.build(request, rows=rows).items():
            told[pk].append(render_to_string(panel.template, context, request=request))
    return [_joined(told[row.pk]) for row in rows]


def later_panels(page: str, view: str, *args: Any) -> list[tuple[Panel, str]]:
    """The panels of a page that it fetches afterwards, each with its address: that of `view`, with the name of the panel last."""
    return [(panel, reverse(view, args=[*args, panel.name])) for panel in _of(page) if panel.name]


def later_panel(page: str, name: str) -> Panel:
    """Raises NotFoundHere."""
    for panel in _of(page):
        if panel.name and panel.name == name:
            return panel
    raise NotFoundHere


def render_later(
    panel: Panel, request: HttpRequest, *, back: str, **facts: Any
) -> SafeString | str:
    """One such panel; "" when there is nothing to show. `back` is where its forms lead back to."""
    context = panel.build(request, **facts)
    if context is None:
        return ""
    return render_to_string(panel.template, context | {"back": back}, request=request)


def _of(page: str) -> list[Panel]:
    return [panel for panel in _panels if panel.page == page]


def _joined(told: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(told))  # noqa: S308  (made by templates that escape)
