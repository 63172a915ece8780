"""What one of the two people reads about a proposal: only what the other chose to show, and reasons that both showed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.models.consents import Part, Shown
from accounts.selectors import disclosed_parts, disclosure_choices, is_shown, read_told
from core.text import in_language
from matching.choice_selectors import list_possible_cards
from matching.models import Answer, Choice, Proposal
from matching.models import Card as ChoiceCard
from matching.selectors import other_of
from matching.states import AnswerState, ChoiceState, ProposalState
from matching.words import Facts, reasons, to_ask
from organisations.models import Enrolment

SAME_AREA_M = 5_000
# Which part both have to show before a fact may become a reason.
_NEEDS = {
    "shared_likes": Part.INTERESTS,
    "shared_dislikes": Part.INTERESTS,
    "shared_languages": Part.LANGUAGES,
    "shared_day_parts": Part.DAY_PARTS,
    "shared_phases": Part.LIFE_PHASES,
    "metres": Part.AREA,
}


@dataclass(frozen=True)
class Card:
    """`shown` is what the other shows: name of the part → text. `name` is empty until both said yes. `text` is the programme's own."""

    proposal: UUID
    state: str
    my_answer: str
    deadline_at: datetime | None
    organisation: str
    looks_for_me: bool
    name: str
    reasons: list[str]
    to_ask: list[str]
    shown: dict[str, str]
    question: str
    text: str
    meets_every_weeks: int | None

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OFFERED and self.my_answer == AnswerState.ASKED


@dataclass(frozen=True)
class Chosen:
    """A choice as who looks reads it: the cards that are still possible, as long as it is open."""

    choice: UUID
    is_open: bool
    state: str
    deadline_at: datetime
    question: str
    text: str
    meets_every_weeks: int | None
    cards: list[Card]


def card_for(answer: Answer, language: str) -> Card:
    """The card of the person whose answer it is."""
    return cards_for([answer], language)[0]


def cards_for(answers: Sequence[Answer], language: str) -> list[Card]:
    """One card for each answer, for the person whose answer it is. One query for what all of them tell of themselves."""
    return all_cards(answers, [], language).of_answers


class Cards(NamedTuple):
    of_answers: list[Card]
    of_choices: list[Chosen]


def all_cards(answers: Sequence[Answer], choices: Sequence[Choice], language: str) -> Cards:
    """The cards of answers and of choices, with one query for what all these people tell of themselves."""
    possible = list_possible_cards(choices)
    read_told(
        [
            *(each.person for one in answers for each in (one.enrolment, other_of(one))),
            *(choice.seeker.person for choice in choices),
            *(row.proposal.volunteer.person for row in possible),
        ]
    )
    return Cards(
        [_of_answer(answer, language) for answer in answers],
        [
            _chosen(choice, [row for row in possible if row.choice_id == choice.pk], language)
            for choice in choices
        ],
    )


def _of_answer(answer: Answer, language: str) -> Card:
    other, proposal = other_of(answer), answer.proposal
    deadline_at, settings = proposal.deadline_at, proposal.settings
    said = (str(answer.state), answer.question)
    return _card(proposal, answer.enrolment, other, said, deadline_at, settings, language)


def cards_of(choice: Choice, language: str) -> Chosen:
    """Each card says what a proposal says; the text of the programme stands once."""
    return cards_of_all([choice], language)[0]


def cards_of_all(choices: Sequence[Choice], language: str) -> list[Chosen]:
    """The same of several choices."""
    return all_cards([], choices, language).of_choices


def _chosen(choice: Choice, possible: Iterable[ChoiceCard], language: str) -> Chosen:
    settings = choice.programme_version.settings
    is_open = choice.state == ChoiceState.OPEN
    return Chosen(
        choice=choice.public_id,
        is_open=is_open,
        state=str(choice.state),
        deadline_at=choice.deadline_at,
        question=choice.question,
        text=in_language(settings["proposal_text"], language),
        meets_every_weeks=settings["meets_every_weeks"],
        cards=[
            _card(
                row.proposal,
                choice.seeker,
                row.proposal.volunteer,
                (str(AnswerState.ASKED), ""),
                choice.deadline_at,
                settings | {"proposal_text": {}, "meets_every_weeks": None},
                language,
            )
            for row in possible
        ],
    )


def _card(
    proposal: Proposal,
    mine: Enrolment,
    other: Enrolment,
    said: tuple[str, str],
    deadline_at: datetime | None,
    settings: Mapping[str, Any],
    language: str,
) -> Card:
    stage = Shown.INTRODUCTION if proposal.state == ProposalState.AGREED else Shown.PROPOSAL
    shown = disclosed_parts(person=other.person, stage=stage, language=language)
    name = shown.pop(Part.NAME.value, "")
    facts = facts_both_show(proposal.facts, mine.person, other.person)
    with translation.override(language):
        return Card(
            proposal=proposal.public_id,
            state=str(proposal.state),
            my_answer=said[0],
            deadline_at=deadline_at,
            organisation=proposal.programme.organisation.name,
            looks_for_me=not other.is_volunteer,
            name=name,
            reasons=[*_near(facts), *reasons(facts)],
            to_ask=to_ask({"to_ask": facts.get("to_ask", ())}),
            shown={str(Part(part).label): text for part, text in shown.items()},
            question=said[1],
            text=in_language(settings["proposal_text"], language),
            meets_every_weeks=settings["meets_every_weeks"],
        )


def facts_both_show(facts: Facts, one: Person, other: Person) -> Facts:
    """The facts of a proposal without those that one of the two does not show with a proposal."""
    chosen = [disclosure_choices(person=person) for person in (one, other)]

    def both_show(part: Part) -> bool:
        return all(is_shown(choices[part.value], part.value, Shown.PROPOSAL) for choices in chosen)

    return {
        name: fact for name, fact in facts.items() if name not in _NEEDS or both_show(_NEEDS[name])
    }


def _near(facts: Facts) -> list[str]:
    """The two cells lie close together; nobody reads how close."""
    metres = facts.get("metres")
    if metres is None or metres >= SAME_AREA_M:
        return []
    return [_("You live in the same area.")]
