"""Choices of cards for tests, reached by walking the services."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import Person
from core.models import JobSlot
from groups.selectors import count_live_seats
from matching import services
from matching.models import Choice, Proposal
from matching.states import ChoiceState
from notifications.models import Message
from organisations.models import Enrolment
from organisations.models.enrolments import Side
from organisations.states import State
from tests.clock import NOW, later
from tests.matching.builders import Scene, make_scene
from tests.people import make_person
from tests.teams import enrolment_at, make_programme, make_user


@dataclass
class Cards:
    """Ana may choose between Ben, Cem and Dirk (drafts in this order); Cora made it."""

    scene: Scene
    drafts: list[Proposal]
    choice: Choice | None = None

    def now_is(self) -> Choice:
        assert self.choice is not None
        return Choice.objects.get(pk=self.choice.pk)

    def offer(self, now: datetime = NOW, drafts: list[Proposal] | None = None) -> Choice:
        self.choice = services.offer_choice(
            proposal_ids=[each.pk for each in (self.drafts if drafts is None else drafts)],
            by=self.scene.cora,
            now=now,
        )
        return self.choice

    def choose(self, number: int = 0, now: datetime = NOW, **how: object) -> Proposal:
        facts = {"way": "page", "by": self.scene.ana.user, "now": now, **how}
        return services.choose_card(
            choice_id=self.choice.pk,  # type: ignore[union-attr]
            proposal_id=self.drafts[number].pk,
            **facts,  # type: ignore[arg-type]
        )

    def refuse(self, now: datetime = NOW, **how: object) -> Choice:
        facts = {"way": "page", "by": self.scene.ana.user, "now": now, **how}
        return services.refuse_choice(choice_id=self.choice.pk, **facts)  # type: ignore[union-attr,arg-type]

    def withdraw(self, by: object = None, now: datetime = NOW) -> Choice:
        return services.withdraw_choice(
            choice_id=self.choice.pk,  # type: ignore[union-attr]
            by=by or self.scene.cora,  # type: ignore[arg-type]
            now=now,
        )


def another_volunteer(scene: Scene, name: str, capacity: int = 1) -> Enrolment:
    return enrolment_at(
        State.ACTIVE,
        make_person(name, user=make_user()),
        scene.programme,
        side=Side.VOLUNTEER,
        by=scene.cora,
        capacity=capacity,
    )


def draft_of(scene: Scene, volunteer: Enrolment, seeker: Enrolment | None = None) -> Proposal:
    return services.propose_pair(
        volunteer_id=volunteer.pk, seeker_id=(seeker or scene.seeker).pk, by=scene.cora, now=NOW
    )


def some_cards(number: int = 3, **settings: object) -> Cards:
    """As many drafts for Ana, not offered yet."""
    scene = make_scene(**{"choice_of_cards": 3, **settings})
    volunteers = [scene.volunteer, *(another_volunteer(scene, n) for n in ("Cem", "Dirk"))]
    return Cards(scene, [draft_of(scene, each) for each in volunteers[:number]])


def another_choice(world: Any) -> Choice:
    """Ana, in a second programme of Cora's, may choose between two."""
    programme = make_programme(world.programme.organisation, choice_of_cards=2)
    seeker = enrolment_at(State.ACTIVE, world.ana, programme, by=world.cora)
    scene = Scene(programme, world.cora, world.ana, world.ben, seeker, seeker)
    drafts = [draft_of(scene, another_volunteer(scene, name)) for name in ("Eva", "Finn")]
    return Cards(scene, drafts).offer()


def choice_at(state: ChoiceState, number: int = 3, **settings: object) -> Cards:
    """A choice that walked to `state`."""
    cards = some_cards(number, **settings)
    cards.offer()
    if state == ChoiceState.MADE:
        cards.choose()
    elif state == ChoiceState.REFUSED:
        cards.refuse()
    elif state == ChoiceState.EXPIRED:
        sweep(later(days=7))
    elif state == ChoiceState.WITHDRAWN:
        cards.withdraw()
    return cards


def sweep(now: datetime) -> None:
    JobSlot.objects.filter(job="matching.sweep_choices").delete()
    services.sweep_choices(now=now)


def states(cards: Cards) -> list[str]:
    """The states of the drafts."""
    rows = Proposal.objects.filter(pk__in=[each.pk for each in cards.drafts]).order_by("pk")
    return [row.state for row in rows]


def seats(cards: Cards) -> list[int]:
    """How many seats each volunteer has in use, and Ana."""
    people = [*(each.volunteer_id for each in cards.drafts), cards.scene.seeker.pk]
    return [count_live_seats(enrolment_id=pk) for pk in people]


def mails(kind: str, person: Person) -> QuerySet[Message]:
    return Message.objects.filter(kind=f"matching.{kind}", person=person)
