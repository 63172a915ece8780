"""The form of a programme's settings. It only shapes; the service decides."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from organisations.models import Programme
from organisations.models.enrolments import ClearanceKind
from organisations.models.organisations import (
    ANSWER_LIMIT_DAYS,
    BUDDY_LIMIT,
    CARDS_LIMIT,
    FIRST_LIMIT_DAYS,
    LOOK_LIMIT_WEEKS,
    NOTICE_LIMIT_WEEKS,
    RHYTHM_LIMIT_WEEKS,
    RUN_LIMIT_DAYS,
    SETTINGS,
    SIGN_LIMIT_WEEKS,
    SIGNS_LIMIT,
)
from organisations.setting_words import LABELS
from organisations.support import ModelOfSupport

LONG = 20_000  # what is longer is refused by the service, in words; this only bounds the work
TEXTS = {
    "description": _("One or two sentences for people who choose a programme."),
    "proposal_text": _(
        "For example what you expect, or whom to call. Never anything that tells why somebody looks for support."
    ),
    "meanwhile_text": _(
        "For example a walk or a café that is open to everybody. People read it on their page and in the mail."
    ),
}


def _number(name: str, low: int, high: int, **options: Any) -> forms.IntegerField:
    label = cast(str, LABELS[name])
    return forms.IntegerField(label=label, min_value=low, max_value=high, **options)


class ProgrammeForm(forms.Form):
    """Every setting of a programme; texts once in each language."""

    name = forms.CharField(label=cast(str, LABELS["name"]), max_length=120)
    model_of_support = forms.ChoiceField(
        label=cast(str, LABELS["model_of_support"]),
        choices=ModelOfSupport.choices,
        initial=ModelOfSupport.BUDDY,
        help_text=_(
            "Only for buddies people are searched and proposed. Fixed once people take part."
        ),
    )
    is_open = forms.BooleanField(label=cast(str, LABELS["is_open"]), required=False)
    asks_volunteer_first = forms.BooleanField(
        label=cast(str, LABELS["asks_volunteer_first"]),
        required=False,
        help_text=_("Otherwise both are asked at the same time. Each has all days to answer."),
    )
    choice_of_cards = _number(
        "choice_of_cards",
        1,
        CARDS_LIMIT,
        initial=1,
        help_text=_(
            "Who looks for somebody then chooses first, and the chosen volunteer is asked. 1: no choice."
        ),
    )
    answer_days = _number("answer_days", 1, ANSWER_LIMIT_DAYS, initial=7)
    reminder_days = _number(
        "reminder_days", 0, ANSWER_LIMIT_DAYS - 1, initial=3, help_text=_("0: no reminder.")
    )
    meets_every_weeks = _number(
        "meets_every_weeks",
        1,
        RHYTHM_LIMIT_WEEKS,
        required=False,
        help_text=_("People read it with every proposal. Empty: nothing is said about it."),
    )
    max_buddies = _number(
        "max_buddies",
        1,
        BUDDY_LIMIT,
        required=False,
        help_text=_("Who has more already keeps them. Empty: as many as they offer."),
    )
    runs_every_days = _number("runs_every_days", 1, RUN_LIMIT_DAYS, required=False)
    look_after_weeks = _number(
        "look_after_weeks",
        0,
        LOOK_LIMIT_WEEKS,
        initial=8,
        help_text=_("Who waits that long comes on your desk until somebody has looked. 0: never."),
    )
    first_answer_days = _number(
        "first_answer_days",
        1,
        FIRST_LIMIT_DAYS,
        initial=2,
        help_text=_("Later than that it stands on the desk as late."),
    )
    talk_within_days = _number("talk_within_days", 1, FIRST_LIMIT_DAYS, initial=14)
    sign_after_weeks = _number(
        "sign_after_weeks",
        0,
        SIGN_LIMIT_WEEKS,
        initial=4,
        help_text=_(
            "The mail says where things stand and asks whether they still want somebody. 0: never."
        ),
    )
    signs_before_call = _number(
        "signs_before_call",
        1,
        SIGNS_LIMIT,
        initial=3,
        help_text=_("Then the mails stop, and the person comes on your desk."),
    )
    speak_after_weeks = _number(
        "speak_after_weeks",
        0,
        LOOK_LIMIT_WEEKS,
        initial=12,
        help_text=_("Who was not spoken to for that long comes on your desk. 0: never."),
    )
    required_clearances = forms.MultipleChoiceField(
        label=cast(str, LABELS["required_clearances"]),
        choices=ClearanceKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    clearance_notice_weeks = _number(
        "clearance_notice_weeks",
        0,
        NOTICE_LIMIT_WEEKS,
        initial=6,
        help_text=_("Only for what you ticked above. 0: when it has ended."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, explained in TEXTS.items():
            for code, language in settings.LANGUAGES:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{LABELS[name]} ({language})",
                    help_text=explained if code == settings.LANGUAGES[0][0] else "",
                    required=False,
                    max_length=LONG,
                    widget=forms.Textarea(attrs={"rows": 3}),
                )

    def said(self) -> dict[str, Any]:
        """The settings as the services take them."""
        told = self.cleaned_data
        said = {name: told[name] for name in SETTINGS if name in told}
        for name in TEXTS:
            said[name] = {code: told[f"{name}_{code}"] for code, _language in settings.LANGUAGES}
        return said


def filled_in(programme: Programme) -> dict[str, Any]:
    """What the form shows of a programme."""
    known = programme.settings() | {"version": programme.version}
    for name in TEXTS:
        texts = known.pop(name)
        known |= {f"{name}_{code}": texts.get(code, "") for code, _language in settings.LANGUAGES}
    return known
