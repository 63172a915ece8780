"""One draft group: who is in it, and what a coordinator changes and decides. A change is shown before it is made: a form that is sent
without `sure` answers what it would do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from core.errors import InvalidInput, NotFoundHere
from core.text import whole_number
from core.views import say_and_go, says_yes
from matching import services
from matching.group_cards import draft_card
from matching.group_selectors import (
    get_draft,
    list_drafts,
    list_who_could_come,
    list_who_could_lead,
)
from matching.group_words import broken_in_words, day_part_choices
from matching.models import Draft
from matching.models.drafts import Part
from matching.models.proposals import RejectReason
from matching.services.group_judging import Effect
from matching.states import DraftState
from organisations.selectors import get_enrolment
from organisations.theme_selectors import get_meeting_place, list_meeting_places
from organisations.views.desk import team_user

SHOWN = 50


@login_required
@require_GET
def draft(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    row = get_draft(public_id=public_id, by=user)
    context: dict[str, Any] = {"card": draft_card(row), "programme": row.programme}
    parts = [(each, each.label) for each in (Part.FACILITATOR, Part.BACK_UP)]
    if row.state == DraftState.ASKED:
        context |= {"could_lead": list_who_could_lead(draft=row)[:SHOWN], "parts": parts}
    if row.state == DraftState.DRAFT:
        others = list_drafts(by=user, states=[DraftState.DRAFT]).filter(theme=row.theme_id)
        context |= {
            "others": [draft_card(each) for each in others.exclude(pk=row.pk)[:SHOWN]],
            "could_come": list_who_could_come(draft=row)[:SHOWN],
            "could_lead": list_who_could_lead(draft=row)[:SHOWN],
            "places": list_meeting_places(organisation_id=row.programme.organisation_id),
            "day_parts": day_part_choices(),
            "parts": parts,
            "reject_reasons": RejectReason.choices,
        }
    return render(request, "matching/draft.html", context)


def _version(request: HttpRequest) -> int:
    return whole_number(request.POST.get("version", ""))


def _named(value: str) -> UUID:
    """An id as it stands in a form. Raises InvalidInput."""
    try:
        return UUID(value)
    except ValueError as error:
        raise InvalidInput from error


def _draft_and_version(value: str, user: User) -> tuple[Draft, int]:
    """ "id:version", as the choice of a draft stands in a form."""
    name, _colon, version = value.partition(":")
    return get_draft(public_id=_named(name), by=user), whole_number(version)


def _change(
    request: HttpRequest,
    row: Draft,
    *,
    preview: Callable[[], Effect],
    make: Callable[[], Any],
    said: str,
) -> HttpResponse:
    """Show what it would do; with `sure`, do it."""
    if request.POST.get("sure"):
        make()
        return say_and_go(request, said, "matching:draft", row.public_id)
    effect = preview()
    before, after = effect.judgement.before, effect.judgement.after
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    context = {
        "draft": row,
        "before": before,
        "after": after,
        "refused": [broken_in_words(each.rule) for each in effect.refused],
        "warned": [broken_in_words(each.rule) for each in effect.warned],
        "mended": [broken_in_words(each.rule) for each in effect.judgement.mended],
        "fields": fields,
        "to_nobody": request.POST.get("to") == "waiting",
    }
    return render(request, "matching/draft_effect.html", context)


@login_required
@require_POST
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody from this draft to another one or back to who waits; or, with `from` waiting, into this one."""
    user = team_user(request)
    row = get_draft(public_id=public_id, by=user)
    seen = {row.pk: _version(request)}
    person = get_enrolment(public_id=_named(request.POST.get("person", "")), by=user)
    of: Draft | None = row
    to: Draft | None = None
    if request.POST.get("from") == "waiting":
        of, to = None, row
    elif request.POST.get("to") != "waiting":
        to, version = _draft_and_version(request.POST.get("to", ""), user)
        seen[to.pk] = version
    now = timezone.now()
    return _change(
        request,
        row,
        preview=lambda: services.preview_move(enrolment_id=person.pk, of=of, to=to, now=now),
        make=lambda: services.move_person(
            enrolment_id=person.pk,
            of_id=of.pk if of else None,
            to_id=to.pk if to else None,
            seen=seen,
            by=user,
            now=now,
        ),
        said=_("Moved."),
    )


