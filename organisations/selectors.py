"""What may be read of organisations, programmes and enrolments. Every list starts from who asks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import Person, Place, PostalPlace, User
from accounts.selectors import ids_of, service_consents
from core.errors import NotFoundHere
from core.models import Event
from core.search import plain_letters
from core.text import whole_number
from organisations.happenings import HAPPENINGS
from organisations.intake import Question, is_asked, question_from
from organisations.models import (
    Enrolment,
    Import,
    IntakeAnswer,
    IntakeForm,
    Organisation,
    Programme,
    ProgrammeVersion,
    Role,
)
from organisations.models.enrolments import LAST
from organisations.permissions import Actor, organisations_of
from organisations.states import LIVE
from organisations.support import FORMS_GROUPS, MAKES_PAIRS

NOBODY = "nobody"  # instead of the id of a login: nobody of the team in particular takes care
RECENT = 10
_PHONE = 6  # digits: with fewer it is a postcode or a year


def list_open_programmes(
    *, models: Collection[str] = (*MAKES_PAIRS, *FORMS_GROUPS)
) -> QuerySet[Programme]:
    """Programmes that anybody may register for, with their organisation."""
    return (
        Programme.objects.filter(is_open=True, model_of_support__in=models)
        .select_related("organisation")
        .order_by("organisation__name", "name", "pk")
    )


def list_programmes(*, by: Actor) -> QuerySet[Programme]:
    """The programmes of the teams that `by` is in."""
    return (
        Programme.objects.filter(organisation__in=organisations_of(by))
        .select_related("organisation")
        .order_by("organisation__name", "name", "pk")
    )


def list_led_organisations(*, by: Actor) -> QuerySet[Organisation]:
    """The organisations that `by` leads."""
    return (
        organisations_of(by)
        .filter(
            roles__in=Role.objects.filter(
                user_id=by.pk or 0 if by else 0, name=Role.Name.LEAD, ended_at=None
            )
        )
        .order_by("name", "pk")
    )


def get_programme(*, public_id: UUID, by: Actor) -> Programme:
    """Raises NotFoundHere, also for a programme of another organisation."""
    programme = list_programmes(by=by).filter(public_id=public_id).first()
    if programme is None:
        raise NotFoundHere
    return programme


def current_version(*, programme_id: int) -> ProgrammeVersion:
    """The settings that a programme has now."""
    return ProgrammeVersion.objects.filter(programme_id=programme_id).latest("version")


def list_programme_versions(*, programme: Programme) -> QuerySet[ProgrammeVersion]:
    """The versions of a programme's settings, newest first, with who saved them."""
    return programme.versions.select_related("created_by").order_by("-version")


def current_intake_form(*, programme_id: int) -> IntakeForm | None:
    """The questions that a programme asks now; None when it never had any."""
    return IntakeForm.objects.filter(programme_id=programme_id).order_by("-version").first()


def list_intake_forms(*, programme: Programme) -> QuerySet[IntakeForm]:
    """The versions of a programme's questions, newest first, with who saved them."""
    return programme.intake_forms.select_related("created_by").order_by("-version")


def questions_of(form: IntakeForm | None, *, side: str = "") -> list[Question]:
    """The questions of a version; with `side` only those that this side is asked."""
    questions = [question_from(each) for each in form.questions] if form else []
    return [each for each in questions if not side or each.asks(side)]


@dataclass(frozen=True)
class Answered:
    """What somebody said, with the question as it was when they answered. `is_old`: it is asked otherwise now, or not at all."""

    question: Question
    said: Any
    at: datetime
    version: int
    is_old: bool


def list_intake_answers(*, enrolment: Enrolment, asked: IntakeForm | None = None) -> list[Answered]:
    """In the order of the questions of today, then those that are gone. Sensitive ones too: for the team, or for one's own data.
    `asked`: `current_intake_form`, where that was read already."""
    rows = list(enrolment.intake_answers.select_related("form").order_by("pk"))
    today = {each.code: each for each in questions_of(asked or _form_of_today(enrolment, rows))}
    told = [_answered(row, today) for row in rows]
    order = list(today)
    return sorted(told, key=lambda each: _place(order, each.question.code))


