"""Gent: sixty people wait for a group of peers about one of three themes, and a first search proposed drafts."""

from accounts import services as accounts
from config.demo.stage import Stage
from config.demo.towns import GENT
from matching import services as matching
from organisations import services as organisations
from organisations.models import Enrolment, Programme, Theme
from organisations.models.enrolments import Side
from organisations.support import ModelOfSupport

WAITING, LEADING = 60, 6
_THEMES = (
    ("Zorgen voor je ouders", "Prendre soin de ses parents", "Caring for your parents", "child"),
    (
        "Een kind met extra zorg",
        "Un enfant à besoins particuliers",
        "A child with extra needs",
        "parent",
    ),
    ("Rouw", "Le deuil", "Grief", "bereaved"),
)
_ROOMS = (
    ("De Muide", "Meulestedesteenweg 40", "9000"),
    ("Dienstencentrum Gentbrugge", "Braemkasteelstraat 35", "9050"),
    ("Bib Sint-Amandsberg", "Antwerpsesteenweg 20", "9040"),
)
_WHEN = (
    ["tue_evening", "thu_evening"],
    ["wed_afternoon", "thu_evening"],
    ["tue_evening", "sat_morning"],
    ["thu_evening"],
)
_NAMES = (
    *("An", "Bart", "Chloé", "Dirk", "Els", "Fatma", "Greet", "Hans", "Ilse", "Jef"),
    *("Karin", "Luc", "Mieke", "Nadia", "Olivier", "Petra", "Quinten", "Ria", "Stijn", "Tine"),
)


def look_for_groups(stage: Stage, *, people: int) -> None:
    """All of it walks the services, with the dates on which it would have happened."""
    programme = organisations.create_programme(
        organisation=stage.programme.organisation,
        name="Lotgenoten in en rond Gent",
        by=None,
        now=stage.ago(days=120),
        model_of_support=ModelOfSupport.PEER,
    )
    themes = [_theme(stage, programme, *names) for names in _THEMES]
    for name, address, where in _ROOMS:
        organisations.add_meeting_place(
            organisation=programme.organisation,
            name=name,
            address=address,
            where=where,
            day_parts=["tue_evening", "wed_afternoon", "thu_evening", "sat_morning"],
            offers=["wheelchair", "hearing", "reading"],
            by=stage.team,
            now=stage.ago(days=110),
        )
    for number in range(LEADING):
        _ready(stage, programme, number, Side.VOLUNTEER)
    for number in range(min(WAITING, people)):
        _wait(stage, programme, themes[number % len(themes)], number)
    at = stage.ago(days=1)
    forming = matching.request_forming(programme_id=programme.pk, by=stage.team, now=at)
    matching.execute_forming(forming_id=forming.pk, now=at)


def _theme(
    stage: Stage, programme: Programme, name_nl: str, name_fr: str, name_en: str, _who: str
) -> Theme:
    return organisations.add_theme(
        programme_id=programme.pk,
        name_nl=name_nl,
        name_fr=name_fr,
        name_en=name_en,
        by=stage.team,
        now=stage.ago(days=110),
    )


def _wait(stage: Stage, programme: Programme, theme: Theme, number: int) -> None:
    relations = {names[0]: names[3] for names in _THEMES}
    organisations.save_wish(
        enrolment_id=_ready(stage, programme, number, Side.SEEKER).pk,
        theme_id=theme.pk,
        relation=relations[theme.name_nl],
        stage=1 + number % 3,
        is_longer_on_road=number % 7 == 0,
        by=stage.team,
        now=stage.ago(days=80 - number),
    )


def _ready(stage: Stage, programme: Programme, number: int, side: str) -> Enrolment:
    """Somebody around Gent who told when they are free, and was taken in."""
    then = stage.ago(days=90 - number)
    towns = [code for code, _name, weight in GENT if weight > 9]
    person = accounts.register_person(
        name_to_use=_NAMES[(number * 7 + (side == Side.VOLUNTEER)) % len(_NAMES)],
        email=f"{side}{number}.groep@example.org",
        by=stage.team,
        now=then,
        consent=True,
    )
    accounts.change_place(person=person, typed=towns[number % len(towns)], by=stage.team, now=then)
    accounts.change_languages(person_id=person.pk, levels={"nl": 3}, by=stage.team, now=then)
    accounts.change_profile(
        person_id=person.pk,
        day_parts=_WHEN[number % len(_WHEN)],
        travel_mode="bike",
        travel_km=12,
        by=stage.team,
        now=then,
    )
    enrolment = organisations.apply(
        person=person,
        programme_id=programme.pk,
        side=side,
        capacity=2 if side == Side.VOLUNTEER else 1,
        by=stage.team,
        now=then,
    )
    return organisations.activate_enrolment(enrolment_id=enrolment.pk, by=stage.team, now=then)
