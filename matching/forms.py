"""Forms of the team's work with rules. They only shape; the services decide."""

from dataclasses import asdict
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.catalogues import SPOKEN
from core.forms import Slider
from matching.engine.types import ALL_RULES, PARTS, Rule, Rules, Weights
from matching.rule_words import LEVELS, LIMITS, RULES
from matching.services.ranking import BENDABLE, FARTHER_KM
from matching.services.rules import RULE_LIMITS, WEIGHT_LIMITS
from matching.words import PART_NAMES

_KM = 1000


def _number(label: Any, low: int, high: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, **options)


def _slider(label: Any, low: int, high: int, *, step: int = 1, **options: Any) -> Any:
    return _number(label, low, high, widget=Slider(step=step), **options)


class RulesForm(forms.Form):
    """The rules one may switch, their limits, and what counts how much."""

    minimum_score = _slider(LIMITS["minimum_score"], *RULE_LIMITS["minimum_score"], step=10)
    default_reach_km = _slider(LIMITS["default_reach_m"], 1, 100)
    language_level = forms.TypedChoiceField(
        label=cast(str, LIMITS["language_level"]), choices=list(LEVELS.items()), coerce=int
    )
    common_day_parts = _slider(
        LIMITS["common_day_parts"],
        *RULE_LIMITS["common_day_parts"],
        help_text=_("A part of the week is for example Saturday morning."),
    )
    bonus_max = _slider(
        LIMITS["bonus_max"],
        *RULE_LIMITS["bonus_max"],
        step=10,
        help_text=_("Who waits long comes first among equals. Shown apart from the fit."),
    )
    bonus_full_days = _number(LIMITS["bonus_full_days"], *RULE_LIMITS["bonus_full_days"])
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule, (name, what) in RULES.items():
            self.fields[_switch(rule)] = forms.BooleanField(
                label=cast(str, name), help_text=cast(str, what), required=False
            )
        for part in PARTS:
            label = str(PART_NAMES[part])
            self.fields[f"weight_{part}"] = _slider(label[:1].upper() + label[1:], *WEIGHT_LIMITS)

    def switches(self) -> list[forms.BoundField]:
        return [self[_switch(rule)] for rule in RULES]

    def limits(self) -> list[forms.BoundField]:
        return [self[name] for name in RulesForm.base_fields if name != "version"]

    def weights(self) -> list[forms.BoundField]:
        return [self[f"weight_{part}"] for part in PARTS]

    def said(self) -> dict[str, dict[str, int]]:
        """What was filled in, as the services take it."""
        told = self.cleaned_data
        off = [rule for rule in RULES if not told[_switch(rule)]]
        rules = {name: told[name] for name in RULE_LIMITS if name in told}
        rules["default_reach_m"] = told["default_reach_km"] * _KM
        rules["on"] = int(ALL_RULES) - sum(off)
        return {"rules": rules, "weights": {part: told[f"weight_{part}"] for part in PARTS}}


def _switch(rule: Rule) -> str:
    return f"rule_{str(rule.name).lower()}"


def filled_in(rules: Rules, weights: Weights, version: int) -> dict[str, Any]:
    """What the form shows of these rules."""
    known = {name: getattr(rules, name) for name in RULE_LIMITS if name != "default_reach_m"}
    known |= {"default_reach_km": rules.default_reach_m // _KM, "version": version}
    known |= {_switch(rule): bool(rules.on & rule) for rule in RULES}
    return known | {f"weight_{part}": value for part, value in asdict(weights).items()}


class WhatIfForm(forms.Form):
    """What is tried out for one person on the arrival list. Everything may be left empty."""

    farther_km = _slider(_("This person travels so many km farther"), 0, FARTHER_KM, required=False)
    others_farther_km = _slider(
        _("The others travel so many km farther"), 0, FARTHER_KM, required=False
    )
    language = forms.ChoiceField(
        label=_("This person also speaks"),
        choices=[("", _("no other language")), *SPOKEN.choices()],
        required=False,
    )
    off = forms.MultipleChoiceField(
        label=_("Without the rule about"),
        choices=[(str(rule.name).lower(), RULES[rule][0]) for rule in BENDABLE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def said(self) -> dict[str, Any]:
        """As `checked_bend` takes it."""
        told = self.cleaned_data
        return told | {name: told[name] or 0 for name in ("farther_km", "others_farther_km")}

    def bends(self) -> bool:
        return any(self.cleaned_data.values())
