"""Forming groups for tests, reached by walking the services: Cora's programme about caring, four who wait, two who lead."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import User
from matching import services
from matching.models import Draft, DraftMember, Forming
from matching.states import DraftState
from organisations import services as organisations
from organisations.models import Enrolment, MeetingPlace, Organisation, Programme, Theme
from organisations.models.enrolments import Side
from organisations.states import State
from tests.clock import NOW, later
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme, make_user

EVENINGS = ["tue_evening", "thu_evening"]


@dataclass
class Forms:
    programme: Programme
    cora: User
    theme: Theme
    place: MeetingPlace
    members: list[Enrolment]
    finn: Enrolment
    bea: Enrolment

    @property
    def ana(self) -> Enrolment:
        return self.members[0]

    def search(self, now: Any = NOW) -> Forming:
        forming = services.request_forming(programme_id=self.programme.pk, by=self.cora, now=now)
        services.execute_forming(forming_id=forming.pk, now=now)
        return Forming.objects.get(pk=forming.pk)

    def drafts(self, *states: str) -> list[Draft]:
        rows = Draft.objects.filter(programme=self.programme, state__in=states or ["draft"])
        return list(rows.order_by("pk"))

    def draft(self) -> Draft:
        return self.drafts()[0]


@dataclass
class TwoDrafts:
    """Of eight who wait, four are asked (`now`), three are in a draft to look at (`later`), one is left; one has an idea."""

    programme: Programme
    cora: User
    theme: Theme
    place: MeetingPlace
    forming: UUID
    now: Draft
    later: Draft
    asked: Enrolment
    member: Enrolment
    left: Enrolment
    idea: UUID


def two_drafts(*, organisation: Organisation | None = None) -> TwoDrafts:
    forms = make_forms(people=7, organisation=organisation)
    add_place(forms.programme, forms.cora, "De Zaal")
    for name in ("Lee", "Kit"):
        leading(forms.programme, forms.cora, name)
    nobody = waiting(forms.programme, forms.cora, forms.theme, "Far", place="8660")
    forming = forms.search()
    small, large = sorted(forms.drafts(), key=lambda draft: draft.members.count())
    services.approve_draft(draft_id=large.pk, seen=large.version, by=forms.cora, now=NOW)
    idea = organisations.propose_theme(
        enrolment_id=nobody.pk, name="Wandelen", by=nobody.person.user, now=NOW
    )
    return TwoDrafts(
        programme=forms.programme,
        cora=forms.cora,
        theme=forms.theme,
        place=forms.place,
        forming=forming.public_id,
        now=Draft.objects.get(pk=large.pk),
        later=small,
        asked=members_of(large)[0],
        member=members_of(small)[0],
        left=nobody,
        idea=idea.public_id,
    )


def members_of(draft: Draft) -> list[Enrolment]:
    rows = draft.members.filter(part="member").exclude(state="closed").order_by("enrolment_id")
    return [row.enrolment for row in rows.select_related("enrolment__person__user")]


def make_forms(
    *,
    people: int = 4,
    name: str = "Kring",
    organisation: Organisation | None = None,
    **theme: Any,
) -> Forms:
    programme = make_programme(organisation, name=name, model_of_support="peer")
    cora = make_coordinator(programme.organisation)
    usual = {"least_members": 3, "wished_members": 4, "most_members": 5, "name_nl": "Mantelzorg"}
    chosen = add_theme(programme, cora, **(usual | theme))
    place = add_place(programme, cora)
    names = ("Ana", "Ben", "Cem", "Dia", "Eva", "Fay", "Gus", "Hal", "Ida", "Joe")
    return Forms(
        programme=programme,
        cora=cora,
        theme=chosen,
        place=place,
        members=[waiting(programme, cora, chosen, each) for each in names[:people]],
        finn=leading(programme, cora, "Finn"),
        bea=leading(programme, cora, "Bea"),
    )


def add_theme(programme: Programme, by: User, **said: Any) -> Theme:
    return organisations.add_theme(programme_id=programme.pk, by=by, now=NOW, **said)


def add_place(programme: Programme, by: User, name: str = "De Kring", **said: Any) -> MeetingPlace:
    usual = {"where": "9000", "day_parts": EVENINGS, "offers": ["wheelchair"]}
    return organisations.add_meeting_place(
        organisation=programme.organisation, by=by, now=NOW, name=name, **(usual | said)
    )


def waiting(
    programme: Programme,
    by: User,
    theme: Theme,
    name: str,
    *,
    wish: dict[str, Any] | None = None,
    **details: Any,
) -> Enrolment:
    """Somebody with a login who is ready and waits for a theme."""
    who = ready(programme, by, name, Side.SEEKER, **details)
    organisations.save_wish(
        enrolment_id=who.pk, theme_id=theme.pk, by=by, now=NOW, **(wish or {"stage": 2})
    )
    return who


def leading(programme: Programme, by: User, name: str, **details: Any) -> Enrolment:
    return ready(
        programme, by, name, Side.VOLUNTEER, capacity=details.pop("capacity", 2), **details
    )


def ready(programme: Programme, by: User, name: str, side: str, **details: Any) -> Enrolment:
    wishes = {"capacity": details.pop("capacity")} if "capacity" in details else {}
    details.setdefault("profile", {"day_parts": EVENINGS, "travel_km": 20})
    person = make_person(name, user=make_user(), **details)
    return enrolment_at(State.ACTIVE, person, programme, side=side, by=by, **wishes)


def approved(forms: Forms) -> Draft:
    """The first draft, with its people asked."""
    draft = forms.draft()
    return services.approve_draft(draft_id=draft.pk, seen=draft.version, by=forms.cora, now=NOW)


def row_of(draft: Draft, who: Enrolment) -> DraftMember:
    return DraftMember.objects.select_related("draft", "seat").get(draft=draft, enrolment=who)


def say(draft: Draft, who: Enrolment, *, yes: bool = True, now: Any = NOW) -> DraftMember:
    by = who.person.user
    row = row_of(draft, who)
    return services.answer_group(member_id=row.pk, yes=yes, way="page", by=by, now=now)


def ids_in(draft: Draft) -> set[int]:
    """Enrolments that are planned as members."""
    return {each.pk for each in members_of(draft)}


def leads_of(draft: Draft) -> list[Enrolment]:
    rows = draft.members.exclude(part="member").exclude(state="closed")
    return [
        row.enrolment for row in rows.select_related("enrolment__person__user").order_by("-part")
    ]


def draft_at(state: DraftState, forms: Forms | None = None) -> tuple[Forms, Draft]:
    """A draft that walked to `state`."""
    forms = forms or make_forms()
    forms.search()
    draft = forms.draft()
    if state == DraftState.REJECTED:
        services.reject_draft(draft_id=draft.pk, seen=draft.version, by=forms.cora, now=NOW)
    elif state == DraftState.REPLACED:
        forms.search(later(hours=1))
    elif state != DraftState.DRAFT:
        approved(forms)
        _after_asking(state, forms, draft)
    return forms, Draft.objects.get(pk=draft.pk)


def _after_asking(state: DraftState, forms: Forms, draft: Draft) -> None:
    if state == DraftState.FORMED:
        for who in [*forms.members[:3], leads_of(draft)[0]]:
            say(draft, who)
    elif state == DraftState.DISSOLVED:
        services.dissolve_draft(draft_id=draft.pk, by=forms.cora, now=NOW)
