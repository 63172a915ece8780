"""Draft groups in words: rules, reasons, why somebody is in none. Codes are the engine's."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.catalogues import DAY_PARTS, SPOKEN
from accounts.catalogues.lists import day_part_in_words
from matching.engine.grouping.answers import Breach, Tells, Why
from matching.models.forming import REJECTED_BEFORE, RESTS

_BREACHES: dict[str, Promise] = {
    Breach.THEME: _("somebody waits for another theme"),
    Breach.RELATION: _("these relations do not go together"),
    Breach.STAGE: _("members are at stages that lie too far apart"),
    Breach.LANGUAGE: _("somebody does not speak the language of the group"),
    Breach.TIME: _("somebody is not free then"),
    Breach.REACH: _("it is too far for somebody"),
    Breach.ACCESS: _("somebody cannot use this place"),
    Breach.APART: _("two people who must not be together are in it"),
    Breach.ALONE: _("somebody would be the only man or the only woman, and minds that"),
    Breach.HOUSEHOLD: _("two people of one household are in it"),
    Breach.TOO_SMALL: _("there are too few members"),
    Breach.TOO_LARGE: _("there are too many members"),
    Breach.TWICE: _("somebody is in two groups"),
    Breach.CLOSED: _("the place is not open then, or has another group"),
    Breach.ROOM: _("two groups would be in one room"),
    Breach.NO_FACILITATOR: _("nobody leads it"),
    Breach.FACILITATOR_THEME: _("who leads it does not lead this theme"),
    Breach.FACILITATOR_LANGUAGE: _("who leads it does not speak the language of the group"),
    Breach.FACILITATOR_TIME: _("who leads it is not free then"),
    Breach.FACILITATOR_REACH: _("it is too far for who leads it"),
    Breach.FACILITATOR_APART: _("who leads it must not be together with somebody in it"),
    Breach.FACILITATOR_TWICE: _("who leads it leads another group at the same moment"),
    Breach.FACILITATOR_FULL: _("who leads it would lead too many groups"),
}
_WHY: dict[str, Promise] = {
    Why.NO_PLACES: _("There is no meeting place yet."),
    Why.REACH: _("No meeting place is near enough."),
    Why.ACCESS: _("No meeting place near enough can be used by this person."),
    Why.TIME: _("No meeting place is open when this person is free."),
    Why.LANGUAGE: _("Nobody who leads this theme there speaks a language of this person."),
    Why.FACILITATOR: _("Nobody leads this theme there and then."),
    Why.TOO_FEW: _("Too few people for a group yet."),
    Why.APART: _("There is room, but not beside these members."),
    RESTS: _("This person left a group of this theme a short while ago. You may put them in one."),
    REJECTED_BEFORE: _("The best group for this person was rejected before."),
    Why.ALL_TAKEN: _("The rooms and facilitators are all taken."),
}
_REASONS: dict[str, Promise] = {
    Tells.SAME_STAGE: _("at about the same stage: %(n)s"),
    Tells.SAME_RELATION: _("the same relation to the theme: %(n)s"),
    Tells.NEAR_AGE: _("about the same age: %(n)s"),
    Tells.VETERANS: _("longer on the road, can tell others: %(n)s"),
    Tells.WAITED_LONG: _("waited longer than three months: %(n)s"),
}
_TO_ASK: dict[str, Promise] = {
    Tells.ASK_TIME: _("When are they free? Not said by: %(n)s"),
    Tells.ASK_STAGE: _("How long does it touch them? Not said by: %(n)s"),
    Tells.NO_BACK_UP: _("There is no back-up for who leads it."),
    Tells.NO_VETERAN: _("Nobody in it is longer on the road."),
}


def broken_in_words(rule: str) -> str:
    return str(_BREACHES[rule])


def why_in_words(code: str) -> str:
    return str(_WHY[code])


def reasons_in_words(reasons: Mapping[str, int]) -> list[str]:
    """What speaks for a draft; the farthest way last."""
    told = [
        str(words) % {"n": reasons[code]} for code, words in _REASONS.items() if reasons.get(code)
    ]
    metres = reasons.get(Tells.FARTHEST_M, 0)
    km = max(1, round(metres / 1000))
    far = ngettext("at most %(n)s km away for everybody", "at most %(n)s km away for everybody", km)
    return [*told, far % {"n": km}]


def to_ask_in_words(reasons: Mapping[str, int]) -> list[str]:
    return [
        str(words) % {"n": reasons[code]} for code, words in _TO_ASK.items() if reasons.get(code)
    ]


def day_part_choices() -> list[tuple[int, str]]:
    return [(item.bit, day_part_in_words(item.bit)) for item in DAY_PARTS]


def language_in_words(code: str) -> str:
    return str(SPOKEN[code].label)
