"""The form in which somebody says how they want to hear from us."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import a_day
from notifications.chosen import Chosen
from notifications.models.choices import Digest
from notifications.zones import by_region


def _hour(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, required=False, widget=widget)


class ChoicesForm(forms.Form):
    """`shown` are the boxes that stood on the page, `chosen` those that are ticked: what became possible meanwhile was not answered."""

    shown = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    chosen = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    digest = forms.ChoiceField(
        label=_("E-mails that can wait"), choices=Digest, widget=forms.RadioSelect
    )
    quiet_from = _hour(_("Quiet from"))
    quiet_until = _hour(_("Quiet until"))
    zone = forms.ChoiceField(label=_("The clock where you live"), choices=by_region)

    def __init__(self, *args: Any, stands: Chosen, **options: Any) -> None:
        habit = stands.habit
        pairs = {_code(*pair): wanted for pair, wanted in stands.wanted.items()}
        options["initial"] = {
            "shown": list(pairs),
            "chosen": [code for code, wanted in pairs.items() if wanted],
            "digest": habit.digest,
            "quiet_from": habit.quiet_from,
            "quiet_until": habit.quiet_until,
            "zone": habit.zone,
        }
        super().__init__(*args, **options)
        for name in ("shown", "chosen"):
            self.fields[name].choices = [(code, code) for code in pairs]  # type: ignore[attr-defined]
        self.rows = self._rows(stands)

    def _rows(self, stands: Chosen) -> list[tuple[Any, list[tuple[Any, str, bool]]]]:
        """Each topic with its boxes: the channel, the code of the box, and whether it is ticked."""
        ticked = self["chosen"].value() or []
        topics = dict.fromkeys(topic for topic, _channel in stands.wanted)
        return [
            (
                topic,
                [
                    (each, code, code in ticked)
                    for each in stands.channels
                    for code in (_code(topic, each.code),)
                ],
            )
            for topic in topics
        ]

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        said = dict(self.cleaned_data)
        ticked = said.pop("chosen")
        chosen = {tuple(code.split(":")): code in ticked for code in said.pop("shown")}
        return {**said, "chosen": chosen}


def _code(topic: str, channel: str) -> str:
    return f"{topic}:{channel}"


class PauseForm(forms.Form):
    until = a_day(_("Until which day?"))
