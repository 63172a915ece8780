"""How what somebody chose looks from outside."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import Input, Text, YesNo
from notifications.chosen import Chosen
from notifications.models.choices import Digest


class ChoicesInput(Input):
    """What is not named in `chosen` stays. Without quiet hours (null) those of the installation count."""

    chosen = serializers.DictField(
        child=serializers.DictField(child=YesNo()),
        required=False,
        help_text="Topic → channel → wanted.",
    )
    quiet_from = serializers.TimeField(allow_null=True, help_text="On the clock of `zone`.")
    quiet_until = serializers.TimeField(allow_null=True)
    zone = Text(help_text="Such as Europe/Brussels.")
    digest = serializers.ChoiceField(Digest.choices)


class ChoicesSerializer(ChoicesInput):
    """In `chosen` stands what can be chosen: the topics, each with the channels that reach the person."""

    paused_until = serializers.DateTimeField(allow_null=True)


class PauseInput(Input):
    until = serializers.DateTimeField(help_text="Within a year.")


def shown(stands: Chosen) -> dict[str, Any]:
    """How things stand, as a body."""
    chosen: dict[str, dict[str, bool]] = {}
    for (topic, channel), wanted in stands.wanted.items():
        chosen.setdefault(topic.value, {})[channel] = wanted
    habit = stands.habit
    return {
        "chosen": chosen,
        "quiet_from": habit.quiet_from,
        "quiet_until": habit.quiet_until,
        "zone": habit.zone,
        "digest": habit.digest,
        "paused_until": habit.paused_until,
    }
