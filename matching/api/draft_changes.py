"""For the team: who is in a draft group, and who leads it. Each change has an address that only tells what it would do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import login_of
from accounts.models import User
from core.api.serializers import Input, read
from core.errors import NotFoundHere
from matching import services
from matching.api.drafts import told
from matching.api.forming_serializers import (
    DraftLeadInput,
    DraftMergeInput,
    DraftSerializer,
    DraftSplitInput,
    EffectSerializer,
    MoveMemberInput,
    TakeInInput,
)
from matching.group_selectors import get_draft
from matching.models import Draft
from organisations.api.access import TeamView
from organisations.selectors import get_enrolment
from organisations.theme_selectors import get_meeting_place


@dataclass(frozen=True)
class Change:
    """`preview` tells what it would do, `make` does it; it answers the draft that it made, if any."""

    preview: Callable[[], services.Effect]
    make: Callable[[], Draft | None]


Planned = Callable[[Draft, dict[str, Any], User, datetime], Change]


def _move(draft: Draft, said: dict[str, Any], by: User, now: datetime) -> Change:
    to = get_draft(public_id=said["to"], by=by) if said["to"] else None
    seen = {draft.pk: said["version"]} | ({to.pk: said["to_version"]} if to else {})
    return _moved(said["person"], draft, to, seen, by, now)


def _take(draft: Draft, said: dict[str, Any], by: User, now: datetime) -> Change:
    return _moved(said["person"], None, draft, {draft.pk: said["version"]}, by, now)


def _moved(
    person: UUID, of: Draft | None, to: Draft | None, seen: dict[int, int], by: User, now: datetime
) -> Change:
    enrolment_id = get_enrolment(public_id=person, by=by).pk
    of_id, to_id = of.pk if of else None, to.pk if to else None

    def make() -> None:
        services.move_person(
            enrolment_id=enrolment_id, of_id=of_id, to_id=to_id, seen=seen, by=by, now=now
        )

    return Change(
        lambda: services.preview_move(enrolment_id=enrolment_id, of=of, to=to, now=now), make
    )


def _merge(draft: Draft, said: dict[str, Any], by: User, now: datetime) -> Change:
    gone = get_draft(public_id=said["gone"], by=by)
    seen = {draft.pk: said["version"], gone.pk: said["gone_version"]}
    return Change(
        lambda: services.preview_merge(into=draft, gone=gone, now=now),
        lambda: services.merge_drafts(into_id=draft.pk, gone_id=gone.pk, seen=seen, by=by, now=now),
    )


def _split(draft: Draft, said: dict[str, Any], by: User, now: datetime) -> Change:
    facts: dict[str, Any] = {
        "people": {_member(draft, each) for each in said["people"]},
        "place": get_meeting_place(public_id=said["place"], by=by),
        "day_part": said["day_part"],
        "now": now,
    }
    return Change(
        lambda: services.preview_split(draft=draft, **facts),
        lambda: services.split_draft(draft_id=draft.pk, seen=said["version"], by=by, **facts),
    )


def _member(draft: Draft, person: UUID) -> int:
    """Somebody whom the draft plans for. Raises NotFoundHere."""
    for row in draft.members.all():
        if row.enrolment.public_id == person:
            return row.enrolment_id
    raise NotFoundHere(field="people")


def _lead(draft: Draft, said: dict[str, Any], by: User, now: datetime) -> Change:
    who = get_enrolment(public_id=said["person"], by=by).pk if said["person"] else None
    facts: dict[str, Any] = {"part": said["part"], "enrolment_id": who, "now": now}
    return Change(
        lambda: services.preview_lead(draft=draft, **facts),
        lambda: services.set_lead(draft=draft, seen=said["version"], by=by, **facts),
    )


class _Changes(TeamView):
    shape: type[Input]
    plan: Planned

    def change(self, request: Request, public_id: UUID) -> Change:
        by = login_of(request)
        draft = get_draft(public_id=public_id, by=by)
        return type(self).plan(draft, read(self.shape, request), by, timezone.now())


class _Preview(_Changes):
    throttle_scope = "heavy"

    def post(self, request: Request, public_id: UUID) -> Response:
        effect = self.change(request, public_id).preview()
        return Response(EffectSerializer(effect).data)


class _Make(_Changes):
    def post(self, request: Request, public_id: UUID) -> Response:
        made = self.change(request, public_id).make()
        return told(request, made.public_id if made else public_id)


def _views(shape: type[Input], plan: Planned, what: str) -> tuple[type[_Preview], type[_Make]]:
    """The two addresses of a change: what it would do, and doing it."""

    class Preview(_Preview):
        pass

    class Make(_Make):
        pass

    for view, answers, said in (
        (Preview, EffectSerializer, f"What it would do: {what} Changes nothing."),
        (Make, DraftSerializer, what),
    ):
        view.shape, view.plan = shape, staticmethod(plan)
        extend_schema_view(post=extend_schema(request=shape, responses=answers, description=said))(
            view
        )
    return Preview, Make


MovePreviewView, MoveView = _views(
    MoveMemberInput, _move, "Move a member to another draft, or back to who waits."
)
TakePreviewView, TakeView = _views(TakeInInput, _take, "Take somebody in who waits.")
MergePreviewView, MergeView = _views(
    DraftMergeInput, _merge, "The people of another draft of the same theme come into this one."
)
SplitPreviewView, SplitView = _views(
    DraftSplitInput,
    _split,
    "Some of this draft meet elsewhere or at another moment; the new draft is answered.",
)
LeadPreviewView, LeadView = _views(DraftLeadInput, _lead, "Who leads this draft, or backs it up.")
