"""What somebody chooses is kept once, refused by name, noted, and safe when two change it at once."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError
from django.db.models.query import QuerySet

from core.models import Event
from notifications import errors
from notifications.channels.base import HAND, MAIL
from notifications.chosen import chosen_by, reader_of_login, topics_of, wants_mail
from notifications.habits import owned_by
from notifications.models import Choice, Habit
from notifications.models.choices import Digest
from notifications.readers import owner_of, reader_of_person, reader_of_user
from notifications.routing import NOT_WANTED
from notifications.services import set_choices, switch_mail
from notifications.services.choosing import begin_of
from notifications.topics import Topic
from tests.clock import NOW, later
from tests.notifications.builders import again, make_reader, plan, queue
from tests.racing import at_once, unexpected
from tests.teams import make_coordinator, make_user

CARE_MAIL = (Topic.CARE.value, MAIL)
EVENING = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)  # eleven on the clock of Brussels


@pytest.fixture
def ana(db):
    return reader_of_person(make_reader())


def choose(reader, chosen=None, **said):
    usual = {"quiet_from": None, "quiet_until": None, "zone": "Europe/Brussels", "digest": "none"}
    who = {"by": None, "now": NOW}
    return set_choices(reader=reader, chosen=chosen or {}, **(usual | who | said))


def rows(reader):
    kept = Choice.objects.filter(**owned_by(owner_of(reader))).order_by("topic", "channel")
    return list(kept.values_list("topic", "channel", "wanted"))


def noted(kind="notifications.choices_set"):
    return list(Event.objects.filter(kind=kind).order_by("pk"))


def test_what_is_chosen_is_kept(ana):
    choose(ana, {CARE_MAIL: False}, quiet_from=time(22), quiet_until=time(7), digest="weekly")

    habit = Habit.objects.get()
    assert rows(ana) == [(*CARE_MAIL, False)]
    assert (habit.quiet_from, habit.quiet_until, habit.digest) == (time(22), time(7), "weekly")


def test_what_is_chosen_counts_for_what_waits_already(ana):
    message = queue(ana.person)
    choose(ana, {CARE_MAIL: False})

    with pytest.raises(message.deliveries.model.DoesNotExist):
        plan(message)

    assert again(message).why == NOT_WANTED


def test_the_same_a_second_time_changes_and_notes_nothing(ana):
    for _time in range(2):
        choose(ana, {CARE_MAIL: False}, digest="daily")

    assert (len(rows(ana)), len(noted())) == (1, 1)


def test_what_goes_by_itself_need_not_be_written(ana):
    choose(ana, {CARE_MAIL: True})

    assert (rows(ana), noted()) == ([], [])


def test_a_no_can_be_taken_back(ana):
    for wanted in (False, True):
        choose(ana, {CARE_MAIL: wanted})

    assert rows(ana) == [(*CARE_MAIL, True)]


def test_about_a_way_that_does_not_reach_them_every_answer_is_kept(ana):
    choose(
        reader_of_person(make_reader(email="", phone="0470123456", reach_by="phone")),
        {CARE_MAIL: True},
    )

    assert list(Choice.objects.values_list("channel", "wanted")) == [(MAIL, True)]


def test_the_team_tells_only_whom_nothing_else_reaches(ana):
    emma = reader_of_person(make_reader(email="", phone="0470123456", reach_by="phone"))

    assert [[each.code for each in chosen_by(who).channels] for who in (ana, emma)] == [
        [MAIL],
        [HAND],
    ]


def test_it_is_noted_with_who_did_it_and_no_words(ana, cora):
    choose(ana, {CARE_MAIL: False}, by=cora)

    (event,) = noted()
    assert (event.by, event.person_id, event.data) == (cora, ana.person.pk, {})


def test_a_login_and_its_person_choose_once(db):
    user = make_user()
    person = make_reader(user=user, email="")
    user.refresh_from_db()
    choose(reader_of_user(user), {CARE_MAIL: False})

    assert rows(reader_of_person(person)) == [(*CARE_MAIL, False)]


def test_a_login_without_a_person_chooses_for_itself(db):
    reader = reader_of_login(make_user())
    choose(reader, {("team", MAIL): False})

    assert (Choice.objects.get().user, noted()[0].person_id) == (reader.user, None)


def test_a_login_with_a_person_chooses_as_that_person(db):
    user = make_user()
    person = make_reader(user=user, email="")

    assert reader_of_login(type(user).objects.get(pk=user.pk)).person == person


def test_only_who_works_in_a_team_chooses_about_its_work(programme):
    cora = make_coordinator(programme.organisation)
    theirs = reader_of_login(cora)
    own = make_reader(user=cora, email="")

    assert topics_of(theirs) == [Topic.TEAM]
    assert set(topics_of(reader_of_person(own))) == set(Topic)
    assert Topic.TEAM not in topics_of(reader_of_person(own), for_another=True)
    assert Topic.TEAM not in topics_of(reader_of_login(make_user()))


@pytest.mark.parametrize(
    ("said", "error", "field"),
    [
        ({"chosen": {("weather", MAIL): True}}, errors.TopicUnknown, "chosen"),
        ({"chosen": {("care", "pigeon"): True}}, errors.ChannelUnknown, "chosen"),
        ({"quiet_from": time(22)}, errors.QuietHoursHalf, "quiet_until"),
        ({"quiet_until": time(7)}, errors.QuietHoursHalf, "quiet_from"),
        (
            {"quiet_from": time(7), "quiet_until": time(7)},
            errors.QuietHoursSame,
            "quiet_until",
        ),
        (
            {"quiet_from": time(7), "quiet_until": time(3, 1)},
            errors.QuietHoursTooLong,
            "quiet_until",
        ),
        ({"zone": "Mars/Crater"}, errors.ZoneUnknown, "zone"),
        ({"zone": "localtime"}, errors.ZoneUnknown, "zone"),
        ({"zone": ""}, errors.ZoneUnknown, "zone"),
        ({"digest": "hourly"}, errors.DigestUnknown, "digest"),
    ],
)
def test_what_cannot_be_chosen_is_refused_by_name_and_changes_nothing(ana, said, error, field):
    with pytest.raises(error) as refused:
        choose(ana, **({"chosen": {CARE_MAIL: False}} | said))

    assert (refused.value.field, rows(ana), Habit.objects.count()) == (field, [], 0)


@pytest.mark.parametrize(("begins", "ends"), [(time(7), time(3)), (time(13), time(15))])
def test_quiet_hours_may_be_long_or_in_the_middle_of_the_day(ana, begins, ends):
    assert choose(ana, quiet_from=begins, quiet_until=ends).quiet_until == ends


def test_another_summary_begins_now(ana):
    first = choose(ana, digest="daily")
    second = choose(ana, digest="daily", zone="Europe/London", now=later(days=1))
    third = choose(ana, digest="weekly", now=later(days=2))

    assert [each.digest_at for each in (first, second, third)] == [NOW, NOW, later(days=2)]


def test_a_day_begins_where_they_are(ana):
    choose(ana, zone="America/New_York")

    assert begin_of(date(2026, 3, 9), ana) == datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


def test_mails_about_some_topics_are_switched_off_and_on(ana):
    topics = [Topic.CARE, Topic.WAITING]
    wanted = []
    for said in (False, False, True):
        switch_mail(reader=ana, topics=topics, wanted=said, now=NOW)
        wanted.append(wants_mail(ana, topics))

    assert wanted == [False, False, True]
    assert len(noted("notifications.mail_switched")) == 2


ROUNDS = 5
HALVES = [
    {(topic.value, MAIL): False for topic in (Topic.CARE, Topic.WAITING)},
    {(topic.value, MAIL): False for topic in (Topic.WAITING, Topic.MEETINGS)},
]


def races(reader):
    return [lambda half=half: choose(reader, half, digest=Digest.DAILY) for half in HALVES * 2]


@pytest.mark.django_db(transaction=True)
def test_two_who_choose_at_once_both_count_once():
    for _round in range(ROUNDS):
        reader = reader_of_person(make_reader())

        said = at_once(*races(reader))

        assert (unexpected(said), len(rows(reader))) == ([], 3)
        assert Habit.objects.filter(person=reader.person).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_writing_over_what_is_there_two_at_once_go_wrong(monkeypatch):
    """The control: no lock, and rows that are only added."""
    add = QuerySet.bulk_create
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, *_args, **_how: rows)

    def only_add(rows, objs, **how):
        return add(rows, objs, **({} if rows.model is Choice else how))

    monkeypatch.setattr(QuerySet, "bulk_create", only_add)

    faults = []
    for _round in range(4 * ROUNDS):
        faults += unexpected(at_once(*races(reader_of_person(make_reader()))))

    assert any(isinstance(fault, IntegrityError) for fault in faults)
