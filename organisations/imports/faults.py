"""What is wrong with a row or not sure about it, in words. A row keeps only codes and numbers, never what was typed."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import accounts.errors
import organisations.errors
from core.errors import DomainError, InvalidInput
from organisations.imports.labels import label_of

KNOWN_ROW, SAME_ROW = "known_row", "same_row"
LIKE_PERSON, LIKE_ROW = "looks_like_person", "looks_like_row"
DOUBTS = frozenset(
    {LIKE_PERSON, LIKE_ROW}
)  # a coordinator may decide that it is somebody else after all

_OF_A_CELL = frozenset(
    {organisations.errors.CellIsFormula.code, organisations.errors.CellBroken.code}
)
_WORDS: dict[str, str | Promise] = {
    KNOWN_ROW: gettext_lazy("This row was brought in before."),
    SAME_ROW: gettext_lazy("This is the same as row %(row)s."),
    LIKE_PERSON: gettext_lazy("This looks like somebody you know already."),
    LIKE_ROW: gettext_lazy("This looks like the person of row %(row)s."),
    "unknown_side": gettext_lazy("We put this in the remarks: %(text)s"),
    "unknown_gender": gettext_lazy("We put this in the remarks: %(text)s"),
    "unknown_language": gettext_lazy(
        "We do not know this language and put it in the remarks: %(text)s"
    ),
    "unknown_interest": gettext_lazy(
        "We do not know this interest and put it in the remarks: %(text)s"
    ),
    "unknown_times": gettext_lazy(
        "We do not understand these times and put them in the remarks: %(text)s"
    ),
    "unknown_theme": gettext_lazy(
        "This is no theme of this programme. We put it in the remarks: %(text)s"
    ),
    "place_not_said": gettext_lazy(
        "We find no municipality in this address and put it in the remarks: %(text)s"
    ),
    "no_way_to_reach": gettext_lazy("There is no e-mail address and no phone number."),
    "worker_lost": gettext_lazy(
        "We tried three times and it did not work. Try it with a smaller file."
    ),
    "fault": gettext_lazy("Something went wrong on our side. Nothing was brought in."),
    DomainError.code: DomainError.message,
    InvalidInput.code: InvalidInput.message,
} | {
    error.code: error.message
    for module in (accounts.errors, organisations.errors)
    for error in vars(module).values()
    if isinstance(error, type) and issubclass(error, DomainError)
}


def words_of(told: Mapping[str, Any]) -> str:
    """The sentence for a fault, a doubt or a note: {"code": …, "params": {…}}."""
    text = str(_WORDS.get(told["code"]) or _("Something is not filled in correctly."))
    return text % told["params"] if told.get("params") else text


def words_in_place(told: Mapping[str, Any]) -> str:
    """The same, with the column in front when the sentence speaks of a cell: a row has many."""
    text = words_of(told)
    return (
        f"{label_of(told['field'])}: {text}"
        if told["code"] in _OF_A_CELL and told.get("field")
        else text
    )


def failure_words(code: str, columns: Mapping[str, Any]) -> str:
    """Why an import failed: its `failure` and `columns`."""
    return words_of({"code": code, "params": columns.get("failure")})