@login_required
@require_POST
def merge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The people of another draft come into this one."""
    user = team_user(request)
    row = get_draft(public_id=public_id, by=user)
    gone, version = _draft_and_version(request.POST.get("gone", ""), user)
    seen, now = {row.pk: _version(request), gone.pk: version}, timezone.now()
    return _change(
        request,
        row,
        preview=lambda: services.preview_merge(into=row, gone=gone, now=now),
        make=lambda: services.merge_drafts(
            into_id=row.pk, gone_id=gone.pk, seen=seen, by=user, now=now
        ),
        said=_("The two drafts are one now."),
    )


@login_required
@require_POST
def split(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Some of this draft meet elsewhere, or at another moment."""
    user = team_user(request)
    row = get_draft(public_id=public_id, by=user)
    ids = [_named(value) for value in request.POST.getlist("people")]
    people = [each.enrolment_id for each in row.members.all() if each.enrolment.public_id in ids]
    place = get_meeting_place(public_id=_named(request.POST.get("place", "")), by=user)
    day_part, now = whole_number(request.POST.get("day_part", "")), timezone.now()
    facts: dict[str, Any] = {"people": set(people), "place": place, "day_part": day_part}
    return _change(
        request,
        row,
        preview=lambda: services.preview_split(draft=row, now=now, **facts),
        make=lambda: services.split_draft(
            draft_id=row.pk, seen=_version(request), by=user, now=now, **facts
        ),
        said=_("There are two drafts now. Look who leads the new one."),
    )


@login_required
@require_POST
def lead(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who leads this draft, or backs it up."""
    user = team_user(request)
    row = get_draft(public_id=public_id, by=user)
    who = request.POST.get("person", "")
    person = get_enrolment(public_id=_named(who), by=user).pk if who else None
    part, now = request.POST.get("part", ""), timezone.now()
    return _change(
        request,
        row,
        preview=lambda: services.preview_lead(draft=row, part=part, enrolment_id=person, now=now),
        make=lambda: services.set_lead(
            draft=row, part=part, enrolment_id=person, seen=_version(request), by=user, now=now
        ),
        said=_("Saved.") if row.state == DraftState.DRAFT else _("Saved. They are asked now."),
    )


def _decide(
    request: HttpRequest, public_id: UUID, service: Callable[..., Any], said: str, **facts: Any
) -> HttpResponse:
    user = team_user(request)
    row = get_draft(public_id=public_id, by=user)
    service(draft_id=row.pk, by=user, now=timezone.now(), **facts)
    return say_and_go(request, said, "matching:draft", public_id)


@login_required
@require_POST
def approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    said = _("Everybody is asked. You hear when enough said yes.")
    return _decide(request, public_id, services.approve_draft, said, seen=_version(request))


@login_required
@require_POST
def reject(request: HttpRequest, public_id: UUID) -> HttpResponse:
    said = _("This draft is not proposed. Its people wait on.")
    facts = {"seen": _version(request), "reason": request.POST.get("reason", "")}
    return _decide(request, public_id, services.reject_draft, said, **facts)


@login_required
@require_POST
def dissolve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    said = _("Everybody is told in kind words, and waits on.")
    return _decide(request, public_id, services.dissolve_draft, said)


@login_required
@require_POST
def lock(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Fix a draft for the next search, or release it."""
    locked = not request.POST.get("release")
    said = _("Fixed: the next search only adds to it.") if locked else _("Not fixed any more.")
    return _decide(
        request, public_id, services.lock_draft, said, locked=locked, seen=_version(request)
    )


@login_required
@require_POST
def told(request: HttpRequest, public_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Somebody told the team what they answer."""
    user = team_user(request)
    row = get_draft(public_id=public_id, by=user)
    rows = row.members.filter(enrolment__public_id=enrolment_id, asked_at__isnull=False)
    member = rows.order_by("-pk").first()
    if member is None:
        raise NotFoundHere
    services.answer_group(
        member_id=member.pk,
        yes=says_yes(request, "answer"),
        way="coordinator",
        by=user,
        now=timezone.now(),
    )
    return say_and_go(request, _("Noted."), "matching:draft", public_id)
