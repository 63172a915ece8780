"""Consent is given for one purpose and one text, and is withdrawn as easily."""

from datetime import datetime

from django.db import transaction

from accounts.models import Consent, Disclosure, Person, User
from accounts.models.consents import EARLIEST, Part, Purpose, Shown
from accounts.withdrawing import end_with_consent
from core import events
from core.errors import InvalidInput

TEXT_VERSION = "2026-11"
_ORDER = [Shown.PROPOSAL, Shown.INTRODUCTION, Shown.NEVER]


@transaction.atomic
def give_consent(
    *, person: Person, purpose: str, how: str, by: User | None, now: datetime
) -> Consent:
    """Note a consent; giving it again changes nothing."""
    if purpose not in Purpose.values:
        raise InvalidInput(field="purpose")
    consent, created = Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        withdrawn_at=None,
        defaults={
            "text_version": TEXT_VERSION,
            "given_at": now,
            "given_how": how,
            "recorded_by": by,
        },
    )
    if created:
        events.record(
            "accounts.consent_given",
            subject=consent,
            by=by,
            at=now,
            person_id=person.pk,
            purpose=purpose,
        )
    return consent


@transaction.atomic
def withdraw_consent(*, person: Person, purpose: str, by: User | None, now: datetime) -> None:
    """Take a consent back. Withdrawing what is not given is refused by name (`invalid`).

    With the consent to be looked for ends what apps above hang on it. They lock enrolments and groups, so that comes before the row here.
    """
    if purpose == Purpose.SERVICE:
        end_with_consent(person, by=by, now=now)
    consent = (
        Consent.objects.select_for_update()
        .filter(person=person, purpose=purpose, withdrawn_at=None)
        .order_by("pk")
        .first()
    )
    if consent is None:
        raise InvalidInput(field="purpose")
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    events.record(
        "accounts.consent_withdrawn",
        subject=consent,
        by=by,
        at=now,
        person_id=person.pk,
        purpose=purpose,
    )


@transaction.atomic
def change_disclosures(
    *, person: Person, choices: dict[str, str], by: User | None, now: datetime
) -> None:
    """Choose from when on the other sees each part. Raises InvalidInput for an unknown part and for showing a name or
    a way to reach somebody before both said yes."""
    for part, shown in choices.items():
        if part not in Part.values or shown not in Shown.values:
            raise InvalidInput(field=part)
        if _ORDER.index(Shown(shown)) < _ORDER.index(EARLIEST[Part(part)]):
            raise InvalidInput(field=part)
        Disclosure.objects.update_or_create(person=person, part=part, defaults={"shown": shown})
    events.record(
        "accounts.disclosures_changed",
        subject=person,
        by=by,
        at=now,
        person_id=person.pk,
        parts=sorted(choices),
    )