def _form_of_today(enrolment: Enrolment, rows: list[IntakeAnswer]) -> IntakeForm | None:
    return current_intake_form(programme_id=enrolment.programme_id) if rows else None


def question_of(row: IntakeAnswer) -> Question:
    """The question as it was when somebody answered it."""
    return {each.code: each for each in questions_of(row.form)}[row.code]


def _answered(row: IntakeAnswer, today: dict[str, Question]) -> Answered:
    asked = question_of(row)
    return Answered(asked, row.said, row.at, row.form.version, today.get(row.code) != asked)


def _place(order: list[str], code: str) -> int:
    return order.index(code) if code in order else len(order)


def open_questions(*, enrolments: Iterable[Enrolment]) -> set[int]:
    """The ids of those enrolments that have a question of today without an answer. Two queries, however many there are."""
    rows = {each.pk: each for each in enrolments}
    forms = {
        form.programme_id: form
        for form in IntakeForm.objects.filter(
            programme_id__in={each.programme_id for each in rows.values()}
        ).order_by("version")
    }
    said = {
        pk: {answer.code: answer.said for answer in answers}
        for pk, answers in _by_enrolment(rows, forms).items()
    }
    return {
        pk
        for pk, enrolment in rows.items()
        if _lacks(
            questions_of(forms.get(enrolment.programme_id), side=enrolment.side), said.get(pk, {})
        )
    }


def _by_enrolment(
    rows: dict[int, Enrolment], forms: dict[int, IntakeForm]
) -> dict[int, list[IntakeAnswer]]:
    found: dict[int, list[IntakeAnswer]] = {}
    if forms:
        for answer in IntakeAnswer.objects.filter(enrolment__in=rows).order_by("pk"):
            found.setdefault(answer.enrolment_id, []).append(answer)
    return found


def _lacks(questions: list[Question], said: dict[str, Any]) -> bool:
    return any(each.code not in said and is_asked(each, said) for each in questions)


def list_enrolments(*, by: Actor) -> QuerySet[Enrolment]:
    """Enrolments in the organisations of `by`, with person and programme, longest waiting first."""
    return (
        Enrolment.objects.filter(organisation__in=organisations_of(by))
        .select_related("person__place__postal", "programme", "organisation", "coordinator")
        .order_by("applied_at", "pk")
    )


def filter_enrolments(
    rows: QuerySet[Enrolment],
    *,
    q: str = "",
    programme: Programme | None = None,
    side: str = "",
    state: str = "",
    coordinator: str = "",
    order: str = "",
) -> QuerySet[Enrolment]:
    """The rows that fit what was asked for; `coordinator` is the id of a login, or `NOBODY`. Who stopped comes after those who wait, unless another order is asked for."""
    if q.strip():
        rows = _found(rows, q)
    if programme is not None:
        rows = rows.filter(programme=programme)
    if side:
        rows = rows.filter(side=side)
    if state:
        rows = rows.filter(state=state)
    rows = cared_for_by(rows, coordinator)
    orders = {"new": ("-applied_at", "-pk"), "name": ("person__name_to_use", "pk")}
    return rows.order_by(*orders.get(order, (LAST, "applied_at", "pk")))


def cared_for_by(rows: QuerySet[Enrolment], coordinator: str) -> QuerySet[Enrolment]:
    """Those that somebody of the team takes care of: the id of a login, or `NOBODY`; "" is everybody."""
    if not coordinator:
        return rows
    if coordinator == NOBODY:
        return rows.filter(coordinator=None, state__in=LIVE)
    return rows.filter(coordinator_id=whole_number(coordinator))


def _found(rows: QuerySet[Enrolment], q: str) -> QuerySet[Enrolment]:
    """Every word of `q` stands in the name, the place or an address, or its digits in the phone number."""
    words = Q()
    for word in plain_letters(q).split():
        words &= _with_word(word)
    digits = "".join(sign for sign in q if sign.isdigit()).removeprefix("0032").lstrip("0")
    if len(digits) < _PHONE:
        return rows.filter(words)
    numbers = Person.objects.alias(number=Cast("phone", CharField()))
    return rows.filter(words | Q(person__in=numbers.filter(number__contains=digits)))


