"""What people write in the cells of their lists, in three languages, and what it means here. All words are plain ones."""

import re
from collections import defaultdict
from functools import cache, lru_cache

from django.conf import settings
from django.utils import translation

from accounts.catalogues import DAY_PARTS, INTERESTS, SPOKEN
from accounts.catalogues.lists import DAYS, PARTS
from accounts.models.people import Gender, Level
from accounts.places.names import plain as _plain
from core.catalogue import Catalogue
from organisations.models.enrolments import Side

# The cells of one column are much alike: each word is looked at once.
plain = lru_cache(maxsize=20_000)(_plain)


def _words(texts: dict[str, str]) -> dict[str, str]:
    return {plain(word): meaning for meaning, words in texts.items() for word in words.split(",")}


NOTHING = _words(
    {
        "": "nvt, n v t, n a, na, geen, neant, aucun, aucune, none, null, nihil, onbekend, inconnu, unknown"
    }
)
SIDES = _words(
    {
        Side.VOLUNTEER: "vrijwilliger, vrijwilligster, vrijwilligers, v, vw, buddy, maatje, volunteer, benevole, volontaire,"
        " is vrijwilliger, wil helpen, helpt, mentor, parrain, marraine, helper",
        Side.SEEKER: "zoeker, zoekt, z, zoekt iemand, zoekt een buddy, zoekt buddy, zoekt maatje, zoekt een maatje, hulpvrager,"
        " vrager, deelnemer, deelneemster, client, cliente, gast, seeker, looks for somebody, looks for a buddy, participant,"
        " participante, demandeur, demandeuse, cherche, cherche quelqu un, cherche un buddy, beneficiaire, usager, mentee,"
        " filleul, filleule, wil een buddy, needs a buddy",
    }
)
GENDERS = _words(
    {
        Gender.WOMAN: "v, vrouw, vrouwelijk, f, femme, feminin, w, woman, female, mevrouw, mevr, mw, mme, madame, dame, fille, meisje",
        Gender.MAN: "m, man, mannelijk, h, homme, masculin, male, de heer, dhr, meneer, mijnheer, mr, monsieur, jongen, garcon",
        Gender.OTHER: "x, anders, ander, andere, autre, other, non binair, non binaire, non binary, nonbinair, another way",
    }
)
_LANGUAGES = _words(
    {
        "nl": "nederlands, nederlandstalig, ned, vlaams, neerlandais, dutch, ne",
        "fr": "frans, franstalig, francais, francophone, french",
        "en": "engels, engelstalig, eng, anglais, english",
        "de": "duits, duitstalig, allemand, german, deutsch",
        "ar": "arabisch, arabe, arabic, marokkaans, marocain, darija",
        "tr": "turks, turc, turkish",
        "es": "spaans, espagnol, spanish, espanol",
        "it": "italiaans, italien, italian, italiano",
        "pl": "pools, polonais, polish, polski",
        "ro": "roemeens, roumain, romanian",
        "pt": "portugees, portugais, portuguese",
        "ru": "russisch, russe, russian",
        "uk": "oekraiens, ukrainien, ukrainian",
        "ber": "tamazight, berbers, berbere, berber, amazigh, tarifit, riffijns, rifain",
        "ps": "pashto, pasjtoe, pachto, pachtou",
        "fa": "perzisch, farsi, dari, persan, persian, perzisch of dari, persan ou dari",
        "so": "somalisch, somali, somalien",
        "ti": "tigrinya, tigrigna",
        "ln": "lingala",
        "sq": "albanees, albanais, albanian",
        "bg": "bulgaars, bulgare, bulgarian",
        "zh": "chinees, chinois, chinese, mandarijn, mandarin",
        "vgt": "vlaamse gebarentaal, gebarentaal, langue des signes flamande, flemish sign language",
        "sfb": "franstalige gebarentaal, lsfb, langue des signes, langue des signes de belgique francophone",
    }
)
_LEVELS = _words(
    {
        str(
            Level.LITTLE
        ): "beetje, weinig, matig, basis, basiskennis, peu, debutant, notions, base, little, bit, basic, a1, a2",
        str(Level.GOOD): "goed, bien, bon, bonne, good, moyen, b1, b2",
        str(
            Level.FLUENT
        ): "vloeiend, moedertaal, uitstekend, perfect, courant, couramment, maternelle, parfait, fluent, fluently,"
        " native, c1, c2",
    }
)
_FILLERS = frozenset(
    [
        "een",
        "un",
        "une",
        "a",
        "zeer",
        "heel",
        "tres",
        "very",
        "assez",
        "langue",
        "taal",
        "niveau",
        "level",
        "en",
        "et",
        "and",
        "de",
        "la",
        "le",
        "op",
        "les",
        "des",
    ]
)
_DAYS = {
    plain(word): days
    for days, words in {
        ("mon",): "maandag, ma, lundi, lun, lu, monday, mon",
        ("tue",): "dinsdag, di, mardi, mar, tuesday, tue",
        ("wed",): "woensdag, wo, woe, mercredi, mer, me, wednesday, wed",
        ("thu",): "donderdag, do, don, jeudi, jeu, je, thursday, thu",
        ("fri",): "vrijdag, vr, vrij, vendredi, ven, ve, friday, fri",
        ("sat",): "zaterdag, za, zat, samedi, sam, sa, saturday, sat",
        ("sun",): "zondag, zo, zon, dimanche, dim, sunday, sun",
        ("sat", "sun"): "weekend, weekends, week end, weekeinde",
        (
            "mon",
            "tue",
            "wed",
            "thu",
            "fri",
        ): "week, weekdag, weekdagen, werkdagen, werkdag, semaine, weekdays, weekday",
    }.items()
    for word in words.split(",")
}
_PARTS = _words(
    {
        "morning": "voormiddag, voormiddagen, vm, ochtend, ochtenden, matin, matins, matinee, morning, mornings, am",
        "afternoon": "namiddag, namiddagen, nm, middag, apres midi, apres midis, aprem, afternoon, afternoons, pm",
        "evening": "avond, avonden, s avonds, soir, soirs, soiree, evening, evenings",
    }
)
_DAY_CODES = tuple(code for code, _label in DAYS)
_UNTIL = re.compile(r"-|–|\b(?:tot|au|à|to|until|through)\b")
_WEEKEND = re.compile(r"week-end|apr[eè]s-midi")
_BETWEEN = re.compile(r"[;,/\n|+&•]")
_AND = re.compile(r"\s+(?:en|et|and)\s+", re.IGNORECASE)


