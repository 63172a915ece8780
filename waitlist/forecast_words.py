"""Where things stand for somebody who waits, in words: honest, never a promise, and nothing about single people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import in_language
from waitlist.selectors import steps_from
from waitlist.survival import Band, band, weeks_more


@dataclass(frozen=True)
class Standing:
    """`sentences` is the forecast in words, `meanwhile` what the programme offers while one waits; "" when it says nothing."""

    waits_since: datetime
    weeks: int
    band: Band
    weeks_more: int | None
    sentences: list[str]
    meanwhile: str


def standing_of(enrolment: Any, *, now: datetime, language: str) -> Standing:
    """Where it stands for an enrolment that comes from `get_waiting`. The words are in the language that is on."""
    since: datetime = enrolment.waits_since
    days = max(0, (now - since).days)
    where = {"programme_id": enrolment.programme_id, "side": enrolment.side}
    steps = steps_from(enrolment.forecast, now=now, **where)
    known, more = band(steps), weeks_more(steps, days)
    return Standing(
        waits_since=since,
        weeks=days // 7,
        band=known,
        weeks_more=more,
        sentences=[*band_in_words(known), *_more_in_words(days, more)],
        meanwhile=in_language(enrolment.programme.meanwhile_text, language),
    )


def band_in_words(known: Band) -> list[str]:
    """What people who began to wait in the last year lived through."""
    if known.is_rare:
        return [
            _(
                "Fewer than one in four of the people who began to wait here in the last year were introduced so far. How long it takes, we cannot say yet."
            )
        ]
    if known.quarter is None:
        return [
            _(
                "How long it takes we cannot say yet: too few people were introduced here in the last year."
            )
        ]
    if known.half is None:
        return [
            _(
                "Of the people who began to wait here in the last year, one in four was introduced within %(quarter)s. For the others it takes longer; how long, we cannot say yet."
            )
            % {"quarter": weeks(known.quarter)},
            _not_a_promise(),
        ]
    half = _(
        "Half of the people who began to wait here in the last year were introduced within %(half)s."
    ) % {"half": weeks(known.half)}
    return [half, _spread(known, known.quarter), _not_a_promise()]


def _spread(known: Band, quarter: int) -> str:
    if known.most is None:
        return _(
            "One in four waited less than %(quarter)s; how long the longest waits take, we cannot say yet."
        ) % {"quarter": weeks(quarter)}
    return _("One in four waited less than %(quarter)s, one in four longer than %(most)s.") % {
        "quarter": weeks(quarter),
        "most": weeks(known.most),
    }


def _not_a_promise() -> str:
    return _("That is no promise: for you it can be shorter or longer.")


def _more_in_words(days: int, more: int | None) -> list[str]:
    """Only for who has waited for a while: before that it says the same again."""
    if more is None or days < 7:
        return []
    said = {"weeks": weeks(more)}
    return [
        _("Of those who had waited as long as you, half were introduced within %(weeks)s more.")
        % said
    ]


def weeks(number: int) -> str:
    return ngettext("%(n)s week", "%(n)s weeks", number) % {"n": number}
