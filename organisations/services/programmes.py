"""The programmes of an organisation: made and changed by its lead, each change a version."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings as project
from django.db import transaction

from accounts.errors import TextTooLong
from accounts.models import User
from core import events
from core.errors import ChangedMeanwhile, InvalidInput, refusing
from core.text import lines, one_line
from organisations.errors import (
    ModelInUse,
    NameInUse,
    ReminderTooLate,
    SettingImpossible,
)
from organisations.models import Enrolment, Organisation, Programme, ProgrammeVersion
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
    SIGN_LIMIT_WEEKS,
    SIGNS_LIMIT,
)
from organisations.permissions import ensure_leads
from organisations.states import LIVE
from organisations.support import ModelOfSupport

TEXT_LIMIT = 1000
_LANGUAGES = {code for code, _name in project.LANGUAGES}


@transaction.atomic
def create_programme(
    *, organisation: Organisation, name: str, by: User | None, now: datetime, **settings: Any
) -> Programme:
    """A new programme. Raises NotAllowed when `by` does not lead the organisation, NameInUse, InvalidInput."""
    ensure_leads(by, organisation.pk)
    programme = Programme(organisation=organisation)
    _apply(programme, {"name": name} | settings)
    _save(programme)
    _keep_version(programme, by, now)
    events.record(
        "organisations.programme_created",
        subject=programme,
        by=by,
        at=now,
        organisation_id=organisation.pk,
    )
    return programme


@transaction.atomic
def change_programme(
    *,
    programme_id: int,
    by: User | None,
    now: datetime,
    expected_version: int | None = None,
    **settings: Any,
) -> Programme:
    """Change settings; what is not named stays, and nothing is stored when nothing differs.

    Raises NotAllowed, ChangedMeanwhile, NameInUse, ModelInUse, and InvalidInput by the name of the setting.
    """
    # Not no_key: an introduction that is under way, or comes, waits for what is required now.
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    ensure_leads(by, programme.organisation_id)
    if expected_version is not None and expected_version != programme.version:
        raise ChangedMeanwhile
    before = programme.settings()
    _apply(programme, settings)
    changed = sorted(name for name, value in programme.settings().items() if value != before[name])
    if not changed:
        return programme
    if "model_of_support" in changed and _is_in_use(programme):
        raise ModelInUse
    programme.version += 1
    _save(programme)
    _keep_version(programme, by, now)
    events.record(
        "organisations.programme_changed",
        subject=programme,
        by=by,
        at=now,
        organisation_id=programme.organisation_id,
        fields=changed,
        version=programme.version,
    )
    return programme


def _is_in_use(programme: Programme) -> bool:
    return Enrolment.objects.filter(programme=programme, state__in=LIVE).exists()


def _apply(programme: Programme, settings: dict[str, Any]) -> None:
    for name, value in settings.items():
        if name not in _CHECKS:
            raise InvalidInput(field=name)
        setattr(programme, name, _CHECKS[name](name, value))
    if programme.reminder_days >= programme.answer_days:
        raise ReminderTooLate


def _save(programme: Programme) -> None:
    with refusing({"one_programme_name_per_organisation": NameInUse}), transaction.atomic():
        programme.save()


def _keep_version(programme: Programme, by: User | None, now: datetime) -> None:
    ProgrammeVersion.objects.create(
        programme=programme,
        version=programme.version,
        settings=programme.settings(),
        created_at=now,
        created_by=by,
    )


Check = Callable[[str, Any], Any]


def _name(name: str, value: Any) -> str:
    said = one_line(value) if isinstance(value, str) else ""
    if not 1 <= len(said) <= 120:
        raise SettingImpossible(field=name)
    return said


def _yes_no(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise SettingImpossible(field=name)
    return value


def _number(low: int, high: int, *, or_none: bool = False) -> Check:
    def check(name: str, value: Any) -> int | None:
        if value is None and or_none:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise SettingImpossible(field=name)
        return value

    return check


def _one_of(codes: list[str]) -> Check:
    def check(name: str, value: Any) -> str:
        if value not in codes:
            raise SettingImpossible(field=name)
        return str(value)

    return check


def _some_of(codes: list[str]) -> Check:
    def check(name: str, value: Any) -> list[str]:
        if not isinstance(value, list | tuple) or any(each not in codes for each in value):
            raise SettingImpossible(field=name)
        return [code for code in codes if code in value]

    return check


def _texts(name: str, value: Any) -> dict[str, str]:
    """Language → text, without the languages that say nothing."""
    if not isinstance(value, dict) or not value.keys() <= _LANGUAGES:
        raise SettingImpossible(field=name)
    said = {}
    for language, text in value.items():
        if not isinstance(text, str):
            raise SettingImpossible(field=name)
        if len(text) > TEXT_LIMIT:
            raise TextTooLong(field=name, limit=TEXT_LIMIT, length=len(text))
        if lines(text):
            said[language] = lines(text)
    return said


_CHECKS: dict[str, Check] = {
    "name": _name,
    "description": _texts,
    "model_of_support": _one_of(ModelOfSupport.values),
    "is_open": _yes_no,
    "asks_volunteer_first": _yes_no,
    "choice_of_cards": _number(1, CARDS_LIMIT),
    "answer_days": _number(1, ANSWER_LIMIT_DAYS),
    "reminder_days": _number(0, ANSWER_LIMIT_DAYS - 1),
    "proposal_text": _texts,
    "meets_every_weeks": _number(1, RHYTHM_LIMIT_WEEKS, or_none=True),
    "max_buddies": _number(1, BUDDY_LIMIT, or_none=True),
    "required_clearances": _some_of(ClearanceKind.values),
    "runs_every_days": _number(1, RUN_LIMIT_DAYS, or_none=True),
    "look_after_weeks": _number(0, LOOK_LIMIT_WEEKS),
    "clearance_notice_weeks": _number(0, NOTICE_LIMIT_WEEKS),
    "first_answer_days": _number(1, FIRST_LIMIT_DAYS),
    "talk_within_days": _number(1, FIRST_LIMIT_DAYS),
    "sign_after_weeks": _number(0, SIGN_LIMIT_WEEKS),
    "signs_before_call": _number(1, SIGNS_LIMIT),
    "speak_after_weeks": _number(0, LOOK_LIMIT_WEEKS),
    "meanwhile_text": _texts,
}
