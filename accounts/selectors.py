"""What may be read of people. What another person sees passes through here, and nowhere else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.catalogues import ACCESS, DAY_PARTS, INTERESTS, LIFE_PHASES, SPOKEN
from accounts.catalogues.lists import day_part_in_words
from accounts.models import Consent, FormerId, Person, Proxy, User
from accounts.models.consents import DEFAULTS, EARLIEST, Disclosure, Part, Purpose, Shown
from accounts.models.people import Attitude, PersonInterest, PersonLanguage
from accounts.states import PlaceState
from core.lists import keep_read
from core.models import Event

_ORDER = [Shown.PROPOSAL, Shown.INTRODUCTION, Shown.NEVER]


def read_told(people: Iterable[Person]) -> None:
    """Read the languages, interests and disclosures of all these people in one query, so that nothing below asks one by one."""
    by_id: dict[int, list[Person]] = {}
    for person in people:
        by_id.setdefault(person.pk, []).append(person)
    rows: dict[str, dict[int, list[Any]]] = {name: {pk: [] for pk in by_id} for name in _ROW}
    for name, person_id, code, said in _told_by(by_id) if by_id else ():
        rows[name][person_id].append(_ROW[name](person_id, code, said))
    for name, told in rows.items():
        for pk, same in by_id.items():
            for person in same:
                keep_read(person, name, told[pk])


_ROW: dict[str, Callable[[int, str, str], Any]] = {
    "languages": lambda pk, code, said: PersonLanguage(
        person_id=pk, language=code, level=int(said)
    ),
    "interests": lambda pk, code, said: PersonInterest(person_id=pk, interest=code, attitude=said),
    "disclosures": lambda pk, code, said: Disclosure(person_id=pk, part=code, shown=said),
}


def _told_by(ids: Iterable[int]) -> Iterable[tuple[str, int, str, str]]:
    """(what, id of the person, code, what they say of it)"""
    one, *others = (
        model.objects.filter(person__in=list(ids))
        .order_by()
        .values_list(Value(name), "person_id", code, Cast(said, CharField()))
        for name, model, code, said in (
            ("languages", PersonLanguage, "language", "level"),
            ("interests", PersonInterest, "interest", "attitude"),
            ("disclosures", Disclosure, "part", "shown"),
        )
    )
    return one.union(*others, all=True)


def service_consents(person: Any) -> QuerySet[Consent]:
    """The consent to the service that somebody gave and did not take back, if any. `person`: an id, or an expression of an outer query."""
    return Consent.objects.filter(person=person, purpose=Purpose.SERVICE, withdrawn_at=None)


def disclosure_choices(*, person: Person) -> dict[str, str]:
    """From when on each part is shown: the person's choices over the defaults."""
    chosen = {row.part: row.shown for row in person.disclosures.all()}
    return {part.value: chosen.get(part.value, DEFAULTS[part].value) for part in Part}


def is_shown(choice: str, part: str, stage: Shown) -> bool:
    """Has the moment come? Never before the earliest moment that is allowed for this part."""
    moment = max(_ORDER.index(Shown(choice)), _ORDER.index(EARLIEST[Part(part)]))
    return moment <= _ORDER.index(stage) and Shown(choice) != Shown.NEVER


def disclosed_parts(*, person: Person, stage: Shown, language: str) -> dict[str, str]:
    """Part → text, for what the other may see at this stage and what there is to see."""
    choices = disclosure_choices(person=person)
    with translation.override(language):
        texts = {
            part.value: _TEXTS[part](person)
            for part in Part
            if is_shown(choices[part.value], part.value, stage)
        }
    return {part: text for part, text in texts.items() if text}


def all_parts(*, person: Person, language: str) -> list[tuple[str, str]]:
    """(part in words, text) of everything somebody told, for the team of their organisation."""
    with translation.override(language):
        told = [(str(part.label), _TEXTS[part](person)) for part in Part]
    return [(part, text) for part, text in told if text]


def area_of(person: Person, language: str | None = None) -> str:
    """ "in the area of Gent": the most that another person reads about where somebody is."""
    place = getattr(person, "place", None)
    if place is None or place.state != PlaceState.FOUND or place.postal is None:
        return ""
    name = place.postal.name_in(language or translation.get_language() or "nl")
    return _("in the area of %(town)s") % {"town": name}


def _age(person: Person) -> str:
    if not person.birth_year:
        return ""
    decade = person.birth_year // 10 * 10
    return _("born in the %(decade)ss") % {"decade": decade}


