"""Who in a list is likely somebody that the organisation knows, or stands in the list twice.

A name alone says little and an address alone less: a couple shares a phone, a care worker gives her own e-mail for thirty people.
So what two share decides how like their names must be (rapidfuzz, of 100):

| they share | names at least |
|---|---|
| e-mail or phone | 75; 90 when their years of birth differ |
| postcode and year of birth | 85 |
| postcode or year of birth, and the other does not differ | 94 |
| nothing, and nothing differs either | the same name |

Nobody is compared with everybody: only with who shares e-mail, phone, postcode and year, or one of these two and the initials.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

SAME_CONTACT, SAME_CONTACT_OTHER_YEAR, SAME_BOTH, SAME_ONE, SAME_NAME = 75, 90, 85, 94, 100
_LEAST = {
    "email": SAME_CONTACT,
    "phone": SAME_CONTACT,
    "both": SAME_BOTH,
    "postcode": SAME_ONE,
    "year": SAME_ONE,
    "name": SAME_NAME,
}
_CROWD = 2000  # of more people with the same key only the first are compared: a bound on the work
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody that is compared. `person_id` for people of the organisation, `row` for rows of the file."""

    name: str
    email: str = ""
    phone: str = ""
    postcode: str = ""
    birth_year: int | None = None
    person_id: int | None = None
    row: int | None = None


def plain_name(*parts: str) -> str:
    """Names for comparing: no accents, capitals or signs, words in the order of the alphabet; any script."""
    letters = unicodedata.normalize("NFKD", " ".join(parts).casefold())
    words = "".join(
        sign if sign.isalnum() else " " for sign in letters if not unicodedata.combining(sign)
    )
    return " ".join(sorted(words.split()))


class Known:
    """Those that a row is compared with: people of one organisation, and the rows before it."""

    def __init__(self) -> None:
        self._by: dict[Key, list[Likeness]] = defaultdict(list)
        self._names: dict[Key, list[str]] = defaultdict(list)

    def add(self, who: Likeness) -> None:
        for key in _keys(who):
            if len(self._names[key]) < _CROWD:
                self._by[key].append(who)
                self._names[key].append(who.name)

    def like(self, who: Likeness, but: Collection[int | None] = ()) -> Likeness | None:
        """The one that is most like `who`, if anybody is; of equals the one known first. `but`: ids of people that are left out."""
        best, most = None, 0.0
        for other in self._candidates(who):
            if other.person_id in but:
                continue
            score = fuzz.ratio(who.name, other.name, score_cutoff=_needed(who, other))
            if score > most:
                best, most = other, score
        return best

    def _candidates(self, who: Likeness) -> Iterator[Likeness]:
        """Names are compared in one go for each key; only the few that are like enough are looked at further."""
        for key in _keys(who):
            names = self._names.get(key, [])
            for _name, _score, place in process.extract(
                who.name, names, scorer=fuzz.ratio, score_cutoff=_LEAST[key[0]], limit=None
            ):
                yield self._by[key][place]


def _keys(who: Likeness) -> Iterator[Key]:
    initials = "".join(word[0] for word in who.name.split())
    year = str(who.birth_year or "")
    if who.email:
        yield ("email", who.email)
    if who.phone:
        yield ("phone", who.phone)
    if who.postcode and year:
        yield ("both", who.postcode, year)
    if who.postcode:
        yield ("postcode", who.postcode, initials)
    if year:
        yield ("year", year, initials)
    yield ("name", who.name)


def shared(one: Likeness, other: Likeness) -> list[str]:
    """Names of what two have in common."""
    return [
        name
        for name in ("email", "phone", "postcode", "birth_year")
        if getattr(one, name) and getattr(one, name) == getattr(other, name)
    ]


def _needed(one: Likeness, other: Likeness) -> int:
    same = set(shared(one, other))
    apart = {
        name
        for name in ("postcode", "birth_year")
        if name not in same and getattr(one, name) and getattr(other, name)
    }
    if same & {"email", "phone"}:
        return SAME_CONTACT_OTHER_YEAR if "birth_year" in apart else SAME_CONTACT
    if apart:
        return SAME_NAME + 1
    return (SAME_NAME, SAME_ONE, SAME_BOTH)[len(same)]
