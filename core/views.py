"""Pages that belong to nobody in particular, and what machines ask: is it alive, how is it doing."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.templatetags.static import static
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as set_language_cookie

from core.errors import InvalidInput
from core.panels import Panel, render_later

_INFORMATION = {"how", "privacy", "accessibility"}


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "core/front.html")


@require_GET
def information(request: HttpRequest, page: str) -> HttpResponse:
    """The pages that only tell something; `page` comes from the list of addresses."""
    return render(request, f"core/{page}.html")


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component with sample content, for developers."""
    points = [
        {"lat": 51.05, "lon": 3.72, "count": 12, "label": "Gent"},
        {"lat": 50.85, "lon": 4.35, "count": 30, "label": "Brussel"},
        {"lat": 51.22, "lon": 4.40, "count": 5, "label": "Antwerpen"},
    ]
    bars = [{"label": "Gent", "value": 12}, {"label": "Brussel", "value": 30}]
    return render(request, "core/components.html", {"points": points, "bars": bars})


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone asks before it puts the site on its home screen, as an app of its own."""
    icons = [
        {"src": static("core/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        *(
            {
                "src": static(f"core/icon-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in (192, 512)
        ),
    ]
    told = {
        "id": "/",
        "name": "Kompaan",
        "short_name": "Kompaan",
        "description": _("Kompaan brings people together: a buddy or a group near you."),
        "lang": request.LANGUAGE_CODE,
        "start_url": resolve_url(settings.LOGIN_REDIRECT_URL),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f7f3ec",
        "theme_color": "#17564f",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Read on in another language; somebody who is logged in keeps it."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and translation.check_for_language(language):
        get_user_model()._default_manager.filter(pk=request.user.pk).update(language=language)
    return set_language_cookie(request)


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/404.html", status=404)


def not_read(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What came in is more, or other, than any page of ours sends. What was typed cannot be shown back: it was not read."""
    return render(request, "core/400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long, or cookies are off: say so, and offer the page again."""
    back = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    return render(request, "core/csrf.html", {"back": back}, status=403)


def go_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """After a button: to the page that `next` names, when that is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect(otherwise)


def show_later(
    request: HttpRequest, panel: Panel, back: str, where: str, **facts: Any
) -> HttpResponse:
    """A panel that a page fetches afterwards; opened on its own, a page with a way `back` to that page, which is called `where`."""
    is_part = bool(request.htmx)  # type: ignore[attr-defined]
    to = f"{back}#more-{panel.name}" if is_part else request.path
    told = render_later(panel, request, back=to, **facts)
    context = {"panel": panel, "told": told, "back": back, "where": where}
    page = render(request, "core/later_part.html" if is_part else "core/later_page.html", context)
    patch_vary_headers(page, ["HX-Request"])
    return page


def choice_in(request: HttpRequest, name: str, choices: Collection[str]) -> str:
    """What was pressed or chosen in a form. Raises InvalidInput for anything else: what is no yes is not a no."""
    said = request.POST.get(name, "")
    if said not in choices:
        raise InvalidInput(field=name)
    return said


def says_yes(request: HttpRequest, name: str) -> bool:
    """A button with "yes" or "no"."""
    return choice_in(request, name, ("yes", "no")) == "yes"


def chosen_language(request: HttpRequest) -> str:
    """The language that was chosen with the buttons above a page; empty when nobody chose."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def say_and_go(request: HttpRequest, said: str, to: str, *args: object) -> HttpResponse:
    """Tell what was done, and go to the next page."""
    messages.success(request, said or _("Saved."))
    return redirect(to, *args)
