"""What followup adds to pages of the apps below: questions, moving and stopping on a pair's page, and what is to do on the desk."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Person, User
from core.lists import first_of_each
from core.panels import Panel, register
from followup.forms import FinishForm, MoveForm, TalkForm
from followup.models.check_ins import Kind, Said
from followup.selectors import (
    closure_of,
    list_check_ins,
    list_closing,
    list_moves_to_decide,
    list_own_questions,
    list_to_call,
    list_to_review,
)
from groups.cards import PairCard
from groups.selectors import Seen, list_to_plan
from groups.states import OPEN, State

SHOWN = 8


def _home(request: HttpRequest, *, person: Person, **_facts: Any) -> dict[str, Any] | None:
    questions = list(list_own_questions(user=cast(User, request.user))[:SHOWN])
    return {"questions": questions} if questions else None


def _pair(
    request: HttpRequest, *, seen: Seen, card: PairCard, **typed: forms.BaseForm
) -> dict[str, Any]:
    """One of the two reads only their own questions; the team reads all."""
    rows = list_check_ins(group=seen.group)
    if seen.seat is not None:
        rows = rows.filter(seat=seen.seat)
    closure = closure_of(seen.group)
    moves = list_moves_to_decide(by=request.user).filter(seat__group=seen.group)
    return {
        "card": card,
        "group": seen.group,
        "questions": rows,
        "kinds": Kind,
        "answers": Said.choices,
        "is_closing": seen.group.state == State.CLOSING,
        "closure": closure if seen.is_team else None,
        "moves": moves if seen.is_team else [],
        "talk_form": TalkForm(
            auto_id="talk_%s", initial={"talk_on": closure.talk_on if closure else None}
        ),
        "finish_form": FinishForm(
            auto_id="finish_%s", initial={"reason": closure.reason if closure else ""}
        ),
        "today": timezone.localdate(),
        **{name: form for name, form in typed.items() if name in _FORMS},
    }


_FORMS = ("talk_form", "finish_form")


def _pair_after(
    request: HttpRequest, *, seen: Seen, card: PairCard, **typed: forms.BaseForm
) -> dict[str, Any] | None:
    """Moving and stopping, for as long as it is not ending."""
    if seen.group.state not in OPEN:
        return None
    return {"card": card, "move_form": typed.get("move_form") or MoveForm(auto_id="move_%s")}


def _desk(request: HttpRequest, *, user: User) -> dict[str, Any]:
    now = timezone.now()
    pairs = {
        "to_plan": list_to_plan(by=user, now=now),
        "to_review": list_to_review(by=user, on=timezone.localdate(now)),
        "closing": list_closing(by=user),
    }
    lists = {name: some.select_related("closure") for name, some in pairs.items()}
    rows: dict[str, Any] = {
        **first_of_each(lists, at_most=SHOWN),
        "to_call": list(list_to_call(by=user)[:SHOWN]),
        "moves": list(list_moves_to_decide(by=user)[:SHOWN]),
    }
    return rows | {"is_empty": not any(rows.values())}


def register_panels() -> None:
    register(Panel("home", 3, "followup/panel_home.html", _home))
    register(Panel("pair", 10, "followup/panel_pair.html", _pair))
    register(Panel("pair_after", 10, "followup/panel_pair_after.html", _pair_after))
    register(Panel("desk", 5, "followup/panel_desk.html", _desk))
