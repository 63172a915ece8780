"""What matching adds to pages of the apps below: proposals on one's own page, drafts and questions on the desk."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.lists import Pages, first_of_each
from core.panels import Panel, register
from groups.selectors import Seen
from matching.cards import all_cards
from matching.choice_selectors import (
    first_to_call,
    list_drafts_of,
    list_own_choices,
    open_cards_of,
)
from matching.group_selectors import with_group_drafts
from matching.models import Proposal
from matching.selectors import (
    list_looks_at,
    list_own_answers,
    list_proposals_of,
    list_to_look_at,
    with_drafts,
)
from matching.states import OPEN, ChoiceState, ProposalState
from organisations.models import Enrolment
from organisations.selectors import list_programmes
from organisations.states import State

SHOWN = 8


def _home(request: HttpRequest, **_facts: Any) -> dict[str, Any] | None:
    """What to choose from, as long as there is something, and what to answer."""
    user, language = cast(User, request.user), request.LANGUAGE_CODE
    answers = list_own_answers(user=user).filter(proposal__state=ProposalState.OFFERED)
    choices = list_own_choices(user=user).filter(state=ChoiceState.OPEN)
    told = all_cards(list(answers[:SHOWN]), list(choices[:SHOWN]), language)
    return {"cards": told.of_answers, "choices": told.of_choices} if any(told) else None


def _desk(request: HttpRequest, *, user: User) -> dict[str, Any]:
    return {
        "programmes": with_group_drafts(with_drafts(list_programmes(by=user))),
        **first_to_call(by=user, at_most=SHOWN),
    }


def _person(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any]:
    """Their proposals; and, where the programme allows it, a choice for who looks: what became of it, or the drafts to choose from."""
    lists = {"proposals": list_proposals_of(enrolment=enrolment)}
    most = enrolment.programme.choice_of_cards
    cards = [] if enrolment.is_volunteer else open_cards_of(enrolment)
    if not cards and not enrolment.is_volunteer and most > 1:
        lists["drafts"] = list_drafts_of(enrolment)
    return {
        "enrolment": enrolment,
        "can_be_proposed": enrolment.state == State.ACTIVE,
        "open_states": OPEN,
        "cards": cards,
        "choice": cards[0].choice if cards else None,
        "most": most,
        **first_of_each(lists, at_most=SHOWN),
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


def _pair(request: HttpRequest, *, seen: Seen, **_facts: Any) -> dict[str, Any] | None:
    """The way back to why these two were proposed."""
    proposal = Proposal.objects.filter(group=seen.group).order_by("pk").first()
    return {"proposal": proposal, "is_team": seen.is_team} if proposal else None


def register_panels() -> None:
    register(Panel("pair_after", 20, "matching/panel_pair.html", _pair))
    register(Panel("home", 10, "matching/panel_home.html", _home))
    register(Panel("desk", 10, "matching/panel_desk.html", _desk))
    register(
        Panel(
            *("desk", 20, "matching/panel_looks.html", _looks, "looks"),
            title=gettext_lazy("Waiting longest without a look"),
            nothing=gettext_lazy("Nobody waits without a look. Good work."),
        )
    )
    register(Panel("person", 10, "matching/panel_person.html", _person))
    register(
        Panel(
            *("person", 15, "matching/panel_look.html", _look, "looks"),
            title=gettext_lazy("Looks by the team"),
            nothing=gettext_lazy("None yet."),
        )
    )
