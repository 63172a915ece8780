"""Parts of a page that apps above add to it, so that the page's own app need not know them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

Build = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """`build(request, **facts)` gives the template's context, or None when there is nothing to show."""

    page: str
    order: int
    template: str
    build: Build


_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Add a panel to a page; called once by its app in `AppConfig.ready`."""
    _panels.append(panel)
    _panels.sort(key=lambda each: (each.page, each.order))


def render_panels(page: str, request: HttpRequest, **facts: Any) -> SafeString:
    """The panels of a page, one below the other."""
    told = []
    for panel in _panels:
        if panel.page == page:
            context = panel.build(request, **facts)
            if context is not None:
                told.append(render_to_string(panel.template, context, request=request))
    return mark_safe("\n".join(told))  # noqa: S308  (made by templates that escape)
