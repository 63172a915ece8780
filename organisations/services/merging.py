"""Two files of one person become one: all at once or not at all, and never across organisations."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ForeignObjectRel

from accounts.models import Person, User
from accounts.services import take_in
from core import events
from core.errors import ChangedMeanwhile
from core.states import move
from notifications.services import move_messages
from organisations.errors import MergeIncomplete
from organisations.merge_selectors import Double, find_doubles, refusals_of
from organisations.merging import PARTS
from organisations.models import Enrolment, ImportRow
from organisations.permissions import ensure_coordinates
from organisations.services.talks import settle_talk
from organisations.services.two_people import move_two_people


@transaction.atomic
def merge_people(
    *,
    kept_id: int,
    other_id: int,
    by: User,
    now: datetime,
    from_other: Collection[str] = (),
    versions: tuple[int, int] | None = None,
) -> Person:
    """Everything of the person `other_id` goes to the person `kept_id`, and the other file is gone. It cannot be undone.

    `from_other` names the values taken from the other file (`accounts.services.merging.CHOSEN`); `versions` are those of both files
    that were read. Raises NotFoundHere, ChangedMeanwhile, SamePersonAlready, BothHaveLogin, MergeImpossibleHere, SaidToBeTwo,
    BothGoOn, what apps above refuse, and MergeIncomplete when something would be lost.
    """
    kept, other = _locked(kept_id, other_id)
    for enrolment in Enrolment.objects.filter(person__in=[kept, other]):
        ensure_coordinates(by, enrolment.organisation_id)
    if versions is not None and versions != (kept.version, other.version):
        raise ChangedMeanwhile
    doubles, in_the_way = find_doubles(kept, other)
    for refusal in (*refusals_of(kept, other), *in_the_way):
        raise refusal
    organisation_id = kept.enrolments.values_list("organisation_id", flat=True)[:1].get()
    for double in doubles:
        _end_double(double, by, now)
    Enrolment.objects.filter(person=other).update(person=kept)
    move_messages(kept=kept, other=other)
    ImportRow.objects.filter(duplicate_of=other.pk).update(duplicate_of=kept.pk)
    move_two_people(kept=kept, other=other)
    for part in PARTS:
        part.move(kept, other, now)
    take_in(kept=kept, other=other, from_other=from_other, by=by, now=now)
    _ensure_empty(other)
    events.record(
        "organisations.people_merged",
        subject=kept,
        by=by,
        at=now,
        person_id=kept.pk,
        organisation_id=organisation_id,
        other=other.pk,
        from_other=sorted(from_other),
    )
    Person.objects.filter(pk=other.pk).delete()
    return kept


def _locked(kept_id: int, other_id: int) -> tuple[Person, Person]:
    """Their enrolments by id, as every service here, then both people by id. Who registered in between is seen."""
    ids = [kept_id, other_id]
    enrolments = Enrolment.objects.filter(person__in=ids).order_by("pk")
    before = list(enrolments.select_for_update(of=("self",)).values_list("pk", flat=True))
    people = {
        person.pk: person
        for person in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    }
    if list(enrolments.values_list("pk", flat=True)) != before or not people.keys() >= set(ids):
        raise ChangedMeanwhile
    return people[kept_id], people[other_id]


def _end_double(double: Double, by: User, now: datetime) -> None:
    """One registration goes on with what both know; the other stops."""
    stays, ends = double.stays, double.ends
    held = stays.clearances.values_list("kind", flat=True)
    ends.clearances.exclude(kind__in=list(held)).update(enrolment=stays)
    said = stays.intake_answers.values_list("code", flat=True)
    ends.intake_answers.exclude(code__in=list(said)).update(enrolment=stays)
    stays.goals |= ends.goals
    stays.note = "\n\n".join(filter(None, (stays.note, ends.note)))[:4000] or None
    stays.applied_at = min(stays.applied_at, ends.applied_at)
    if stays.waiting_since and ends.waiting_since:
        stays.waiting_since = min(stays.waiting_since, ends.waiting_since)
    stays.coordinator_id = stays.coordinator_id or ends.coordinator_id
    _one_wish(double)
    stays.version += 1
    stays.save()
    move(ends.leave)
    ends.version += 1
    ends.save()
    settle_talk(ends, now=now)
    events.record(
        "organisations.enrolment_left",
        subject=ends,
        by=by,
        at=now,
        person_id=ends.person_id,
        organisation_id=ends.organisation_id,
        instead=stays.pk,
    )


def _one_wish(double: Double) -> None:
    """What they wait for goes on with the registration, since the older day; what one left open the other may have said."""
    wish, since = double.wish, double.wished_since
    if wish is None or since is None:
        return
    other = getattr(double.ends, "wish", None)
    if other is not None and other.theme_id == wish.theme_id:
        for name in ("relation", "stage", "is_longer_on_road", "minds_being_only"):
            setattr(wish, name, getattr(wish, name) or getattr(other, name))
    wish.enrolment, wish.since = double.stays, since
    if other is not None and other.pk != wish.pk:
        other.delete()
    wish.save()


def _ensure_empty(other: Person) -> None:
    """Whatever still points at the file that goes would be deleted with it: then nothing is done. What `take_in` replaced may go."""
    replaced = {"profile", "place", "languages", "interests", "disclosures"}
    for field in fields_to_person():
        if field.remote_field.related_name in replaced:
            continue
        if field.model._default_manager.filter(**{field.name: other}).exists():
            raise MergeIncomplete(what=field.model._meta.model_name)


def fields_to_person() -> list[Any]:
    """Every field of any app that points at a person, also those that no one can follow back."""
    return [
        relation.field
        for relation in Person._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel)
    ]