def _languages(person: Person) -> str:
    spoken = {row.language: row.get_level_display() for row in person.languages.all()}
    return ", ".join(
        f"{item.label} ({spoken[item.code]})" for item in SPOKEN if item.code in spoken
    )


def _likes(person: Person) -> str:
    liked = {row.interest for row in person.interests.all() if row.attitude == Attitude.LIKE}
    return ", ".join(str(item.label) for item in INTERESTS if item.code in liked)


def _when(person: Person) -> str:
    parts = DAY_PARTS.in_mask(person.profile.day_parts)
    return ", ".join(day_part_in_words(item.bit) for item in parts)


_TEXTS: dict[Part, Callable[[Person], str]] = {
    Part.NAME: lambda person: person.name_to_use,
    Part.AREA: area_of,
    Part.AGE: _age,
    Part.GENDER: lambda person: str(person.get_gender_display()) if person.gender else "",
    Part.LANGUAGES: _languages,
    Part.INTERESTS: _likes,
    Part.DAY_PARTS: _when,
    Part.LIFE_PHASES: lambda p: ", ".join(
        str(i.label) for i in LIFE_PHASES.in_mask(p.profile.life_phases)
    ),
    Part.ACCESS: lambda p: ", ".join(str(i.label) for i in ACCESS.in_mask(p.profile.access_needs)),
    Part.ABOUT: lambda person: person.profile.about,
    Part.EMAIL: lambda person: person.contact_email,
    Part.PHONE: lambda person: str(person.phone or ""),
}


LOOKED = "organisations.person_viewed"


def ids_of(*, person_id: int) -> QuerySet[Any]:
    """The id of somebody, and those under which they were known before files were merged: for reading the event log. For `__in`."""
    former = FormerId.objects.filter(person_id=person_id).order_by()
    return (
        Person.objects.filter(pk=person_id)
        .values_list("pk", flat=True)
        .union(former.values_list("old_id", flat=True))
    )


@dataclass(frozen=True)
class Look:
    """Somebody of a team read this person's file."""

    at: datetime
    organisation_id: int | None


def list_looks(*, person: Person) -> list[Look]:
    """Who looked at somebody's file, newest first: the organisation, not the name of the team member."""
    known_as = ids_of(person_id=person.pk)
    rows = Event.objects.filter(person_id__in=known_as, kind=LOOKED).order_by("-at", "-pk")[:50]
    return [Look(row.at, row.organisation_id) for row in rows]


def shown_by_moment(*, person: Person, language: str) -> list[tuple[str, dict[str, str]]]:
    """(moment in words, part in words → text) as the other person would read it."""
    told = []
    for moment in (Shown.PROPOSAL, Shown.INTRODUCTION):
        parts = disclosed_parts(person=person, stage=moment, language=language)
        told.append(
            (str(moment.label), {str(Part(part).label): text for part, text in parts.items()})
        )
    return told


def with_known_steps() -> QuerySet[Any]:
    """People as `empty_steps` reads them: with the profile, `speaks` and `has_interests`."""
    mine = {"person": OuterRef("pk")}
    return Person.objects.select_related("profile").annotate(
        speaks=Exists(PersonLanguage.objects.filter(**mine)),
        has_interests=Exists(PersonInterest.objects.filter(**mine)),
    )


def empty_steps(*, person: Any) -> set[str]:
    """Codes of the steps of the profile about which nothing is known yet, as `accounts.forms.STEPS` names them."""
    profile = person.profile
    said = {
        "languages": person.speaks,
        "interests": person.has_interests,
        "when": bool(profile.day_parts),
        "meeting": bool(profile.contact_forms or profile.travel_mode or profile.travel_km),
        "text": bool(profile.about),
    }
    return {code for code, known in said.items() if not known}


def live_proxies(user: User, *, on: date) -> QuerySet[Proxy]:
    """For whom somebody may fill in on that day, with the people."""
    return (
        Proxy.objects.filter(email=user.email, ended_at=None, starts_on__lte=on, ends_on__gte=on)
        .select_related("person")
        .order_by("ends_on", "pk")
    )


def list_proxies(*, person: Person, on: date) -> QuerySet[Proxy]:
    """Who may fill in for this person, now or from a day to come."""
    return person.proxies.filter(ended_at=None, ends_on__gte=on).order_by("ends_on", "pk")
