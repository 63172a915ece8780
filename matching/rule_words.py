"""Rules and weights in words for the team that sets them."""

from dataclasses import asdict
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.engine.types import PARTS, Rule, Rules, Weights
from matching.words import PART_NAMES

Way = tuple[Rules, Weights]

# Each rule that a programme may switch, with its name and what it does. APART is a promise to people and always on.
RULES: dict[Rule, tuple[str | Promise, str | Promise]] = {
    Rule.REACH: (
        gettext_lazy("Distance"),
        gettext_lazy("Each lives within what the other wants to travel, unless both like to phone or see each other online."),
    ),
    Rule.LANGUAGE: (
        gettext_lazy("Language"),
        gettext_lazy("They speak at least one language in common, well enough."),
    ),
    Rule.TIME: (
        gettext_lazy("Time"),
        gettext_lazy("They are free at the same time. Who did not say when is not left out."),
    ),
    Rule.FORM: (
        gettext_lazy("Form of contact"),
        gettext_lazy("They want to meet in at least one way in common, for example at home or for a walk."),
    ),
    Rule.GENDER: (
        gettext_lazy("Must about gender"),
        gettext_lazy("Who needs a woman or a man as buddy gets only that. A mere preference never leaves anybody out."),
    ),
    Rule.AGE: (
        gettext_lazy("Must about age"),
        gettext_lazy("Who needs a buddy of a certain age gets only that. A mere preference never leaves anybody out."),
    ),
    Rule.NO_GO: (
        gettext_lazy("No-go"),
        gettext_lazy("What is a no-go for one, for example smoking, is not what the other likes."),
    ),
    Rule.ACCESS: (
        gettext_lazy("Access needs"),
        gettext_lazy("The volunteer can offer what the other needs, for example no stairs."),
    ),
    Rule.SCORE: (
        gettext_lazy("Minimum fit"),
        gettext_lazy("Who passes all other rules but fits less than the minimum below is not proposed."),
    ),
}  # fmt: skip
LIMITS: dict[str, str | Promise] = {
    "minimum_score": gettext_lazy("Minimum fit, of 1000"),
    "default_reach_m": gettext_lazy("Kilometres for who did not say how far"),
    "language_level": gettext_lazy("How well they speak the common language"),
    "common_day_parts": gettext_lazy("How many common parts of the week"),
    "bonus_max": gettext_lazy("Most points for waiting"),
    "bonus_full_days": gettext_lazy("Days of waiting until these points are full"),
}
LEVELS = {
    1: gettext_lazy("a few words are enough"),
    2: gettext_lazy("a conversation"),
    3: gettext_lazy("very well"),
}


def changes_in_words(before: Way, after: Way) -> list[str]:
    """What differs, rule by rule: "Language: on → off", "Minimum fit, of 1000: 400 → 500"."""
    (old, old_weights), (new, new_weights) = before, after
    said = [
        _change(name, _on_off(old.on & rule), _on_off(new.on & rule))
        for rule, (name, _what) in RULES.items()
        if (old.on ^ new.on) & rule
    ]
    for name, label in LIMITS.items():
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            said.append(_change(label, _limit(name, one), _limit(name, other)))
    weights, others = asdict(old_weights), asdict(new_weights)
    for part in PARTS:
        if weights[part] != others[part]:
            label = _("Weight of %(part)s") % {"part": PART_NAMES[part]}
            said.append(_change(label, str(weights[part]), str(others[part])))
    return said


def _change(label: Any, one: str, other: str) -> str:
    return _("%(what)s: %(before)s → %(after)s") % {"what": label, "before": one, "after": other}


def _on_off(on: int) -> str:
    return _("on") if on else _("off")


def _limit(name: str, value: int) -> str:
    if name == "language_level":
        return str(LEVELS[value])
    return number_format(value // 1000 if name == "default_reach_m" else value)
