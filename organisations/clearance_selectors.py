"""The files of volunteers: what ends soon, and the information note."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import BooleanField, DateField, ExpressionWrapper, F, Func, Q, QuerySet

from organisations.models import Clearance, Enrolment, InfoNote
from organisations.models.enrolments import ClearanceKind, Side
from organisations.models.organisations import NOTICE_LIMIT_WEEKS
from organisations.permissions import Actor, organisations_of
from organisations.states import LIVE


def current_note(*, organisation_id: int) -> InfoNote | None:
    """The information note of today; None when there never was one."""
    return InfoNote.objects.filter(organisation_id=organisation_id).order_by("-version").first()


def list_notes(*, organisation_id: int) -> QuerySet[InfoNote]:
    """The versions of the note, newest first, with who published them."""
    return (
        InfoNote.objects.filter(organisation_id=organisation_id)
        .select_related("created_by")
        .order_by("-version")
    )


def ending_clearances(*, on: date) -> QuerySet[Clearance]:
    """What the programme requires of a volunteer who takes part, and what has ended on that day or ends within the weeks that the
    programme set; what ends first comes first."""
    told_from = ExpressionWrapper(
        F("valid_until") - F("enrolment__programme__clearance_notice_weeks") * 7,
        output_field=DateField(),
    )
    is_required = Func(
        F("enrolment__programme__required_clearances"),
        F("kind"),
        function="jsonb_exists",
        output_field=BooleanField(),
    )
    return (
        Clearance.objects.alias(told_from=told_from)
        .filter(
            is_required,
            valid_until__lt=on + timedelta(weeks=NOTICE_LIMIT_WEEKS),
            told_from__lt=on,
            enrolment__side=Side.VOLUNTEER,
            enrolment__state__in=LIVE,
        )
        .order_by("valid_until", "pk")
    )


def list_ending(*, by: Actor, on: date) -> QuerySet[Clearance]:
    """`ending_clearances` of the organisations of `by`, with their people."""
    return (
        ending_clearances(on=on)
        .filter(enrolment__organisation__in=organisations_of(by))
        .select_related("enrolment__person", "enrolment__programme")
    )


def notes_to_read(*, enrolments: Iterable[Enrolment], on: date) -> set[int]:
    """The ids of those enrolments of volunteers that have an information note to read: none was noted, or it holds no longer."""
    volunteers = {each.pk: each.organisation_id for each in enrolments if each.is_volunteer}
    if not volunteers:
        return set()
    with_note = set(
        InfoNote.objects.filter(organisation__in=set(volunteers.values())).values_list(
            "organisation_id", flat=True
        )
    )
    noted = set(
        Clearance.objects.filter(enrolment__in=volunteers, kind=ClearanceKind.INFO_NOTE)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .values_list("enrolment_id", flat=True)
    )
    return {pk for pk, organisation in volunteers.items() if organisation in with_note} - noted
