"""The themes of a programme."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core.errors import ChangedMeanwhile, InvalidInput
from core.text import one_line
from organisations.errors.themes import (
    NoGroupsHere,
    SizesImpossible,
    ThemeEnded,
    ThemeInUse,
    ThemeNameMissing,
    ThemeNameTaken,
)
from organisations.models import Programme, Theme
from organisations.models.themes import (
    MEMBERS_LIMIT,
    RELATIONS,
    STAGES_LIMIT,
    THEME_NAME_LIMIT,
    ThemeKind,
)
from organisations.permissions import ensure_coordinates
from organisations.services.theme_rows import mask_of, note, save_named, whole
from organisations.states import ENDED
from organisations.support import ModelOfSupport

NAMES = ("name_nl", "name_fr", "name_en")
SIZES = ("least_members", "wished_members", "most_members")


def ensure_forms_groups(programme: Programme) -> None:
    """Raises NoGroupsHere where the model of support forms no groups."""
    if not ModelOfSupport(programme.model_of_support).forms_groups:
        raise NoGroupsHere


@transaction.atomic
def add_theme(*, programme_id: int, by: User, now: datetime, **said: Any) -> Theme:
    """A new theme of a programme. Raises NoGroupsHere, ThemeNameMissing, ThemeNameTaken, SizesImpossible, InvalidInput,
    NotFoundHere."""
    programme = Programme.objects.get(pk=programme_id)
    ensure_coordinates(by, programme.organisation_id)
    ensure_forms_groups(programme)
    theme = Theme(programme=programme, created_at=now)
    _apply_theme(theme, said)
    save_named(theme, ThemeNameTaken)
    note("theme_added", theme, programme.organisation_id, by, now)
    return theme


@transaction.atomic
def change_theme(
    *, theme_id: int, by: User, now: datetime, expected_version: int | None = None, **said: Any
) -> Theme:
    """Change what is named of a theme. Raises ChangedMeanwhile, ThemeEnded and what `add_theme` raises."""
    theme = _locked_theme(theme_id, by)
    if expected_version not in (None, theme.version):
        raise ChangedMeanwhile
    _apply_theme(theme, said)
    theme.version += 1
    save_named(theme, ThemeNameTaken)
    note("theme_changed", theme, theme.programme.organisation_id, by, now, fields=sorted(said))
    return theme


@transaction.atomic
def end_theme(*, theme_id: int, by: User, now: datetime) -> Theme:
    """Nobody can choose it any more; groups go on. Raises ThemeInUse, ThemeEnded, NotFoundHere."""
    theme = _locked_theme(theme_id, by)
    if theme.wishes.exclude(enrolment__state__in=ENDED).exists():
        raise ThemeInUse
    theme.ended_at = now
    theme.version += 1
    theme.save(update_fields=["ended_at", "version"])
    note("theme_ended", theme, theme.programme.organisation_id, by, now)
    return theme


def _locked_theme(theme_id: int, by: User) -> Theme:
    # Not no_key: who wishes for it at this moment waits, so that nobody is left with a theme that ended.
    theme = (
        Theme.objects.select_for_update(of=("self",)).select_related("programme").get(pk=theme_id)
    )
    ensure_coordinates(by, theme.programme.organisation_id)
    if theme.ended_at is not None:
        raise ThemeEnded
    return theme


def _apply_theme(theme: Theme, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        if name in NAMES:
            setattr(theme, name, one_line(str(value)))
        elif name in SIZES or name == "stage_spread":
            setattr(theme, name, whole(name, value))
        elif name == "together":
            theme.together = mask_of(RELATIONS, name, value)
        elif name == "is_closed":
            theme.is_closed = bool(value)
        elif name == "kind" and value in ThemeKind.values:
            theme.kind = value
        else:
            raise InvalidInput(field=name)
    lengths = [len(getattr(theme, name)) for name in NAMES]
    if not any(lengths) or max(lengths) > THEME_NAME_LIMIT:
        raise ThemeNameMissing
    if not 2 <= theme.least_members <= theme.wished_members <= theme.most_members <= MEMBERS_LIMIT:
        raise SizesImpossible
    if theme.stage_spread > STAGES_LIMIT:
        raise InvalidInput(field="stage_spread")
