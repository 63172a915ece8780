"""The first talk: planned, moved, cancelled, held or missed. The person is told of each moment once."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.errors import TextTooLong
from accounts.models import User
from core import events
from core.errors import ChangedMeanwhile, InvalidInput, NotFoundHere
from core.states import WrongMove, move
from core.text import one_line
from organisations.errors import (
    NotInTheTeam,
    TalkInPast,
    TalkNotYet,
    TalkPhoneMissing,
    TalkPlaceMissing,
    TalkTooFar,
)
from organisations.messages import tell_talk_cancelled, tell_talk_planned
from organisations.models import Enrolment, Talk
from organisations.models.talks import TALK_PLACE_LIMIT, TalkWay
from organisations.permissions import coordinates, ensure_coordinates
from organisations.states import State, TalkState

FAR = timedelta(days=366)


@transaction.atomic
def plan_talk(
    *,
    enrolment_id: int,
    at: datetime,
    way: str,
    by: User,
    now: datetime,
    place: str = "",
    with_user: User | None = None,
    expected_version: int | None = None,
) -> Talk:
    """Plan the first talk, or choose another moment for the one that is planned; the person is told.

    `with_user` holds it, else `by`. `expected_version` is that of the talk on the page, 0 for none. Raises WrongMove when nobody
    waits for a talk, TalkInPast, TalkTooFar, TalkPlaceMissing, TalkPhoneMissing, NotInTheTeam, ChangedMeanwhile.
    """
    enrolment = _locked(enrolment_id, by)
    if enrolment.state not in (State.APPLIED, State.INTAKE):
        raise WrongMove
    talk = Talk.objects.filter(enrolment=enrolment, state=TalkState.PLANNED).first()
    if expected_version is not None and expected_version != (talk.version if talk else 0):
        raise ChangedMeanwhile
    if way not in TalkWay.values:
        raise InvalidInput(field="way")
    if at <= now:
        raise TalkInPast
    if at > now + FAR:
        raise TalkTooFar
    if way == TalkWay.PHONE and not enrolment.person.phone:
        raise TalkPhoneMissing
    holder = with_user or by
    if not coordinates(holder, enrolment.organisation_id):
        raise NotInTheTeam(field="with_user")
    said = {"at": at, "way": way, "place": _place(place, way), "with_user": holder}
    if talk is None:
        talk = Talk(enrolment=enrolment, planned_at=now, **said)
    else:
        talk.version += 1
        for name, value in said.items():
            setattr(talk, name, value)
    talk.save()
    if enrolment.state == State.APPLIED:
        move(enrolment.start_intake)
        enrolment.version += 1
        enrolment.save(update_fields=["state", "version"])
        _record("enrolment_intake_started", enrolment, by, now)
    else:
        _record("talk_planned", enrolment, by, now)
    tell_talk_planned(talk, now=now)
    return talk


def _locked(enrolment_id: int, by: User) -> Enrolment:
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person__user")
        .get(pk=enrolment_id)
    )
    ensure_coordinates(by, enrolment.organisation_id)
    return enrolment


def _place(place: str, way: str) -> str | None:
    said = one_line(place)
    if len(said) > TALK_PLACE_LIMIT:
        raise TextTooLong(field="place", limit=TALK_PLACE_LIMIT, length=len(said))
    if way != TalkWay.PHONE and not said:
        raise TalkPlaceMissing
    return said or None


def _planned(enrolment: Enrolment) -> Talk:
    talk = Talk.objects.filter(enrolment=enrolment, state=TalkState.PLANNED).first()
    if talk is None:
        raise NotFoundHere
    return talk


@transaction.atomic
def cancel_talk(*, enrolment_id: int, by: User, now: datetime) -> Talk:
    """The planned talk will not take place; the person is told. Raises NotFoundHere."""
    enrolment = _locked(enrolment_id, by)
    talk = _planned(enrolment)
    move(talk.cancel, at=now)
    talk.save()
    _record("talk_cancelled", enrolment, by, now)
    if talk.at > now:
        tell_talk_cancelled(talk, now=now)
    return talk


@transaction.atomic
def miss_talk(*, enrolment_id: int, by: User, now: datetime) -> Talk:
    """The person did not come: another moment can be planned. Raises NotFoundHere, TalkNotYet."""
    enrolment = _locked(enrolment_id, by)
    talk = _planned(enrolment)
    if talk.at > now:
        raise TalkNotYet
    move(talk.miss, at=now)
    talk.save()
    _record("talk_missed", enrolment, by, now)
    return talk


def settle_talk(enrolment: Enrolment, *, now: datetime) -> None:
    """It was decided, or somebody stopped: a talk whose moment has come was held, one still to come is cancelled. The caller holds the enrolment."""
    for talk in Talk.objects.filter(enrolment=enrolment, state=TalkState.PLANNED):
        is_over = talk.at <= now
        move(talk.hold if is_over else talk.cancel, at=now)
        talk.save()
        if not is_over:
            tell_talk_cancelled(talk, now=now)


def _record(happening: str, enrolment: Enrolment, by: User, now: datetime) -> None:
    events.record(
        f"organisations.{happening}",
        subject=enrolment,
        by=by,
        at=now,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
    )
