"""What somebody of the demo says about themselves, drawn from a seeded source; nothing here knows the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from accounts.catalogues import ACCESS, DAY_PARTS, INTERESTS
from config.demo.names import ORIGINS
from config.demo.scenes import Scene
from organisations.models.enrolments import Side

Item = TypeVar("Item")

_POPULAR = {
    "walking": 9,
    "coffee": 10,
    "cooking": 7,
    "cinema": 6,
    "listening": 6,
    "reading": 5,
    "cycling": 5,
    "television": 5,
    "park": 5,
    "shopping": 4,
    "eating_out": 4,
    "swimming": 4,
    "football": 4,
    "gardening": 4,
    "board_games": 4,
    "languages": 4,
    "world_food": 4,
    "children": 3,
}
_CUSTOMS = ("smoking", "alcohol", "pets_nearby", "crowds", "loud", "phone_calls")
_NO_GOS = ("smoking", "dogs", "alcohol", "pets_nearby", "loud", "crowds", "politics", "cats")
_GOALS = {
    "company": 10,
    "going_out": 8,
    "language": 7,
    "finding_way": 6,
    "meeting_people": 6,
    "listening": 5,
    "sport": 4,
    "culture": 4,
    "digital": 3,
    "family": 3,
    "work_study": 3,
    "home": 2,
}
_KM = {"foot": (2, 3), "bike": (5, 8, 10), "transit": (8, 10, 15, 20), "car": (10, 15, 20, 30)}
_ABOUT = {
    "nl": (
        "Ik ben graag buiten en hou van een rustige babbel.",
        "Sinds mijn pensioen heb ik tijd, en die deel ik graag.",
        "Ik wil beter Nederlands leren spreken.",
        "Ik kook graag voor anderen en proef graag iets nieuws.",
        "Ik ken nog niet veel mensen in de buurt.",
    ),
    "fr": (
        "J’aime marcher, parler et rire.",
        "Je connais encore peu de monde dans le quartier.",
        "J’ai du temps le week-end et j’aime découvrir la ville.",
        "Je voudrais parler plus souvent français.",
    ),
    "en": ("I like quiet places and good coffee.", "I moved here two years ago."),
}


@dataclass(frozen=True)
class Sketch:
    """The arguments of the services that take a person's word."""

    side: Side
    details: Mapping[str, Any]
    place: str
    address: str
    levels: Mapping[str, int]
    attitudes: Mapping[str, str]
    profile: Mapping[str, Any]
    wishes: Mapping[str, Any]


def draw_sketch(rng: Random, scene: Scene, side: Side, number: int, year: int) -> Sketch:
    """Somebody who could turn up there. `number` makes the e-mail address unique; `year` is this year."""
    origin = _pick(rng, scene.volunteers if side == Side.VOLUNTEER else scene.seekers)
    levels = _levels(rng, scene, side, origin)
    gender = rng.choice(("woman", "woman", "man"))
    age = _age(rng, side)
    details = _details(rng, origin, gender, levels, number) | {"birth_year": year - age}
    by_letter = details["reach_by"] == "letter"
    postcode, town, _weight = rng.choices(scene.towns, [town[2] for town in scene.towns])[0]
    return Sketch(
        side=side,
        details=details,
        place=f"{postcode} {town}",
        address=f"Voorbeeldstraat {rng.randint(1, 180)}" if by_letter else "",
        levels=levels,
        attitudes=_attitudes(rng),
        profile=_profile(rng, side, gender, age, str(details["language"])),
        wishes=_wishes(rng, side),
    )


def _pick(rng: Random, weights: Mapping[Item, int]) -> Item:
    return rng.choices(list(weights), list(weights.values()))[0]


def _some(rng: Random, weights: Mapping[Item, int], count: int) -> list[Item]:
    """At most `count` different items, the heavy ones more often."""
    drawn = rng.choices(list(weights), list(weights.values()), k=3 * count)
    return list(dict.fromkeys(drawn))[:count]


def _few(rng: Random, items: Sequence[Item], most: int) -> list[Item]:
    return rng.sample(items, rng.randint(0, most))


def _levels(rng: Random, scene: Scene, side: Side, origin: str) -> dict[str, int]:
    levels = dict(ORIGINS[origin].speaks)
    good = (2, 3, 3) if side == Side.VOLUNTEER else (1, 1, 2, 2, 3)
    for language, chance in scene.around.items():
        if rng.random() < chance:
            levels[language] = max(levels.get(language, 0), rng.choice(good))
    return levels


def _age(rng: Random, side: Side) -> int:
    young, old = (20, 76) if side == Side.VOLUNTEER else (18, 90)
    return round(rng.triangular(young, old, 34 if rng.random() < 0.55 else 66))


