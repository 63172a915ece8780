"""Everything that can be told, as it looks by each way, with made-up people."""

from collections import Counter

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from core.errors import NotFoundHere
from notifications.channels.short import neutral_subject, own_page, short_text
from notifications.kinds import Kind, all_kinds, find_kind
from notifications.letters import Letter, make_pdf
from notifications.models import Message
from notifications.rendering import Written, subject_of
from notifications.rendering import render as render_kind
from notifications.sms_parts import parts_of, with_plain_marks
from organisations.views.desk import team_user

OWNERS: dict[str, str | Promise] = {
    "organisations": gettext_lazy("Registering, first talks and papers"),
    "waitlist": gettext_lazy("While somebody waits"),
    "matching": gettext_lazy("Proposals"),
    "groups": gettext_lazy("Pairs and groups"),
    "followup": gettext_lazy("How it goes"),
    "notifications": gettext_lazy("Summaries"),
}
LOOKS = {"light": "not all", "dark": "all"}
_DARK = "(prefers-color-scheme: dark)"
# A mail has styles of its own, and shall do nothing: no script, no form, nothing from elsewhere.
_MAIL_ONLY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": [True],
}


@login_required
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """All kinds of messages, by what they are about."""
    team_user(request)
    language, kinds = request.LANGUAGE_CODE, list(all_kinds())
    called = {kind.code: subject_of(kind, language) for kind in kinds}
    how_many = Counter(called.values())
    owners: dict[str, list[tuple[Kind, str, str]]] = {owner: [] for owner in OWNERS}
    for kind in kinds:
        subject = called[kind.code]
        begins = _first_words(kind, language) if how_many[subject] > 1 else ""
        owners.setdefault(kind.owner, []).append((kind, subject, begins))
    context = {
        "owners": [(OWNERS.get(owner, owner), kinds) for owner, kinds in owners.items() if kinds]
    }
    return render(request, "organisations/catalogue.html", context)


@login_required
@require_GET
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def kind_shown(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """One kind in one language, by every way."""
    team_user(request)
    kind, written = _written(code, language)
    message = Message(kind=code)
    sms = with_plain_marks(short_text(message, written))
    parts = parts_of(sms)
    context = {
        "kind": kind,
        "written": written,
        "language": language,
        "shapes": [(look, width) for width in ("360", "100%") for look in LOOKS],
        "sms": sms,
        "parts": parts,
        "price": parts.parts * settings.SMS_PART_PRICE_CENT,
        "push": {"title": neutral_subject(message, written), "url": own_page()},
    }
    return render(request, "organisations/kind.html", context)


@login_required
@require_GET
@xframe_options_sameorigin
@csp(_MAIL_ONLY)  # type: ignore[arg-type]
def kind_mail(request: HttpRequest, code: str, language: str, look: str) -> HttpResponse:
    """The mail itself, light or dark whatever the reader's own screen prefers."""
    team_user(request)
    if look not in LOOKS:
        raise NotFoundHere
    _kind, written = _written(code, language)
    return HttpResponse(written.html.replace(_DARK, LOOKS[look]))


@login_required
@require_GET
def kind_letter(request: HttpRequest, code: str, language: str) -> HttpResponse:
    team_user(request)
    _kind, written = _written(code, language)
    letter = Letter(["Ana Peeters", "Voorbeeldstraat 1", "9000 Gent"], written)
    pdf = make_pdf(
        [letter],
        sender=_("Your organisation"),
        title=written.subject,
        language=language,
        on=timezone.localdate(),
    )
    shown = {"Content-Disposition": 'inline; filename="letter.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=shown)


def _first_words(kind: Kind, language: str) -> str:
    """What it tells after the greeting: two kinds may have the same neutral subject."""
    greeting, _gap, told = render_kind(kind, kind.sample(), language).text.partition("\n\n")
    return " ".join((told or greeting).split())


def _written(code: str, language: str) -> tuple[Kind, Written]:
    """Raises NotFoundHere."""
    kind = find_kind(code)
    if kind is None or language not in dict(settings.LANGUAGES):
        raise NotFoundHere
    return kind, render_kind(kind, kind.sample(), language)