def pieces(text: str) -> list[str]:
    """The parts of a list that somebody typed in one cell."""
    return [
        piece for part in _BETWEEN.split(text) if (piece := " ".join(part.split()).strip(" -."))
    ]


@cache
def _labels(catalogue: Catalogue) -> dict[str, str]:
    """Code, label in each of our languages, and each part of a label that names one item only → code."""
    whole: dict[str, str] = {}
    parts: dict[str, set[str]] = defaultdict(set)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for item in catalogue:
                label = str(item.label)
                whole |= {plain(item.code): item.code, plain(label): item.code}
                for part in re.split(r",|\s(?:and|en|et|ou|of|or)\s", label):
                    parts[plain(part)].add(item.code)
    return {part: min(codes) for part, codes in parts.items() if len(codes) == 1} | whole


def interests_of(text: str) -> tuple[list[str], list[str]]:
    """(codes of `INTERESTS`, pieces that are none of them)."""
    return _codes(text, _labels(INTERESTS))


def _codes(text: str, table: dict[str, str]) -> tuple[list[str], list[str]]:
    codes, unknown = [], []
    for piece in pieces(text):
        words = [piece] if plain(piece) in table else _AND.split(piece)
        for word in words:
            if plain(word) in table:
                codes.append(table[plain(word)])
            else:
                unknown.append(word)
    return list(dict.fromkeys(codes)), unknown


def languages_of(text: str) -> tuple[dict[str, int], list[str]]:
    """(language → level, pieces that name no language). Without a word about the level: well enough to talk."""
    levels: dict[str, int] = {}
    unknown: list[str] = []
    table = _labels(SPOKEN) | _LANGUAGES
    for piece in (word for part in pieces(text) for word in _AND.split(part)):
        words = plain(piece).split()
        level = max(
            (int(_LEVELS[word]) for word in words if word in _LEVELS), default=int(Level.GOOD)
        )
        name = " ".join(word for word in words if word not in _LEVELS and word not in _FILLERS)
        code = table.get(plain(piece)) or table.get(name)
        if code:
            levels[code] = max(level, levels.get(code, 0))
        else:
            unknown.append(piece)
    return levels, unknown


def day_parts_of(text: str) -> tuple[list[str], list[str]]:
    """(codes of `DAY_PARTS`, pieces that are not simply days and parts of days). A day alone is the whole day."""
    codes: set[str] = set()
    unknown: list[str] = []
    whole = text.casefold().replace("t/m", "-")
    for piece in (word for part in pieces(whole) for word in _AND.split(part)):
        found = _day_parts(piece)
        codes |= found
        if not found:
            unknown.append(piece)
    return [item.code for item in DAY_PARTS if item.code in codes], unknown


def _day_parts(piece: str) -> set[str]:
    joined = plain(piece).replace("apres midi", "aprem").replace("week end", "weekend")
    words = [word for word in joined.split() if word not in _FILLERS and not _UNTIL.fullmatch(word)]
    if not words or any(word not in _DAYS and word not in _PARTS for word in words):
        return set()
    days = [day for word in words for day in _DAYS.get(word, ())] or list(_DAY_CODES)
    parts = {_PARTS[word] for word in words if word in _PARTS} or {code for code, _label in PARTS}
    return {f"{day}_{part}" for day in _with_between(days, piece) for part in parts}


def _with_between(days: list[str], piece: str) -> list[str]:
    """ "ma-vr" and "lundi au vendredi" are all days from the one to the other."""
    if len(days) != 2 or not _UNTIL.search(_WEEKEND.sub("", piece)):
        return days
    first, last = (_DAY_CODES.index(day) for day in days)
    return list(_DAY_CODES[first : last + 1]) or days