def _with_word(word: str) -> Q:
    """Each kind of text is looked through on its own, so that no row is put together only to be read."""
    towns = PostalPlace.objects.filter(searched__contains=word)
    places = Place.objects.filter(Q(searched__contains=word) | Q(postal__in=towns))
    logins = User.objects.filter(email__contains=word)
    people = Person.objects.filter(Q(searched__contains=word) | Q(user__in=logins))
    return Q(person__in=people) | Q(person__in=places.values("person"))


def list_alike(*, by: Actor, email: str, phone: str) -> QuerySet[Enrolment]:
    """Who has this e-mail address or this phone number already, as the services write them."""
    same = Q(pk=None)
    if email:
        same |= Q(person__email=email) | Q(person__user__email=email)
    if phone:
        same |= Q(person__phone=phone)
    return list_enrolments(by=by).filter(same)


def get_enrolment(*, public_id: UUID, by: Actor) -> Enrolment:
    """With `has_consent`. Raises NotFoundHere, also for an enrolment of another organisation."""
    rows = list_enrolments(by=by).select_related("person__user", "person__profile")
    found = rows.filter(public_id=public_id).annotate(
        has_consent=Exists(service_consents(OuterRef("person")))
    )
    enrolment = found.order_by("pk").first()
    if enrolment is None:
        raise NotFoundHere
    return enrolment


def list_enrolments_of(*, person_id: int) -> QuerySet[Enrolment]:
    """Somebody's own live enrolments."""
    return (
        Enrolment.objects.filter(person_id=person_id, state__in=LIVE)
        .select_related("programme__organisation", "wish__theme")
        .order_by("applied_at", "pk")
    )


def missing_clearances(*, enrolment: Enrolment, on: date) -> list[str]:
    """The kinds that the programme asks for and that this volunteer does not validly have on that day."""
    if not enrolment.is_volunteer:
        return []
    valid = {
        each.kind
        for each in enrolment.clearances.all()
        if each.valid_until is None or each.valid_until >= on
    }
    return [kind for kind in enrolment.programme.required_clearances if kind not in valid]


def is_cleared(*, enrolment: Enrolment, on: date) -> bool:
    return not missing_clearances(enrolment=enrolment, on=on)


def team_of(*, organisation_id: int) -> QuerySet[Role]:
    """The live roles of an organisation, with their logins."""
    return (
        Role.objects.filter(organisation_id=organisation_id, ended_at=None, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )


def shares_an_organisation(*, by: Actor, person_id: int) -> bool:
    """May somebody of a team know this person at all?"""
    return Enrolment.objects.filter(
        Exists(organisations_of(by).filter(pk=OuterRef("organisation_id"))), person_id=person_id
    ).exists()


def list_imports(*, by: Actor) -> QuerySet[Import]:
    """Spreadsheets handed in for the organisations of `by`, newest first, without the files."""
    return (
        Import.objects.filter(organisation__in=organisations_of(by))
        .defer("file")
        .select_related("programme")
        .order_by("-created_at", "-pk")
    )


def get_import(*, public_id: UUID, by: Actor) -> Import:
    """Raises NotFoundHere, also for a spreadsheet of another organisation."""
    batch = list_imports(by=by).filter(public_id=public_id).first()
    if batch is None:
        raise NotFoundHere
    return batch


@dataclass(frozen=True)
class Moment:
    """Something that happened, in words."""

    at: datetime
    text: str
    by: str = ""


def list_events(*, enrolment: Enrolment) -> QuerySet[Event]:
    """What happened with somebody in this organisation and by themselves and can be told, newest first."""
    return (
        Event.objects.filter(
            person_id__in=ids_of(person_id=enrolment.person_id), kind__in=list(HAPPENINGS)
        )
        .filter(Q(organisation_id=enrolment.organisation_id) | Q(organisation_id=None))
        .select_related("by")
        .order_by("-at", "-pk")
    )


def moments_of(rows: Iterable[Event]) -> list[Moment]:
    """Events in words."""
    return [
        Moment(row.at, str(HAPPENINGS[row.kind]), row.by.email if row.by else "") for row in rows
    ]


def list_moments(*, enrolment: Enrolment) -> list[Moment]:
    """The newest happenings, for the page of the person."""
    return moments_of(list_events(enrolment=enrolment)[:RECENT])