def _details(
    rng: Random, origin: str, gender: str, levels: Mapping[str, int], number: int
) -> dict[str, Any]:
    known = ORIGINS[origin]
    name = rng.choice(known.women if gender == "woman" else known.men)
    # No phone numbers: whatever is valid in Belgium may ring at somebody's home.
    by_letter = rng.random() < 0.04
    return {
        "name_to_use": name,
        "family_name": rng.choice(known.families),
        "gender": gender if rng.random() < 0.85 else "",
        "language": max(("nl", "fr", "en"), key=lambda code: levels.get(code, 0)),
        "email": "" if by_letter else f"person{number}@kompaan.example",
        "reach_by": "letter" if by_letter else "email",
    }


def _attitudes(rng: Random) -> dict[str, str]:
    """Likes win: what somebody likes is never among their dislikes and no-gos. Some said nothing yet."""
    if rng.random() < 0.08:
        return {}
    likeable = {
        item.code: _POPULAR.get(item.code, 1 if item.code in _CUSTOMS else 2) for item in INTERESTS
    }
    no_gos = rng.sample(_NO_GOS, 1) if rng.random() < 0.18 else []
    dislikes = rng.sample(list(likeable), rng.randint(1, 4)) if rng.random() < 0.35 else []
    return {
        **dict.fromkeys(no_gos, "no_go"),
        **dict.fromkeys(dislikes, "dislike"),
        **dict.fromkeys(_some(rng, likeable, rng.randint(4, 9)), "like"),
    }


def _profile(rng: Random, side: Side, gender: str, age: int, language: str) -> dict[str, Any]:
    phases = _phases(rng, age)
    mode = rng.choices(list(_KM), (15, 35, 35, 15))[0]
    return {
        "day_parts": _day_parts(rng, phases),
        "travel_mode": mode,
        "travel_km": rng.choice(_KM[mode]),
        "contact_forms": _forms(rng, side),
        "life_phases": phases,
        "about": rng.choice(_ABOUT[language]) if rng.random() < 0.4 else "",
        **{f"style_{axis}": rng.choice((-1, -1, 0, 1, 1)) for axis in ("talk", "pace", "plan")},
        **_access(rng, side),
        **_wish_about_the_other(rng, gender, age),
    }


def _phases(rng: Random, age: int) -> list[str]:
    work = "student" if age < 25 else "retired" if age > 64 else "working"
    if work == "working" and rng.random() < 0.3:
        work = "between_jobs"
    family = "young_children" if age < 45 else "teenagers" if age < 58 else "carer"
    phases = [work] + ([family] if rng.random() < 0.35 else [])
    return phases + (["living_alone"] if rng.random() < 0.3 else [])


def _day_parts(rng: Random, phases: Sequence[str]) -> list[str]:
    """Who works is free in evenings and at the weekend, most others by day."""
    busy = "working" in phases
    free = [
        item.code
        for item in DAY_PARTS
        if (item.code.startswith(("sat", "sun")) or item.code.endswith("evening")) == busy
    ]
    return rng.sample(free, rng.randint(3, 6)) + _few(rng, ["wed_afternoon", "sat_morning"], 2)


def _forms(rng: Random, side: Side) -> list[str]:
    own = "home_volunteer" if side == Side.VOLUNTEER else "home_seeker"
    return ["out", *_few(rng, ["walk", "home_seeker", own, "phone"], 2)]


def _access(rng: Random, side: Side) -> dict[str, list[str]]:
    codes = [item.code for item in ACCESS]
    if side == Side.SEEKER:
        return {"access_needs": rng.sample(codes, 1) if rng.random() < 0.2 else []}
    return {"access_offers": rng.sample(codes, rng.randint(3, 7)) if rng.random() < 0.7 else []}


def _wish_about_the_other(rng: Random, gender: str, age: int) -> dict[str, Any]:
    wish: dict[str, Any] = {}
    if rng.random() < 0.15:
        wish |= {"wish_genders": [gender], "wish_gender_is_must": rng.random() < 0.4}
    if rng.random() < 0.12:
        low, high = max(18, age - 15), min(95, age + 15)
        wish |= {
            "wish_age_from": low,
            "wish_age_to": high,
            "wish_age_is_must": rng.random() < 0.25,
        }
    return wish


def _wishes(rng: Random, side: Side) -> dict[str, Any]:
    volunteer = side == Side.VOLUNTEER
    return {
        "goals": _some(rng, _GOALS, rng.randint(3, 6) if volunteer else rng.randint(1, 3)),
        "months": rng.choice((6, 6, 12, 12, 12, 18, 24)),
        "capacity": rng.choice((1, 1, 1, 1, 1, 2, 2, 3)) if volunteer else 1,
    }
