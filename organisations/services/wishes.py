"""Who waits for which theme, and who leads groups of which."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.errors import InvalidInput
from organisations.errors.themes import NoLeadHere, NoWishHere, ThemeElsewhere, ThemeEnded
from organisations.models import Enrolment, Theme, ThemeLead, Wish
from organisations.models.themes import RELATIONS, Stage
from organisations.permissions import ensure_may_change_enrolment
from organisations.services.theme_rows import note
from organisations.states import ENDED


@transaction.atomic
def save_wish(
    *,
    enrolment_id: int,
    theme_id: int,
    by: User | None,
    now: datetime,
    relation: str = "",
    stage: int = 0,
    is_longer_on_road: bool = False,
    minds_being_only: bool = False,
) -> Wish:
    """Somebody waits for a theme, said by themselves, the team, or (`by` None) while they register. Another theme keeps the day that
    they wait since. Raises NoWishHere, ThemeElsewhere, ThemeEnded, InvalidInput, NotFoundHere."""
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment_id)
    if by is not None:
        ensure_may_change_enrolment(by, enrolment)
    if enrolment.is_volunteer or enrolment.state in ENDED:
        raise NoWishHere
    if stage not in (0, *Stage.values):
        raise InvalidInput(field="stage")
    if relation and relation not in RELATIONS:
        raise InvalidInput(field="relation")
    theme = _live_theme(theme_id, enrolment)
    said = {
        "theme": theme,
        "relation": RELATIONS[relation].bit if relation else 0,
        "stage": stage,
        "is_longer_on_road": is_longer_on_road,
        "minds_being_only": minds_being_only,
    }
    wish, _is_new = Wish.objects.update_or_create(
        enrolment=enrolment,
        defaults=said,
        create_defaults=said | {"programme_id": enrolment.programme_id, "since": now},
    )
    note("wish_saved", enrolment, enrolment.organisation_id, by, now, theme=theme.pk)
    return wish


def _live_theme(theme_id: int, enrolment: Enrolment) -> Theme:
    """Locked: who ends the theme at this moment waits, or it is seen here that it ended."""
    own = Theme.objects.select_for_update(no_key=True).filter(programme_id=enrolment.programme_id)
    theme = own.filter(pk=theme_id).order_by("pk").first()
    if theme is None:
        raise ThemeElsewhere
    if theme.ended_at is not None:
        raise ThemeEnded
    return theme


@transaction.atomic
def choose_led_themes(
    *, enrolment_id: int, theme_ids: Collection[int], by: User, now: datetime
) -> None:
    """Which themes a volunteer leads; none: any. Raises NoLeadHere, InvalidInput, NotFoundHere."""
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment_id)
    ensure_may_change_enrolment(by, enrolment)
    if not enrolment.is_volunteer or enrolment.state in ENDED:
        raise NoLeadHere
    live = Theme.objects.filter(programme_id=enrolment.programme_id, ended_at=None)
    chosen = list(live.filter(pk__in=theme_ids).order_by("pk"))
    if len(chosen) != len(set(theme_ids)):
        raise InvalidInput(field="themes")
    ThemeLead.objects.filter(enrolment=enrolment).exclude(theme__in=chosen).delete()
    for theme in chosen:
        ThemeLead.objects.get_or_create(
            enrolment=enrolment, theme=theme, programme_id=enrolment.programme_id
        )
    note("led_themes_chosen", enrolment, enrolment.organisation_id, by, now)
