"""Reasons in words, from the facts of a proposal. Coordinators read all; the two people only what was disclosed."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.catalogues import DAY_PARTS, INTERESTS, LIFE_PHASES, SPOKEN
from accounts.catalogues.lists import day_part_in_words
from matching.engine.types import Reason, Rule
from organisations.models.enrolments import GOALS

Facts = dict[str, Any]

PART_NAMES = {
    "travel": gettext_lazy("distance"),
    "availability": gettext_lazy("time"),
    "goal": gettext_lazy("what they look for"),
    "interests": gettext_lazy("interests"),
    "dislikes": gettext_lazy("shared dislikes"),
    "experience": gettext_lazy("life now"),
    "style": gettext_lazy("style"),
    "duration": gettext_lazy("how long"),
    "wishes": gettext_lazy("wishes about each other"),
}
RULE_NAMES = {
    Rule.REACH: gettext_lazy("too far apart"),
    Rule.LANGUAGE: gettext_lazy("no common language"),
    Rule.TIME: gettext_lazy("no common time"),
    Rule.FORM: gettext_lazy("no common form of contact"),
    Rule.GENDER: gettext_lazy("a wish about gender is not met"),
    Rule.AGE: gettext_lazy("a wish about age is not met"),
    Rule.NO_GO: gettext_lazy("something one likes is a no-go for the other"),
    Rule.ACCESS: gettext_lazy("an access need is not met"),
    Rule.APART: gettext_lazy("they were proposed before or must stay apart"),
    Rule.SCORE: gettext_lazy("the fit is below the minimum"),
}
REASON_NAMES = {
    Reason.NOBODY_THERE: gettext_lazy("There is nobody on the other side yet."),
    Reason.REACH: gettext_lazy("Nobody lives near enough."),
    Reason.LANGUAGE: gettext_lazy("Nobody near enough speaks a common language."),
    Reason.TIME: gettext_lazy("Nobody suitable is free at the same time."),
    Reason.FORM: gettext_lazy("Nobody suitable wants the same form of contact."),
    Reason.GENDER: gettext_lazy("Nobody suitable meets the wish about gender."),
    Reason.AGE: gettext_lazy("Nobody suitable meets the wish about age."),
    Reason.NO_GO: gettext_lazy("A no-go stands in the way with everybody suitable."),
    Reason.ACCESS: gettext_lazy("Nobody suitable can meet the access needs."),
    Reason.APART: gettext_lazy("Everybody suitable was proposed before."),
    Reason.SCORE: gettext_lazy("Nobody suitable fits well enough."),
    Reason.ALL_TAKEN: gettext_lazy("Everybody suitable is taken."),
}


def broken_rules_in_words(broken: Rule) -> str:
    return ", ".join(str(name) for rule, name in RULE_NAMES.items() if rule & broken)


def day_parts_in_words(mask: int) -> str:
    """ "Saturday morning and Sunday afternoon" """
    return and_list([day_part_in_words(item.bit) for item in DAY_PARTS.in_mask(mask)])


def and_list(words: list[str]) -> str:
    return get_text_list([str(word) for word in words], _("and")) if words else ""


def distance_band(metres: int) -> str:
    """A band between cells, for coordinators; the two people only read "in the same area"."""
    for limit in (5, 10, 20):
        if metres < limit * 1000:
            return _("under %(km)s km") % {"km": number_format(limit)}
    return _("over 20 km")


def reasons(facts: Facts, *, together: bool = True) -> list[str]:
    """Sentences about what two people share. `together` speaks to them ("you both"), else about them."""
    who = _("You both") if together else _("They both")
    said = []
    likes = _small(_labels(INTERESTS, facts.get("shared_likes", ())))
    if likes:
        said.append(_("%(who)s like: %(what)s.") % {"who": who, "what": and_list(likes[:4])})
    languages = _labels(SPOKEN, facts.get("shared_languages", ()))
    if languages:
        said.append(_("%(who)s speak: %(what)s.") % {"who": who, "what": and_list(languages)})
    when = facts.get("shared_day_parts", 0)
    if when:
        said.append(
            _("%(who)s are free: %(what)s.") % {"who": who, "what": day_parts_in_words(when)}
        )
    goals = _small(str(item.label) for item in GOALS.in_mask(facts.get("shared_goals", 0)))
    if goals:
        said.append(_("What fits: %(what)s.") % {"what": and_list(goals)})
    dislikes = _small(_labels(INTERESTS, facts.get("shared_dislikes", ())))
    if dislikes:
        said.append(
            _("%(who)s would rather not: %(what)s.") % {"who": who, "what": and_list(dislikes)}
        )
    phases = _small(str(item.label) for item in LIFE_PHASES.in_mask(facts.get("shared_phases", 0)))
    if phases:
        same = (
            _("The same in your life now: %(what)s.")
            if together
            else _("The same in their life now: %(what)s.")
        )
        said.append(same % {"what": and_list(phases)})
    return said


def _small(labels: Iterable[str]) -> list[str]:
    """Labels inside a sentence do not start with a capital; names of languages come as they are."""
    return [label[:1].lower() + label[1:] for label in labels]


def _labels(catalogue: Any, bits: Any) -> list[str]:
    wanted = set(bits)
    return [str(item.label) for item in catalogue if item.bit in wanted]


def to_ask(facts: Facts) -> list[str]:
    return [str(PART_NAMES[part]) for part in facts.get("to_ask", ())]


def differences(facts: Facts) -> list[str]:
    return [str(PART_NAMES[part]) for part in facts.get("differences", ())]


def reason_in_words(code: str) -> str:
    return str(REASON_NAMES[Reason(code)])


def change_in_words(change: str, amount: int, opens: int) -> str:
    """ "Travelling 10 km would open 4 people." """
    if not change:
        return ""
    people = ngettext("%(n)s person", "%(n)s people", opens) % {"n": opens}
    if change == "reach":
        return _("Travelling about %(km)s km would open %(people)s.") % {
            "km": amount,
            "people": people,
        }
    bent = str(RULE_NAMES[Rule[change.upper()]])
    return _("Solving “%(rule)s” would open %(people)s.") % {"rule": bent, "people": people}
