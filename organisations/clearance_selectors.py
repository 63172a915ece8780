"""The files of volunteers: what ends soon, and the information note."""

from datetime import date, timedelta

from django.db.models import (
    BooleanField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
)

from organisations.models import Clearance, InfoNote
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


def must_read_note(*, on: date) -> Q:
    """Filter on enrolments: a volunteer with an information note to read, since none was noted, or it holds no longer."""
    notes = InfoNote.objects.filter(organisation=OuterRef("organisation"))
    noted = Clearance.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        enrolment=OuterRef("pk"),
        kind=ClearanceKind.INFO_NOTE,
    )
    return Q(Exists(notes), ~Exists(noted), side=Side.VOLUNTEER)
