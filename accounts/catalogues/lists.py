"""The short lists of a profile. A code and a bit keep their meaning for ever; only labels may change."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.catalogue import Catalogue

_DAYS = (
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
)
_PARTS = (("morning", _("morning")), ("afternoon", _("afternoon")), ("evening", _("evening")))
DAYS, PARTS = _DAYS, _PARTS

# Bit = day * 3 + part: Monday morning is bit 0, Sunday evening bit 20.
DAY_PARTS = Catalogue(
    *(
        (f"{day}_{part}", d * 3 + p, part_label)
        for d, (day, _day_label) in enumerate(_DAYS)
        for p, (part, part_label) in enumerate(_PARTS)
    )
)


def day_part_in_words(bit: int) -> str:
    """ "Thursday evening", in the language of the page."""
    day, part = divmod(bit, len(PARTS))
    return gettext("%(day)s %(part)s") % {"day": DAYS[day][1], "part": PARTS[part][1]}


CONTACT_FORMS = Catalogue(
    ("out", 0, _("Go out together")),
    ("walk", 1, _("A walk or outdoors")),
    ("home_seeker", 2, _("At the home of the person who looks for a buddy")),
    ("home_volunteer", 3, _("At the home of the volunteer")),
    ("phone", 4, _("By phone")),
    ("video", 5, _("By video call")),
)
AT_A_DISTANCE = CONTACT_FORMS.mask(["phone", "video"])

ACCESS = Catalogue(
    ("wheelchair", 0, _("Wheelchair, no steps")),
    ("short_walks", 1, _("Only short walks")),
    ("hearing", 2, _("Hard of hearing")),
    ("sight", 3, _("Sees little")),
    ("reading", 4, _("Reading is difficult")),
    ("fatigue", 5, _("Tires quickly, short meetings")),
    ("fetch", 6, _("Needs to be fetched at home")),
)

LIFE_PHASES = Catalogue(
    ("student", 0, _("Studying")),
    ("young_children", 1, _("Young children at home")),
    ("teenagers", 2, _("Teenagers at home")),
    ("working", 3, _("Working")),
    ("between_jobs", 4, _("Looking for work")),
    ("retired", 5, _("Retired")),
    ("carer", 6, _("Caring for somebody close")),
    ("newcomer", 7, _("New in Belgium")),
    ("living_alone", 8, _("Living alone")),
)

# Each style is a scale with a question: -1 the first, 0 both or not said, +1 the second.
STYLES: tuple[tuple[str, object, object, object], ...] = (
    ("talk", _("Talk or listen?"), _("I like to listen"), _("I like to talk")),
    ("pace", _("Calm or active?"), _("I like it calm"), _("I like to be active")),
    ("plan", _("Plan or be surprised?"), _("I like to plan"), _("I like surprises")),
)

# Order is the engine's order of columns: add at the end, never in between.
SPOKEN = Catalogue(
    ("nl", 0, _("Dutch")),
    ("fr", 1, _("French")),
    ("en", 2, _("English")),
    ("de", 3, _("German")),
    ("ar", 4, _("Arabic")),
    ("tr", 5, _("Turkish")),
    ("es", 6, _("Spanish")),
    ("it", 7, _("Italian")),
    ("pl", 8, _("Polish")),
    ("ro", 9, _("Romanian")),
    ("pt", 10, _("Portuguese")),
    ("ru", 11, _("Russian")),
    ("uk", 12, _("Ukrainian")),
    ("ber", 13, _("Tamazight (Berber)")),
    ("ps", 14, _("Pashto")),
    ("fa", 15, _("Persian or Dari")),
    ("so", 16, _("Somali")),
    ("ti", 17, _("Tigrinya")),
    ("ln", 18, _("Lingala")),
    ("sq", 19, _("Albanian")),
    ("bg", 20, _("Bulgarian")),
    ("zh", 21, _("Chinese")),
    ("vgt", 22, _("Flemish Sign Language")),
    ("sfb", 23, _("Sign language of French-speaking Belgium")),
)


class TravelMode(models.TextChoices):
    FOOT = "foot", _("On foot")
    BIKE = "bike", _("By bike")
    TRANSIT = "transit", _("By bus, tram or train")
    CAR = "car", _("By car")
