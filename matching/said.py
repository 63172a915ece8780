"""What two people said, topic by topic, as points that are compared by what they mean and never by their words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.catalogues import (
    ACCESS,
    CONTACT_FORMS,
    DAY_PARTS,
    INTERESTS,
    LIFE_PHASES,
    SPOKEN,
    STYLES,
)
from accounts.models import Person
from accounts.models.people import Attitude, Gender
from core.catalogue import Catalogue
from matching.words import day_parts_in_words
from organisations.models import Enrolment
from organisations.models.enrolments import GOALS


@dataclass(frozen=True)
class Point:
    """One thing that somebody said. `is_shared`: the other says it too, or meets it; `clashes`: the other cannot."""

    text: str
    is_shared: bool = False
    clashes: bool = False


# Without an answer of the other there is nothing to ask here, and other words are no difference.
ONLY_TOLD = ("no_gos", "access", "own_words")
Said = tuple[str, str, list[Point], list[Point]]


def said_of(one: Enrolment, other: Enrolment, *, year: int) -> list[Said]:
    """(part of the score or another code, topic in words, what one says, what the other says)."""
    a, b = one.person, other.person
    p, q = a.profile, b.profile
    return [
        ("travel", _("Place and travel"), [_place(a)], [_place(b)]),
        ("", _("Languages"), *_languages(a, b)),
        ("availability", _("When"), *_days(p.day_parts, q.day_parts)),
        ("", _("How to meet"), *_masks(CONTACT_FORMS, p.contact_forms, q.contact_forms)),
        ("goal", _("What for"), *_masks(GOALS, one.goals, other.goals)),
        ("interests", _("Likes"), *_attitudes(a, b, Attitude.LIKE)),
        ("dislikes", _("Would rather not"), *_attitudes(a, b, Attitude.DISLIKE)),
        ("no_gos", _("Certainly not"), _no_gos(a, b), _no_gos(b, a)),
        ("experience", _("Life now"), *_masks(LIFE_PHASES, p.life_phases, q.life_phases)),
        ("style", _("Style"), _styles(p, q), _styles(q, p)),
        ("duration", _("How long"), *_months(one, other)),
        ("wishes", _("Wishes about the other"), _wishes(a, b, year), _wishes(b, a, year)),
        ("access", _("What they need or can take into account"), *_access(one, other)),
        ("own_words", _("In their own words"), _about(a), _about(b)),
    ]


def _place(person: Person) -> Point:
    profile, place = person.profile, getattr(person, "place", None)
    said = [place.typed if place else ""]
    if profile.travel_km:
        said.append(_("up to %(km)s km") % {"km": number_format(profile.travel_km)})
    if profile.travel_mode:
        said.append(str(profile.get_travel_mode_display()))
    return Point(", ".join(each for each in said if each))


def _masks(catalogue: Catalogue, mine: int, theirs: int) -> tuple[list[Point], list[Point]]:
    return _of_mask(catalogue, mine, theirs), _of_mask(catalogue, theirs, mine)


def _of_mask(catalogue: Catalogue, mask: int, other: int) -> list[Point]:
    return [Point(str(item.label), bool(item.mask & other)) for item in catalogue.in_mask(mask)]


def _days(mine: int, theirs: int) -> tuple[list[Point], list[Point]]:
    def of(mask: int, other: int) -> list[Point]:
        return [
            Point(day_parts_in_words(item.mask), bool(item.mask & other))
            for item in DAY_PARTS.in_mask(mask)
        ]

    return of(mine, theirs), of(theirs, mine)


def _languages(one: Person, other: Person) -> tuple[list[Point], list[Point]]:
    levels = [{row.language: row for row in person.languages.all()} for person in (one, other)]

    def of(mine: dict[str, Any], theirs: dict[str, Any]) -> list[Point]:
        return [
            Point(f"{item.label} ({mine[item.code].get_level_display()})", item.code in theirs)
            for item in SPOKEN
            if item.code in mine
        ]

    return of(levels[0], levels[1]), of(levels[1], levels[0])


def _named(person: Person, attitude: str) -> set[str]:
    return {row.interest for row in person.interests.all() if row.attitude == attitude}


def _attitudes(one: Person, other: Person, attitude: str) -> tuple[list[Point], list[Point]]:
    mine, theirs = _named(one, attitude), _named(other, attitude)
    return _interests(mine, shared=theirs), _interests(theirs, shared=mine)


def _interests(
    codes: set[str], *, shared: Iterable[str] = (), clashing: Iterable[str] = ()
) -> list[Point]:
    shared, clashing = set(shared), set(clashing)
    return [
        Point(str(item.label), item.code in shared, item.code in clashing)
        for item in INTERESTS
        if item.code in codes
    ]


def _no_gos(me: Person, other: Person) -> list[Point]:
    return _interests(
        _named(me, Attitude.NO_GO),
        shared=_named(other, Attitude.NO_GO),
        clashing=_named(other, Attitude.LIKE),
    )


def _styles(mine: Any, theirs: Any) -> list[Point]:
    """A listener goes well with a talker; pace and planning go well when they are alike."""
    told = []
    for axis, _question, first, second in STYLES:
        said, other = (getattr(each, f"style_{axis}") for each in (mine, theirs))
        if said:
            good = bool(other) and ((said == other) ^ (axis == "talk"))
            told.append(Point(str(first if said < 0 else second), good))
    return told


def _months(one: Enrolment, other: Enrolment) -> tuple[list[Point], list[Point]]:
    def of(mine: int | None, theirs: int | None) -> list[Point]:
        if not mine:
            return []
        words = ngettext("%(n)s month", "%(n)s months", mine) % {"n": mine}
        return [Point(words, mine == theirs)]

    return of(one.months, other.months), of(other.months, one.months)


def _wishes(me: Person, other: Person, year: int) -> list[Point]:
    profile, told = me.profile, []
    if profile.wish_genders:
        words = " / ".join(str(Gender(code).label) for code in profile.wish_genders)
        met = other.gender in profile.wish_genders
        told.append(_wish(words, met, bool(other.gender), profile.wish_gender_is_must))
    low, high = profile.wish_age_from, profile.wish_age_to
    if low or high:
        age = year - other.birth_year if other.birth_year else None
        met = age is not None and (low or 0) <= age <= (high or age)
        told.append(_wish(_age(low, high), met, age is not None, profile.wish_age_is_must))
    return told


def _wish(words: str, met: bool, known: bool, is_must: bool) -> Point:
    if is_must:
        words = _("%(wish)s (a must)") % {"wish": words}
    return Point(words, met, clashes=is_must and known and not met)


def _age(low: int | None, high: int | None) -> str:
    if low and high:
        return _("%(low)s to %(high)s years old") % {"low": low, "high": high}
    if low:
        return _("%(low)s years or older") % {"low": low}
    return _("at most %(high)s years old") % {"high": high}


def _access(one: Enrolment, other: Enrolment) -> tuple[list[Point], list[Point]]:
    """What who looks needs, beside what the volunteer can take into account."""
    volunteer, seeker = (one, other) if one.is_volunteer else (other, one)
    needs, offers = seeker.person.profile.access_needs, volunteer.person.profile.access_offers
    needed = [
        Point(str(item.label), bool(item.mask & offers), clashes=not item.mask & offers)
        for item in ACCESS.in_mask(needs)
    ]
    offered = _of_mask(ACCESS, offers, needs)
    return (offered, needed) if one.is_volunteer else (needed, offered)


def _about(person: Person) -> list[Point]:
    return [Point(person.profile.about)] if person.profile.about else []
