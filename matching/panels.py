"""What matching adds to pages of the apps below: proposals on one's own page, drafts and questions on the desk."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Person, User
from core.lists import Pages
from core.panels import Panel, register
from groups.selectors import Seen
from matching.cards import card_for, cards_of
from matching.choice_selectors import (
    list_choices,
    list_drafts_of,
    list_own_choices,
    open_choice_of,
)
from matching.models import Proposal
from matching.selectors import (
    count_proposals,
    list_looks_at,
    list_open_questions,
    list_own_answers,
    list_proposals,
    list_proposals_of,
    list_to_look_at,
)
from matching.states import OPEN, ChoiceState, ProposalState
from organisations.models import Enrolment
from organisations.selectors import list_programmes
from organisations.states import State

SHOWN = 8


def _home(request: HttpRequest, *, person: Person, **_facts: Any) -> dict[str, Any] | None:
    user = cast(User, request.user)
    answers = list_own_answers(user=user).filter(proposal__state=ProposalState.OFFERED)[:SHOWN]
    cards = [card_for(answer, request.LANGUAGE_CODE) for answer in answers]
    return {"cards": cards} if cards else None


def _desk(request: HttpRequest, *, user: User) -> dict[str, Any]:
    programmes = list(list_programmes(by=user))
    counts = count_proposals(programmes=programmes)
    return {
        "programmes": [
            (each, counts.get((each.pk, ProposalState.DRAFT), 0)) for each in programmes
        ],
        "questions": list_open_questions(by=user)[:SHOWN],
        "silent": list_proposals(by=user)
        .filter(state=ProposalState.OFFERED, reminded_at__isnull=False)
        .order_by("deadline_at", "pk")[:SHOWN],
    }


def _person(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any]:
    return {
        "enrolment": enrolment,
        "can_be_proposed": enrolment.state == State.ACTIVE,
        "proposals": list_proposals_of(enrolment=enrolment)[:SHOWN],
        "open_states": OPEN,
    }


def _looks(request: HttpRequest, *, user: User) -> dict[str, Any] | None:
    waiting = list_to_look_at(by=user, now=timezone.now())
    page = Pages(waiting, SHOWN, at_once=True).page(1)
    return {"rows": list(page), "count": page.paginator.count} if page.object_list else None


def _look(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any] | None:
    waits = enrolment.state == State.ACTIVE
    looks = list(list_looks_at(enrolment=enrolment)[:SHOWN])
    if not (waits or looks):
        return None
    by = cast(User, request.user)
    overdue = list_to_look_at(by=by, now=timezone.now(), among=[enrolment.pk])
    return {
        "enrolment": enrolment,
        "looks": looks,
        "waits": waits,
        "must_look": waits and overdue.exists(),
    }


def _own_choice(request: HttpRequest, **_facts: Any) -> dict[str, Any] | None:
    """As long as there is something to choose."""
    rows = list_own_choices(user=cast(User, request.user)).filter(state=ChoiceState.OPEN)
    chosen = [cards_of(choice, request.LANGUAGE_CODE) for choice in rows[:SHOWN]]
    return {"choices": chosen} if chosen else None


def _choices(request: HttpRequest, *, user: User) -> dict[str, Any] | None:
    """Questions before a choice, and who was reminded and has not chosen."""
    rows = list_choices(by=user).filter(state=ChoiceState.OPEN)
    waiting = list(rows.exclude(question="", reminded_at=None)[:SHOWN])
    return {"rows": waiting} if waiting else None


def _choice(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any] | None:
    """Where the programme allows it: let somebody who looks choose, or what became of that."""
    choice = open_choice_of(enrolment)
    most = enrolment.programme.choice_of_cards
    drafts = list(list_drafts_of(enrolment)[:SHOWN]) if choice is None and most > 1 else []
    if choice is None and (enrolment.is_volunteer or len(drafts) < 2):
        return None
    return {"enrolment": enrolment, "choice": choice, "drafts": drafts, "most": most}


def _pair(request: HttpRequest, *, seen: Seen, **_facts: Any) -> dict[str, Any] | None:
    """The way back to why these two were proposed."""
    proposal = Proposal.objects.filter(group=seen.group).order_by("pk").first()
    return {"proposal": proposal, "is_team": seen.is_team} if proposal else None


def register_panels() -> None:
    register(Panel("pair_after", 20, "matching/panel_pair.html", _pair))
    register(Panel("home", 10, "matching/panel_home.html", _home))
    register(Panel("home", 9, "matching/panel_own_choice.html", _own_choice))
    register(Panel("desk", 12, "matching/panel_choices.html", _choices))
    register(Panel("person", 12, "matching/panel_choice.html", _choice))
    register(Panel("desk", 10, "matching/panel_desk.html", _desk))
    register(Panel("desk", 20, "matching/panel_looks.html", _looks))
    register(Panel("person", 10, "matching/panel_person.html", _person))
    register(Panel("person", 15, "matching/panel_look.html", _look))
