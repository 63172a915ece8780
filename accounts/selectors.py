"""What may be read of people. What another person sees passes through here, and nowhere else."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.catalogues import ACCESS, DAY_PARTS, INTERESTS, LIFE_PHASES, SPOKEN
from accounts.catalogues.lists import DAYS, PARTS
from accounts.models import Disclosure, Person, Place
from accounts.models.consents import DEFAULTS, EARLIEST, Part, Shown
from accounts.models.people import Attitude
from accounts.states import PlaceState

_ORDER = [Shown.PROPOSAL, Shown.INTRODUCTION, Shown.NEVER]


def disclosure_choices(*, person: Person) -> dict[str, str]:
    """From when on each part is shown: the person's choices over the defaults."""
    chosen = dict(Disclosure.objects.filter(person=person).values_list("part", "shown"))
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


def area_of(person: Person, language: str | None = None) -> str:
    """ "in the area of Gent": the most that another person reads about where somebody is."""
    place = Place.objects.select_related("postal").filter(person=person).order_by("pk").first()
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
    return ", ".join(f"{item.label} ({spoken[item.code]})" for item in SPOKEN if item.code in spoken)


def _likes(person: Person) -> str:
    liked = set(
        person.interests.filter(attitude=Attitude.LIKE).values_list("interest", flat=True)
    )
    return ", ".join(str(item.label) for item in INTERESTS if item.code in liked)


def _when(person: Person) -> str:
    return ", ".join(
        _("%(day)s %(part)s") % {"day": DAYS[item.bit // 3][1], "part": PARTS[item.bit % 3][1]}
        for item in DAY_PARTS.in_mask(person.profile.day_parts)
    )


_TEXTS = {
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
