"""The people of the demo with a login, and what happened to them."""

from datetime import timedelta
from typing import Any

from config.demo import logins
from config.demo.courses import Course
from config.demo.people import enrol, register_with_login
from config.demo.sketches import Sketch
from config.demo.stage import Stage, agree, propose, say
from groups import services as groups
from groups.models import Seat
from groups.states import SeatState
from matching import services as matching
from organisations.models import Enrolment
from organisations.models.enrolments import Side
from organisations.services import activate_enrolment, start_intake

_FREE = ["wed_afternoon", "fri_evening", "sat_morning", "sun_afternoon"]


def offer_two_buddies(stage: Stage) -> None:
    """Gent: Bram has room for two. Sara and he have a fresh proposal; Joris has said yes to his."""
    volunteer = _enrol(stage, logins.VOLUNTEER, _BRAM, ready_days=4)
    seeker = _enrol(stage, logins.SEEKER, _SARA, ready_days=3)
    second = _enrol(stage, logins.SECOND_SEEKER, _JORIS, ready_days=3)
    waiting = propose(stage, volunteer, second, stage.ago(hours=20))
    say(stage, waiting, second.pk, stage.ago(hours=6), yes=True)
    propose(stage, volunteer, seeker, stage.ago(hours=5))


def bring_together(stage: Stage) -> None:
    """Brussels: Amina and Luc both said yes some weeks ago."""
    volunteer = _enrol(stage, logins.AGREED_VOLUNTEER, _LUC, ready_days=40)
    seeker = _enrol(stage, logins.AGREED_SEEKER, _AMINA, ready_days=38)
    proposal = matching.propose_pair(
        volunteer_id=volunteer.pk, seeker_id=seeker.pk, by=stage.team, now=stage.on(30, 9)
    )
    agree(stage, proposal, stage.on(29, 9))
    _plan_to_meet(stage, volunteer)


def _plan_to_meet(stage: Stage, volunteer: Enrolment) -> None:
    """Luc proposes two moments next week and writes what they might agree on; Amina has not looked yet."""
    seat = Seat.objects.get(enrolment=volunteer, state=SeatState.TAKEN)
    assert seat.group_id is not None
    soon = stage.now.replace(hour=13, minute=0, second=0, microsecond=0)
    who: dict[str, Any] = {"by": volunteer.person.user, "seat_id": seat.pk, "now": stage.on(2, 18)}
    groups.propose_meeting(
        group_id=seat.group_id,
        moments=[soon + timedelta(days=4), soon + timedelta(days=6)],
        place="Bibliothèque de Saint-Gilles",
        **who,
    )
    groups.save_agreement(
        group_id=seat.group_id,
        texts={
            "rhythm": "Tous les quinze jours, le samedi matin.",
            "costs": "Chacun paie son café.",
            "ending": "Nous le disons à l’autre, et nous nous voyons encore une fois.",
        },
        expected_version=0,
        **who,
    )


def _enrol(stage: Stage, email: str, sketch: Sketch, *, ready_days: int) -> Enrolment:
    ready = stage.on(ready_days, 14)
    talk = ready - timedelta(days=4)
    course = Course(talk - timedelta(days=6), ((start_intake, talk), (activate_enrolment, ready)))
    user = logins.create_login(email)
    person = register_with_login(sketch, user=user, now=course.applied_at)
    return enrol(person, sketch, course, programme=stage.programme, team=stage.team)


def _sketch(
    side: Side,
    place: str,
    levels: dict[str, int],
    likes: tuple[str, ...],
    wishes: dict[str, Any],
    *,
    profile: dict[str, Any],
    **details: Any,
) -> Sketch:
    usual = {"day_parts": _FREE, "contact_forms": ["out", "walk"]}
    return Sketch(
        side=side,
        details=details,
        place=place,
        address="",
        levels=levels,
        attitudes={**dict.fromkeys(likes, "like"), "loud": "dislike"},
        profile=usual | profile,
        wishes=wishes,
    )


_BRAM = _sketch(
    Side.VOLUNTEER,
    "9050 Gentbrugge",
    {"nl": 3, "en": 2},
    ("walking", "coffee", "cycling", "museums", "board_games", "world_food"),
    {"goals": ["company", "going_out", "language", "finding_way"], "months": 12, "capacity": 2},
    profile={
        "travel_mode": "bike",
        "travel_km": 10,
        "life_phases": ["working", "living_alone"],
        "style_talk": -1,
        "style_pace": 1,
        "about": "Ik fiets graag door de stad en ken elk koffiehuis in de buurt.",
    },
    name_to_use="Bram",
    family_name="Verstraete",
    birth_year=1988,
    gender="man",
    language="nl",
)
_SARA = _sketch(
    Side.SEEKER,
    "9000 Gent",
    {"ar": 3, "nl": 2, "en": 2},
    ("walking", "coffee", "cooking", "museums", "world_food"),
    {"goals": ["language", "going_out", "meeting_people"], "months": 12},
    profile={
        "travel_mode": "transit",
        "travel_km": 8,
        "life_phases": ["newcomer", "living_alone"],
        "style_talk": 1,
        "style_pace": 1,
        "about": "Ik woon sinds twee jaar in Gent en wil vaker Nederlands spreken.",
    },
    name_to_use="Sara",
    family_name="Darwish",
    birth_year=1991,
    gender="woman",
    language="nl",
)
_JORIS = _sketch(
    Side.SEEKER,
    "9040 Sint-Amandsberg",
    {"nl": 3},
    ("coffee", "board_games", "cycling", "television"),
    {"goals": ["company", "going_out"], "months": 12},
    profile={
        "travel_mode": "bike",
        "travel_km": 5,
        "life_phases": ["between_jobs", "living_alone"],
        "style_talk": 1,
        "style_pace": -1,
    },
    name_to_use="Joris",
    family_name="Baert",
    birth_year=1979,
    gender="man",
    language="nl",
)
_LUC = _sketch(
    Side.VOLUNTEER,
    "1050 Ixelles",
    {"fr": 3, "nl": 2},
    ("walking", "cinema", "cooking", "history"),
    {"goals": ["company", "language", "culture"], "months": 12, "capacity": 1},
    profile={
        "travel_mode": "transit",
        "travel_km": 10,
        "life_phases": ["retired"],
        "style_talk": -1,
        "about": "Retraité, curieux de tout, bon marcheur.",
    },
    name_to_use="Luc",
    family_name="Lambert",
    birth_year=1957,
    gender="man",
    language="fr",
)
_AMINA = _sketch(
    Side.SEEKER,
    "1060 Saint-Gilles",
    {"ar": 3, "fr": 2},
    ("walking", "cooking", "cinema", "sewing"),
    {"goals": ["language", "company"], "months": 12},
    profile={
        "travel_mode": "foot",
        "travel_km": 3,
        "life_phases": ["teenagers"],
        "style_talk": 1,
        "about": "Je voudrais parler plus souvent français.",
    },
    name_to_use="Amina",
    family_name="Tahiri",
    birth_year=1972,
    gender="woman",
    language="fr",
)
