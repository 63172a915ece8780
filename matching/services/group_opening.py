"""A coordinator opens a draft by hand, for a course or another group; people come in by the board."""

from datetime import datetime

from django.db import transaction

from accounts.catalogues import DAY_PARTS
from accounts.models import User
from core.errors import InvalidInput
from matching.engine.grouping.answers import Group
from matching.group_errors import MemberNotReady, PlaceUnusable
from matching.group_pools import LANGUAGE_BITS
from matching.models import Draft
from matching.models.drafts import Part
from matching.services.group_changes import facts_now, put_in
from matching.services.group_judging import Look, effect_of, look_at
from matching.services.group_rows import record, refuse_broken
from organisations.errors.themes import ThemeEnded
from organisations.models import MeetingPlace, Theme
from organisations.permissions import ensure_coordinates

_DAY_PARTS = frozenset(item.bit for item in DAY_PARTS)


@transaction.atomic
def open_draft(
    *,
    theme_id: int,
    place: MeetingPlace,
    day_part: int,
    language: str,
    by: User,
    now: datetime,
    facilitator_id: int | None = None,
) -> Draft:
    """A draft without members yet, fixed for the next search, which only adds to it. How many there is room for, and whether somebody comes
    in later, says the theme. Raises ThemeEnded, PlaceUnusable, MemberNotReady, DraftBreaksRules, InvalidInput, NotFoundHere."""
    themes = Theme.objects.select_for_update(of=("self",), no_key=True)
    theme = themes.select_related("programme").get(pk=theme_id)
    ensure_coordinates(by, theme.programme.organisation_id)
    _ensure_possible(theme, place, day_part, language)
    look = look_at(programme=theme.programme, theme_id=theme.pk, now=now)
    if facilitator_id is not None and facilitator_id not in look.board.known.crew_at:
        raise MemberNotReady(field="facilitator")
    fresh = _group(look, theme, place, day_part, language, facilitator_id)
    after = [*look.groups, fresh]
    refuse_broken(effect_of(look, after).refused)
    draft = Draft.objects.create(
        programme=theme.programme,
        theme=theme,
        place=place,
        day_part=day_part,
        language=language,
        facts=facts_now(look, after, len(after) - 1),
        created_at=now,
        is_locked=True,
    )
    if facilitator_id is not None:
        put_in(draft, [facilitator_id], Part.FACILITATOR)
    record("opened", draft, by, now)
    return draft


def _ensure_possible(theme: Theme, place: MeetingPlace, day_part: int, language: str) -> None:
    if theme.ended_at is not None:
        raise ThemeEnded
    if place.organisation_id != theme.programme.organisation_id or place.ended_at is not None:
        raise PlaceUnusable
    if day_part not in _DAY_PARTS:
        raise InvalidInput(field="day_part")
    if language not in LANGUAGE_BITS:
        raise InvalidInput(field="language")


def _group(
    look: Look,
    theme: Theme,
    place: MeetingPlace,
    day_part: int,
    language: str,
    facilitator_id: int | None,
) -> Group:
    return Group(
        theme=look.bunch.position(theme.pk) if look.bunch.rules.by_theme else 0,
        place=place.pk,
        day_part=day_part,
        language=LANGUAGE_BITS[language],
        facilitator=facilitator_id,
        back_up=None,
        members=(),
    )
