"""What two people agree on: either of them or the team writes it, both sign it, and a change takes the signatures away."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.errors import ChangedMeanwhile
from core.states import WrongMove, move
from core.text import lines
from groups.errors import AgreementEmpty, AgreementTooLong, AlreadySigned, NothingToSign
from groups.messages import tell_agreement_changed, tell_trial_started
from groups.models import Agreement, Group, Signature
from groups.models.agreements import PART_LIMIT, PARTS
from groups.permissions import ensure_may_speak
from groups.selectors import agreement_of, signers_of, timings_of
from groups.services.rows import lock_group, record
from groups.states import OPEN, State


@transaction.atomic
def save_agreement(
    *,
    group_id: int,
    texts: Mapping[str, str],
    expected_version: int,
    by: User | None,
    now: datetime,
    way: str = "page",
    seat_id: int | None = None,
) -> Agreement:
    """Write or change the agreement; parts that `texts` does not name stay. `expected_version` is 0 for the first text.

    Text that is not different changes nothing and keeps the signatures. Raises ChangedMeanwhile, AgreementEmpty, AgreementTooLong,
    WrongMove when it is ending, NotFoundHere.
    """
    group = lock_group(group_id)
    seat = ensure_may_speak(group=group, by=by, way=way, seat_id=seat_id)
    if group.state not in OPEN:
        raise WrongMove
    agreement = agreement_of(group)
    if (agreement.version if agreement else 0) != expected_version:
        raise ChangedMeanwhile
    before = agreement.texts() if agreement else dict.fromkeys(PARTS, "")
    after = before | _usable({part: texts[part] for part in PARTS if part in texts})
    if not after["rhythm"]:
        raise AgreementEmpty
    if agreement is not None and after == before:
        return agreement
    agreement = agreement or Agreement(group=group, version=0)
    for part, text in after.items():
        setattr(agreement, part, text)
    agreement.version += 1
    agreement.changed_at, agreement.changed_by = now, seat
    agreement.save()
    record("agreement_changed", group, by=by, now=now, version=agreement.version)
    tell_agreement_changed(group, agreement, now=now)
    return agreement


def _usable(texts: Mapping[str, str]) -> dict[str, str]:
    said = {part: lines(text) for part, text in texts.items()}
    for part, text in said.items():
        if len(text) > PART_LIMIT:
            raise AgreementTooLong(field=part)
    return said


@transaction.atomic
def sign_agreement(
    *,
    group_id: int,
    seat_id: int,
    version: int,
    by: User | None,
    now: datetime,
    way: str = "page",
) -> Signature:
    """Sign the text that was read (`version`), on the page or on paper with the coordinator. The last signature may start the
    trial. Raises NothingToSign, ChangedMeanwhile, AlreadySigned, WrongMove, NotFoundHere."""
    group = lock_group(group_id)
    seat = ensure_may_speak(group=group, by=by, way=way, seat_id=seat_id)
    assert seat is not None
    if group.state not in OPEN:
        raise WrongMove
    agreement = agreement_of(group)
    if agreement is None:
        raise NothingToSign
    if agreement.version != version:
        raise ChangedMeanwhile
    if seat.pk in signers_of(agreement):
        raise AlreadySigned
    signature = Signature.objects.create(
        agreement=agreement, seat=seat, version=version, signed_at=now, way=way, recorded_by=by
    )
    record("agreement_signed", group, by=by, now=now, about=seat, version=version)
    start_trial_when_ready(group, by=by, now=now)
    return signature


def note_click(*, group: Group, by: User | None, now: datetime) -> None:
    """Both said that it clicks; the caller has locked the group. The trial starts when the agreement is signed."""
    if group.state != State.INTRODUCED:
        raise WrongMove
    group.clicked_at = group.clicked_at or now
    group.save(update_fields=["clicked_at"])
    record("clicked", group, by=by, now=now)
    start_trial_when_ready(group, by=by, now=now)


def start_trial_when_ready(group: Group, *, by: User | None, now: datetime) -> None:
    """It clicks and everybody signed: the trial begins, with a day for its review."""
    if group.state != State.INTRODUCED or group.clicked_at is None or not is_signed(group):
        return
    weeks = timings_of(group.programme).trial_weeks
    review_on = timezone.localdate(now) + timedelta(weeks=weeks)
    move(group.start_trial, at=now, review_on=review_on)
    group.save(update_fields=["state", "trial_at", "review_on"])
    record("trial_started", group, by=by, now=now)
    tell_trial_started(group, now=now)


def is_signed(group: Group) -> bool:
    """Did everybody sign the text as it is now?"""
    signed = signers_of(agreement_of(group))
    return {seat.pk for seat in group.members()} <= signed


def settle(*, group: Group, by: User | None, now: datetime) -> None:
    """The trial went well; the caller has locked the group. Raises WrongMove."""
    move(group.settle, at=now)
    group.save(update_fields=["state", "active_at"])
    record("settled", group, by=by, now=now)


def prolong_trial(*, group: Group, by: User | None, now: datetime) -> None:
    """Try on for as long again; the caller has locked the group. Raises WrongMove."""
    if group.state != State.TRIAL:
        raise WrongMove
    weeks = timings_of(group.programme).trial_weeks
    group.review_on = timezone.localdate(now) + timedelta(weeks=weeks)
    group.save(update_fields=["review_on"])
    record("trial_prolonged", group, by=by, now=now)
