"""The two organisations of the demo, each with its programme and the people it reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.demo.towns import BRUSSELS, GENT, Towns

# Of all people: how many volunteers there are for how many seekers.
VOLUNTEERS, SEEKERS = 5, 7


@dataclass(frozen=True)
class Scene:
    """`share` of all people; `volunteers` and `seekers` say how often each origin of `names.ORIGINS` occurs;
    `around` which languages people learned here, and how often."""

    organisation: str
    email: str
    coordinator: str
    programme: str
    settings: Mapping[str, Any]
    share: float
    towns: Towns
    volunteers: Mapping[str, int]
    seekers: Mapping[str, int]
    around: Mapping[str, float]


KOMPAS = Scene(
    organisation="Kompas Gent",
    email="hallo@kompas.example",
    coordinator="coordinator.gent@kompaan.example",
    programme="Buddy’s in Gent",
    settings={
        "description": {
            "nl": "Samen op stap, een babbel of wat hulp om de weg te vinden: één keer in de twee weken.",
            "fr": "Sortir ensemble, parler, trouver son chemin : une fois toutes les deux semaines.",
            "en": "Going out, a chat or some help to find the way: once every two weeks.",
        },
        "required_clearances": ["info_note", "agreement"],
        "answer_days": 14,
        "meets_every_weeks": 2,
        "max_buddies": 3,
        "choice_of_cards": 3,
        "meanwhile_text": {
            "nl": "Elke woensdag om 14 uur is er koffie in de bib. Iedereen is welkom, je hoeft je niet aan te melden.",
            "fr": "Chaque mercredi à 14 h, il y a du café à la bibliothèque. Tout le monde est bienvenu, sans inscription.",
            "en": "Every Wednesday at 2 pm there is coffee in the library. Everybody is welcome, you need not register.",
        },
        "proposal_text": {
            "nl": "De eerste keer komt iemand van ons mee. Twijfel je? Bel ons gerust.",
            "fr": "La première fois, quelqu’un de chez nous vous accompagne. Un doute ? Appelez-nous.",
            "en": "The first time somebody of our team comes along. In doubt? Just call us.",
        },
    },
    share=0.55,
    towns=GENT,
    volunteers={
        "flemish": 66,
        "francophone": 3,
        "turkish": 9,
        "moroccan": 6,
        "syrian": 3,
        "ukrainian": 2,
        "polish": 2,
        "iberian": 3,
        "italian": 2,
        "bulgarian": 1,
        "congolese": 2,
        "chinese": 1,
    },
    seekers={
        "flemish": 34,
        "turkish": 14,
        "moroccan": 7,
        "bulgarian": 8,
        "syrian": 8,
        "afghan": 8,
        "somali": 4,
        "eritrean": 4,
        "ukrainian": 6,
        "chechen": 3,
        "albanian": 2,
        "congolese": 2,
        "polish": 2,
        "iberian": 2,
        "romanian": 2,
    },
    around={"nl": 0.95, "en": 0.4, "fr": 0.2},
)
BRUG = Scene(
    organisation="Brug – Le Pont Bruxelles",
    email="bonjour@lepont.example",
    coordinator="coordinator.brussels@kompaan.example",
    programme="Duo Bruxelles – Brussel",
    settings={
        "description": {
            "nl": "Een duo in het Nederlands of het Frans, in en rond Brussel.",
            "fr": "Un duo en français ou en néerlandais, à Bruxelles et autour.",
            "en": "A duo in French or Dutch, in and around Brussels.",
        },
        "asks_volunteer_first": True,
        "answer_days": 10,
    },
    share=0.45,
    towns=BRUSSELS,
    volunteers={
        "francophone": 42,
        "flemish": 18,
        "moroccan": 12,
        "rif": 4,
        "congolese": 6,
        "italian": 5,
        "iberian": 5,
        "turkish": 3,
        "polish": 2,
        "romanian": 2,
        "chinese": 1,
    },
    seekers={
        "francophone": 24,
        "flemish": 8,
        "moroccan": 16,
        "rif": 7,
        "congolese": 10,
        "turkish": 6,
        "syrian": 8,
        "romanian": 5,
        "iberian": 5,
        "ukrainian": 4,
        "albanian": 3,
        "somali": 3,
        "afghan": 3,
        "eritrean": 2,
        "italian": 2,
    },
    around={"fr": 0.9, "nl": 0.35, "en": 0.35},
)
SCENES = (KOMPAS, BRUG)
