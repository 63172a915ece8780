"""From the cells of a row to values that the services take, and everything that is wrong with them at once."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.crypto import salted_hmac

from accounts.errors import PlaceAmbiguous, PlaceInOtherCountry, PlaceUnknown
from accounts.models.people import ReachBy
from accounts.places.postal_map import PostalMap
from accounts.services.people import checked_details
from core.errors import DomainError
from organisations.errors import NoteTooLong, SideMissing, SideUnknown
from organisations.imports.columns import Layout
from organisations.imports.dates import birth_year_of, past_day_of
from organisations.imports.rows import Row
from organisations.imports.words import (
    GENDERS,
    SIDES,
    day_parts_of,
    interests_of,
    languages_of,
    plain,
)
from organisations.models.enrolments import Side

NOTE_LIMIT = 4000
_OURS = ("nl", "fr", "en")  # the languages of our messages
_BLANK = {
    "side": "",
    "place": "",
    "address": "",
    "postcode": "",
    "registered_on": "",
    "birth_year": None,
}
_NEUTRAL = {"name_to_use": "?", "family_name": "", "birth_year": None, "email": "", "phone": ""}
# In the digest: these as they were understood (a date has many ways to be written), the other fields as they were typed.
_UNDERSTOOD = (
    "name_to_use",
    "family_name",
    "birth_year",
    "email",
    "phone",
    "side",
    "registered_on",
)
_NOT_AS_TYPED = {*_UNDERSTOOD, "full_name", "family_first", "birth"}


@dataclass(frozen=True, slots=True)
class Checked:
    """`values` can be written as JSON: checked, or as typed where a fault says so. `notes` tell what went to the note."""

    values: dict[str, Any]
    faults: list[dict[str, Any]]
    content: str


class Checker:
    """Reads the rows of one sheet. `side` stands for rows that say none; "" when there is no such default."""

    def __init__(
        self, *, layout: Layout, side: str, now: datetime, themes: Mapping[str, int] | None = None
    ) -> None:
        """`themes`: id by its plain name in any language, and by its public id, of those that seekers can wait for."""
        self._themes = themes or {}
        self._layout, self._side, self._now = layout, side, now
        self._postal = PostalMap()

    def check(self, cells: Sequence[str]) -> Checked:
        """Everything about one row; never raises for what stands in it."""
        row = Row(self._layout, cells)
        values: dict[str, Any] = dict(_BLANK)
        for field, read in _STEPS.items():
            try:
                values |= read(self, row)
            except DomainError as error:
                row.refuse(error, field)
        said = {name: values[name] for name in ("birth_year", "gender", "language")}
        values |= self._details(row, said | _names(row) | _contact(row))
        return _finished(row, values)

    def _read_side(self, row: Row) -> dict[str, Any]:
        text = row.text("side")
        side = SIDES.get(plain(text), "") or self._side
        if not side:
            raise SideUnknown if text else SideMissing
        if text and plain(text) not in SIDES:
            row.note("unknown_side", "side", text)
        return {"side": side}

    def _read_place(self, row: Row) -> dict[str, Any]:
        """Postcode and municipality; else the address, when one of them stands in it."""
        address = f"{row.text('street')} {row.text('house_number')}".strip()
        typed = f"{row.text('postcode')} {row.text('municipality')}".strip()
        if typed:
            postal = self._postal.find(typed)
            return {"place": typed, "address": address, "postcode": postal.postcode}
        try:
            postal = self._postal.find(address)
        except (PlaceUnknown, PlaceAmbiguous, PlaceInOtherCountry):
            if address:
                row.note(
                    "place_not_said", "street" if row.text("street") else "house_number", address
                )
            return {}
        return {"place": address, "address": address, "postcode": postal.postcode}

    def _read_birth(self, row: Row) -> dict[str, Any]:
        text = row.text("birth")
        return {"birth_year": birth_year_of(text, now=self._now) if text else None}

    def _read_gender(self, row: Row) -> dict[str, Any]:
        text = row.text("gender")
        if text and plain(text) not in GENDERS:
            row.note("unknown_gender", "gender", text)
        return {"gender": GENDERS.get(plain(text), "")}

    def _read_languages(self, row: Row) -> dict[str, Any]:
        spoken, unknown = languages_of(row.text("languages"))
        for text in unknown:
            row.note("unknown_language", "languages", text)
        asked, unclear = languages_of(row.text("message_language"))
        for text in unclear:
            row.note("unknown_language", "message_language", text)
        ours = [code for code in (*asked, *spoken) if code in _OURS]
        return {"languages": spoken, "language": ours[0] if ours else self._layout.language}

    def _read_interests(self, row: Row) -> dict[str, Any]:
        codes, unknown = interests_of(row.text("interests"))
        for text in unknown:
            row.note("unknown_interest", "interests", text)
        return {"interests": codes}

    def _read_day_parts(self, row: Row) -> dict[str, Any]:
        codes, unknown = day_parts_of(row.text("day_parts"))
        for text in unknown:
            row.note("unknown_times", "day_parts", text)
        return {"day_parts": codes}

    def _read_theme(self, row: Row) -> dict[str, Any]:
        text = row.text("theme")
        theme = self._themes.get(plain(text))
        side = SIDES.get(plain(row.text("side")), "") or self._side
        if text and (theme is None or side != Side.SEEKER):
            row.note("unknown_theme", "theme", text)
            theme = None
        return {"theme": theme}

    def _read_day(self, row: Row) -> dict[str, Any]:
        text = row.text("registered_on")
        day = past_day_of(text, now=self._now) if text else None
        return {"registered_on": day.isoformat() if day else ""}

    def _details(self, row: Row, details: dict[str, Any]) -> dict[str, Any]:
        """What `checked_details` makes of it. It stops at the first fault: so it is asked again without that value."""
        try:
            checked = vars(checked_details(now=self._now, reach_by=ReachBy.LETTER, **details))
        except DomainError as error:
            field = str(error.field)
            row.refuse(error, field)
            return self._details(row, details | {field: _NEUTRAL[field]})
        if not (checked["email"] or checked["phone"] or row.faults):
            row.note("no_way_to_reach", "email")
        return checked | {"reach_by": _reach_by(checked)}


_STEPS: dict[str, Callable[[Checker, Row], dict[str, Any]]] = {
    "side": Checker._read_side,
    "place": Checker._read_place,
    "birth_year": Checker._read_birth,
    "gender": Checker._read_gender,
    "languages": Checker._read_languages,
    "interests": Checker._read_interests,
    "day_parts": Checker._read_day_parts,
    "theme": Checker._read_theme,
    "registered_on": Checker._read_day,
}


def _reach_by(checked: dict[str, Any]) -> str:
    if checked["email"]:
        return ReachBy.EMAIL.value
    return ReachBy.PHONE.value if checked["phone"] else ReachBy.LETTER.value


def _names(row: Row) -> dict[str, Any]:
    """A whole name is cut at its first space, "Peeters, Jan" at the comma, and a list that puts the family first at the last."""
    first, family = row.text("name_to_use"), row.text("family_name")
    whole = row.text("full_name") or row.text("family_first")
    if first or not whole:
        return {"name_to_use": first, "family_name": family}
    if whole.count(",") == 1:
        family, first = (part.strip() for part in whole.split(","))
    elif row.text("full_name"):
        first, _space, family = whole.partition(" ")
    else:
        family, _space, first = whole.rpartition(" ")
    return {"name_to_use": first or family, "family_name": family if first else ""}


def _contact(row: Row) -> dict[str, Any]:
    return {"email": row.text("email"), "phone": row.text("phone")}


def _finished(row: Row, values: dict[str, Any]) -> Checked:
    note = "\n".join(part for part in (row.text("note"), *row.extra, *row.unclear) if part)
    if len(note) > NOTE_LIMIT:
        row.refuse(NoteTooLong())
    values |= {"note": note[:NOTE_LIMIT], "notes": row.notes}
    wrong = {fault["field"] for fault in row.faults} - {"", "note"}
    return Checked(
        values=values | {field: row.raw(field) for field in wrong},
        faults=row.faults,
        content=_content(row, values),
    )


def _content(row: Row, values: dict[str, Any]) -> str:
    """What makes this row this row, however the file is written and in whatever order its columns stand."""
    checked = {name: str(values[name] or "").casefold() for name in _UNDERSTOOD}
    typed = {
        field: row.text(field).casefold()
        for field in row.layout.fields
        if field not in _NOT_AS_TYPED and row.text(field)
    }
    return json.dumps([checked, typed, sorted(row.extra)], sort_keys=True)


def digest_of(content: str, *, programme_id: int) -> str:
    """Recognises the same row in a later file of the same programme, and in no other's. Keyed: it cannot be guessed back."""
    return salted_hmac(
        f"import row of programme {programme_id}", content, algorithm="sha256"
    ).hexdigest()
