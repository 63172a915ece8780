"""What two files of one person told becomes one file. Who may do it and what else moves is said by the caller."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import Consent, Disclosure, FormerId, Person, Profile, User
from accounts.models.consents import DEFAULTS, Part, Shown
from accounts.models.people import Attitude
from accounts.services.people import checked_details, save_change

# What is chosen for each on its own, by name.
DETAILS = (
    *("name_to_use", "family_name", "birth_year", "gender", "language"),
    *("email", "phone", "reach_by"),
)
CHOSEN = (*DETAILS, "place")
# Parts of the profile that are kept or taken over together.
_TOGETHER = (
    ("wish_genders", "wish_gender_is_must"),
    ("wish_age_from", "wish_age_to", "wish_age_is_must"),
    ("travel_mode", "travel_km"),
)
_PRIVATE = [Shown.PROPOSAL, Shown.INTRODUCTION, Shown.NEVER]


def is_from_other(name: str, kept: Person, other: Person, from_other: Collection[str]) -> bool:
    """Is this value taken from the file that goes? When it was chosen, or when the file that stays has none."""
    if name == "place":
        mine = getattr(kept, "place", None)
        return hasattr(other, "place") and (mine is None or name in from_other)
    theirs = getattr(other, name)
    return bool(theirs) and (name in from_other or not getattr(kept, name))


def take_in(
    *, kept: Person, other: Person, from_other: Collection[str], by: User, now: datetime
) -> Person:
    """Everything that accounts knows of `other` goes to `kept`; `other` is empty then. Both are locked by the caller.

    `from_other` names the values of `CHOSEN` that are taken from `other`. Where both told something else, the answer of `kept`
    counts, but a "certainly not" and the more private choice always do. Raises the errors of `checked_details`.
    """
    taken = {name for name in CHOSEN if is_from_other(name, kept, other, from_other)}
    _take_login(kept, other)
    said = {name: getattr(other if name in taken else kept, name) for name in DETAILS}
    said |= {name: str(said[name] or "") for name in ("email", "phone")}
    checked = checked_details(now=now, has_login=kept.user_id is not None, **said)
    for name, value in vars(checked).items():
        setattr(kept, name, value)
    if "place" in taken:
        _take_place(kept, other)
    _take_profile(kept.profile, other.profile)
    _take_words(kept, other)
    _take_choices(kept, other)
    _take_consents(kept, other, now)
    helping = kept.proxies.filter(ended_at=None).values_list("email", flat=True)
    other.proxies.filter(ended_at=None, email__in=list(helping)).update(ended_at=now)
    other.proxies.update(person=kept)
    FormerId.objects.filter(person=other).update(person=kept)
    FormerId.objects.create(
        person=kept,
        old_id=other.pk,
        old_public_id=other.public_id,
        merged_at=now,
        merged_by=by,
    )
    return save_change(kept, what="merge", by=by, now=now)


def _take_login(kept: Person, other: Person) -> None:
    if kept.user_id is None and other.user_id is not None:
        user, other.user = other.user, None
        other.save(update_fields=["user"])
        kept.user = user


def _take_place(kept: Person, other: Person) -> None:
    theirs = other.place
    if hasattr(kept, "place"):
        kept.place.delete()
    theirs.person = kept
    theirs.save(update_fields=["person"])


def _take_profile(mine: Profile, theirs: Profile) -> None:
    together = {name for names in _TOGETHER for name in names} | {"person"}
    single = [(each.name,) for each in Profile._meta.fields if each.name not in together]
    for names in (*single, *_TOGETHER):
        if not any(getattr(mine, name) for name in names):
            for name in names:
                setattr(mine, name, getattr(theirs, name))
    mine.save()


def _take_words(kept: Person, other: Person) -> None:
    """Languages and interests of both."""
    spoken = set(kept.languages.values_list("language", flat=True))
    other.languages.exclude(language__in=spoken).update(person=kept)
    never = other.interests.filter(attitude=Attitude.NO_GO).values_list("interest", flat=True)
    kept.interests.filter(interest__in=list(never)).update(attitude=Attitude.NO_GO)
    known = set(kept.interests.values_list("interest", flat=True))
    other.interests.exclude(interest__in=known).update(person=kept)


def _take_choices(kept: Person, other: Person) -> None:
    """What the other person may see, and when: never more than each of the two files said."""
    for row in other.disclosures.all():
        mine = kept.disclosures.filter(part=row.part).first()
        shown = Shown(mine.shown) if mine else DEFAULTS[Part(row.part)]
        if _PRIVATE.index(Shown(row.shown)) > _PRIVATE.index(shown):
            Disclosure.objects.update_or_create(
                person=kept, part=row.part, defaults={"shown": row.shown}
            )


def _take_consents(kept: Person, other: Person, now: datetime) -> None:
    """A consent that is taken back later in either file stays taken back; of two live ones the first stays."""
    for theirs in other.consents.order_by("given_at", "pk"):
        if theirs.withdrawn_at is None and not _may_live(kept, theirs):
            theirs.withdrawn_at = now
        theirs.person = kept
        theirs.save(update_fields=["person", "withdrawn_at"])


def _may_live(kept: Person, theirs: Consent) -> bool:
    mine = kept.consents.filter(purpose=theirs.purpose)
    taken_back_later = mine.filter(withdrawn_at__gt=theirs.given_at)
    return not (mine.filter(withdrawn_at=None).exists() or taken_back_later.exists())
