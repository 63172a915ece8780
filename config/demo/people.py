"""From sketches to people in a programme, by the same services that pages and imports use."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts import services as accounts
from accounts.models import Person, User
from accounts.models.consents import Purpose
from accounts.models.people import Attitude
from accounts.places.postal_map import PostalMap
from config.demo.courses import Course
from config.demo.sketches import Sketch
from organisations import services as organisations
from organisations.models import Enrolment, Programme
from organisations.models.enrolments import Side


def register_on_paper(
    sketches: Sequence[Sketch], *, postal: PostalMap, by: User, now: datetime
) -> list[Person]:
    """Several people whose forms somebody of the team typed in."""
    rows = [
        accounts.new_person(
            now=now,
            typed=sketch.place,
            address=sketch.address,
            postal=postal.find(sketch.place),
            languages=sketch.levels,
            interests=_likes(sketch),
            **sketch.details,
        )
        for sketch in sketches
    ]
    return accounts.register_people(rows=rows, by=by, now=now)


def register_with_login(sketch: Sketch, *, user: User, now: datetime) -> Person:
    """Somebody who registered on the pages."""
    person = accounts.register_person(by=user, now=now, user=user, **sketch.details)
    accounts.change_place(person=person, typed=sketch.place, by=user, now=now)
    accounts.change_languages(person_id=person.pk, levels=sketch.levels, by=user, now=now)
    accounts.change_interests(person_id=person.pk, attitudes=sketch.attitudes, by=user, now=now)
    return person


def _likes(sketch: Sketch) -> list[str]:
    return [code for code, attitude in sketch.attitudes.items() if attitude == Attitude.LIKE]


def enrol(
    person: Person, sketch: Sketch, course: Course, *, programme: Programme, team: User
) -> Enrolment:
    """Somebody fills in the rest of their profile and walks `course` in `programme`."""
    by = person.user or team
    if not person.user:
        _say_the_rest(person, sketch, by=team, now=course.applied_at)
    accounts.change_profile(person_id=person.pk, by=by, now=course.applied_at, **sketch.profile)
    enrolment = organisations.apply(
        person=person,
        programme_id=programme.pk,
        side=sketch.side,
        by=by,
        now=course.applied_at,
        **sketch.wishes,
    )
    if course.moves and sketch.side == Side.VOLUNTEER:
        _see_file(enrolment, programme, course, team)
    for move, at in course.moves:
        enrolment = move(enrolment_id=enrolment.pk, by=team, now=at)
    return enrolment


def _say_the_rest(person: Person, sketch: Sketch, *, by: User, now: datetime) -> None:
    """The consent on paper, and what a form has no room for."""
    accounts.give_consent(person=person, purpose=Purpose.SERVICE, how="paper", by=by, now=now)
    if len(_likes(sketch)) < len(sketch.attitudes):
        accounts.change_interests(person_id=person.pk, attitudes=sketch.attitudes, by=by, now=now)


def _see_file(enrolment: Enrolment, programme: Programme, course: Course, team: User) -> None:
    """The papers that the programme asks for, seen at the first talk; an incomplete file lacks the last one."""
    _move, at = course.moves[0]
    kinds = programme.required_clearances
    for kind in kinds if course.is_file_complete else kinds[:-1]:
        organisations.record_clearance(
            enrolment_id=enrolment.pk,
            kind=kind,
            seen_on=(at - timedelta(days=1)).date(),
            by=team,
            now=at,
        )
