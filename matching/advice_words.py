"""What would help a whole programme, in sentences for its team."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.catalogues import ACCESS, SPOKEN
from accounts.models.people import Gender
from matching.words import and_list

Advice = dict[str, Any]
_GENDER_OF = {1: Gender.WOMAN, 2: Gender.MAN, 4: Gender.OTHER}


def gains_in_words(advice: Advice) -> list[str]:
    """What the same search would find if something changed; only changes that bring somebody a pair."""
    said = []
    farther = advice.get("farther")
    if farther and farther["pairs"] > 0:
        said.append(
            _("If everybody travelled %(km)s km farther: %(pairs)s.")
            % {"km": number_format(farther["metres"] // 1000), "pairs": _more(farther["pairs"])}
        )
    for each in advice.get("languages", ()):
        if each["pairs"] > 0:
            language = SPOKEN[each["language"]].label
            said.append(
                _("If all volunteers spoke %(language)s: %(pairs)s.")
                % {"language": language, "pairs": _more(each["pairs"])}
            )
    return said


def _more(pairs: int) -> str:
    return ngettext("%(n)s pair more", "%(n)s pairs more", pairs) % {"n": number_format(pairs)}


def wanted_in_words(advice: Advice) -> list[str]:
    """Volunteers to look for, those that fit most people first: "In Aalst, speaks Arabic, a woman: fits 7 people"."""
    return [_wanted(each) for each in advice.get("wanted", ())]


def _wanted(each: Advice) -> str:
    traits = []
    if each["place"]:
        where = each["place"]["fr" if get_language() == "fr" else "nl"]
        traits.append(_("near %(place)s") % {"place": where})
    if each["languages"]:
        languages = [str(SPOKEN[code].label) for code in each["languages"]]
        traits.append(_("speaks %(languages)s") % {"languages": and_list(languages)})
    if each["gender"] in _GENDER_OF:
        traits.append(str(_GENDER_OF[each["gender"]].label))
    if each["birth_year"]:
        traits.append(_("born around %(year)s") % {"year": each["birth_year"]})
    if each["offers"]:
        offers = [str(item.label) for item in ACCESS.in_mask(each["offers"])]
        traits.append(_("can offer %(offers)s") % {"offers": and_list(offers)})
    people = ngettext("fits %(n)s person", "fits %(n)s people", each["fits"])
    return _("%(profile)s: %(fits)s") % {
        "profile": ", ".join(traits),
        "fits": people % {"n": number_format(each["fits"])},
    }
