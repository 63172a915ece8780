"""Two clicks at once about a group: real threads, real PostgreSQL, and what goes wrong when the guard is out."""

from contextlib import contextmanager, suppress
from threading import Thread

import pytest
from django.db import connection

from core.models import Event
from groups.models import Seat
from groups.states import SeatState
from matching import services
from matching.errors import AlreadyAnswered
from matching.group_errors import LeadsThenAlready, MemberNotReady
from matching.models import Draft, DraftMember
from matching.models.drafts import Part
from matching.services import group_offers
from matching.states import DraftState, MemberState
from organisations import services as organisations
from tests.clock import NOW, later
from tests.matching.circles import (
    add_place,
    approved,
    leading,
    leads_of,
    make_forms,
    row_of,
    say,
    waiting,
)
from tests.racing import at_once, goes_wrong, unexpected, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


def searched(**how):
    forms = make_forms(**how)
    forms.search()
    return forms


def approve(forms, draft):
    return lambda: services.approve_draft(
        draft_id=draft.pk, seen=draft.version, by=forms.cora, now=NOW
    )


def leave(forms):
    return lambda: organisations.leave_programme(enrolment_id=forms.ana.pk, by=forms.cora, now=NOW)


def somebody_was_asked_who_had_left(monkeypatch):
    """Ana leaves when the approval has just looked whether she is ready. Tells whether her leaving came first all the same."""
    forms = searched()
    look, racer = group_offers._ensure_rules_hold, Thread(target=on_its_own(leave(forms)))

    def look_while_she_leaves(*facts):
        racer.start()
        racer.join(0.5)  # with the lock she waits for the approval
        look(*facts)

    with monkeypatch.context() as patch:
        patch.setattr(group_offers, "_ensure_rules_hold", look_while_she_leaves)
        with suppress(MemberNotReady):
            approve(forms, forms.draft())()
    racer.join()
    kinds = ("matching.draft_approved", "organisations.enrolment_left")
    order = list(Event.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True))
    return order == [kinds[1], kinds[0]]


def on_its_own(step):
    def run():
        step()
        connection.close()

    return run


def test_who_leaves_while_a_draft_is_being_approved_waits_for_the_approval(monkeypatch):
    assert not somebody_was_asked_who_had_left(monkeypatch)


def test_without_the_lock_somebody_is_asked_who_left(monkeypatch):
    monkeypatch.setattr(group_offers, "look_at", lambda **_facts: Blind())
    with monkeypatch.context() as patch:
        without_locks(patch)
        assert somebody_was_asked_who_had_left(monkeypatch)


class Blind:
    """Rules that look at nothing: only the first look, before she left, is left."""

    def knows(self, _enrolment_id):
        return True

    def broken(self, _draft_id):
        return []


def test_nobody_is_asked_who_left_before():
    forms = searched()
    leave(forms)()

    with pytest.raises(MemberNotReady):
        approve(forms, forms.draft())()


def test_the_sweep_takes_out_who_left_after_the_approval():
    forms = searched()
    draft = approved(forms)
    leave(forms)()

    services.remind_and_dissolve(now=later(hours=1))

    row = row_of(draft, forms.ana)
    assert (row.state, row.seat.state) == (MemberState.CLOSED, SeatState.FREED)


def the_last_yes_twice():
    """Tells whether two clicks on one yes did more than one click."""
    forms = searched()
    draft = approved(forms)
    for who in forms.members[:3]:
        say(draft, who)
    lead = leads_of(draft)[0]

    def race():
        results = at_once(lambda: say(draft, lead), lambda: say(draft, lead))
        once = sum(isinstance(result, DraftMember) for result in results)
        again = sum(isinstance(result, AlreadyAnswered) for result in results)
        return (once, again) != (1, 1)

    return race


def test_the_yes_that_forms_the_group_counts_once():
    assert not the_last_yes_twice()()


def test_without_the_lock_the_yes_that_forms_the_group_goes_wrong(monkeypatch):
    assert goes_wrong(monkeypatch, the_last_yes_twice)


def last_place_for_two():
    forms = searched(people=5, wished_members=5)
    draft = approved(forms)
    for who in (*forms.members[:3], leads_of(draft)[0]):
        say(draft, who)
    group = Draft.objects.get(pk=draft.pk).group
    group.peer.most = group.peer.wished = 4
    group.peer.save()
    dia, eva = forms.members[3:]

    def race():
        results = at_once(lambda: say(draft, dia), lambda: say(draft, eva))
        states = {row_of(draft, who).state for who in (dia, eva)}
        inside = Seat.objects.filter(group=group, state=SeatState.TAKEN, role="member").count()
        return bool(unexpected(results)) or (inside, states) != (4, {"yes", "waits"})

    return race


def test_the_last_place_is_given_once_and_the_other_waits_in_line():
    assert not last_place_for_two()()


def test_without_lock_and_trigger_the_last_place_is_given_twice(monkeypatch):
    with without("ALTER TABLE groups_seat {} TRIGGER USER", "DISABLE", "ENABLE"):
        assert goes_wrong(monkeypatch, last_place_for_two)


@contextmanager
def without(statement, out, back):
    """The database's own guard is out for a while."""
    with connection.cursor() as cursor:
        cursor.execute(statement.format(out))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(back))


def one_lead_for_two_drafts():
    """Two drafts in two rooms at one moment, both led by the same volunteer, who may lead two."""
    forms = make_forms(people=7)
    add_place(forms.programme, forms.cora, "De Zaal")
    leading(forms.programme, forms.cora, "Lee")
    waiting(forms.programme, forms.cora, forms.theme, "Max")
    forms.search()
    first, second = forms.drafts()
    places = [forms.place.pk, forms.programme.organisation.meeting_places.last().pk]
    for draft, place in zip((first, second), sorted(places), strict=True):
        Draft.objects.filter(pk=draft.pk).update(day_part=5, place=place)
        DraftMember.objects.filter(draft=draft).update(day_part=5)
        DraftMember.objects.filter(draft=draft, part=Part.BACK_UP).delete()
        DraftMember.objects.filter(draft=draft, part=Part.FACILITATOR).update(
            enrolment=forms.finn, person=forms.finn.person
        )

    def race():
        return at_once(approve(forms, first), approve(forms, second))

    return race


@pytest.fixture
def blind(monkeypatch):
    """The rules are not looked at: what is left is the database."""
    monkeypatch.setattr(group_offers, "_ensure_rules_hold", lambda *_facts: None)


def test_nobody_is_asked_to_lead_two_groups_at_one_moment(blind):
    results = one_lead_for_two_drafts()()

    assert not unexpected(results)
    assert sum(isinstance(result, LeadsThenAlready) for result in results) == 1
    assert Draft.objects.filter(state=DraftState.ASKED).count() == 1


def test_without_the_constraint_one_leads_two_groups_at_one_moment(blind):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'nobody_leads_two_groups_at_one_day_part'"
        )
        (definition,) = cursor.fetchone()
        cursor.execute("DROP INDEX nobody_leads_two_groups_at_one_day_part")
    try:
        one_lead_for_two_drafts()()
        asked = Draft.objects.filter(state=DraftState.ASKED).count()
    finally:
        DraftMember.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(definition)

    assert asked == 2
