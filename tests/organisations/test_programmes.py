"""Settings of a programme: checked by name, kept in versions, changed by the lead, never overwritten."""

import pytest
from django.db import IntegrityError

from accounts.errors import TextTooLong
from core.errors import ChangedMeanwhile, InvalidInput, NotAllowed
from core.models import Event
from organisations import services
from organisations.errors import (
    CapacityOutOfRange,
    CapacityOverLimit,
    ModelInUse,
    ReminderTooLate,
    SettingImpossible,
)
from organisations.models import Programme, ProgrammeVersion
from organisations.models.organisations import SETTINGS
from organisations.selectors import current_version, list_open_programmes
from organisations.services import programmes
from organisations.setting_words import changes_in_words
from organisations.states import State
from tests.clock import NOW
from tests.people import make_person
from tests.teams import (
    enrolment_at,
    make_coordinator,
    make_lead,
    make_organisation,
)

pytestmark = pytest.mark.django_db

# One other value for each setting; the test below fails when a setting has none.
OTHERS = {
    "name": "Walks",
    "description": {"nl": "Samen wandelen"},
    "model_of_support": "peer",
    "is_open": False,
    "asks_volunteer_first": True,
    "choice_of_cards": 3,
    "answer_days": 14,
    "reminder_days": 0,
    "proposal_text": {"nl": "Welkom", "en": "Welcome"},
    "meets_every_weeks": 2,
    "max_buddies": 3,
    "required_clearances": ["training", "insurance"],
    "runs_every_days": 7,
    "look_after_weeks": 0,
    "clearance_notice_weeks": 0,
    "first_answer_days": 5,
    "talk_within_days": 21,
    "sign_after_weeks": 6,
    "signs_before_call": 2,
    "speak_after_weeks": 0,
    "meanwhile_text": {"fr": "Venez marcher"},
}


def change(programme, by=None, **said):
    return services.change_programme(programme_id=programme.pk, by=by, now=NOW, **said)


def test_each_setting_has_another_value_here():
    assert set(OTHERS) == set(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_changed_and_kept_in_a_version(programme, name):
    change(programme, **{name: OTHERS[name]})

    assert getattr(Programme.objects.get(pk=programme.pk), name) == OTHERS[name]
    assert current_version(programme_id=programme.pk).settings[name] == OTHERS[name]


@pytest.mark.parametrize("name", SETTINGS)
def test_a_change_is_told_in_words(programme, name):
    before = programme.settings()

    assert len(changes_in_words(before, before | {name: OTHERS[name]})) == 1


def test_a_new_programme_has_its_first_version(programme):
    first = current_version(programme_id=programme.pk)

    assert (first.version, first.settings) == (1, programme.settings())


def test_an_older_version_stays_as_it_was(programme):
    change(programme, answer_days=14)

    assert ProgrammeVersion.objects.get(programme=programme, version=1).settings["answer_days"] == 7


def test_saving_what_is_already_so_makes_no_version(programme):
    change(programme, answer_days=7)

    assert ProgrammeVersion.objects.filter(programme=programme).count() == 1


def test_who_changed_what_is_noted(programme, lea):
    change(programme, by=lea, answer_days=14, reminder_days=3)

    event = Event.objects.get(kind="organisations.programme_changed")
    assert (event.by, event.data) == (lea, {"fields": ["answer_days"], "version": 2})


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(programme, lea):
    change(programme, by=lea, expected_version=1, answer_days=14)

    with pytest.raises(ChangedMeanwhile):
        change(programme, by=lea, expected_version=1, answer_days=21)


@pytest.mark.parametrize("who", ["a coordinator", "the lead of another organisation"])
def test_only_the_lead_changes_settings(programme, who):
    if who == "a coordinator":
        somebody = make_coordinator(programme.organisation)
    else:
        somebody = make_lead(make_organisation())

    with pytest.raises(NotAllowed):
        change(programme, by=somebody, answer_days=14)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", None),
        ("description", {"de": "Hallo"}),
        ("description", "Hello"),
        ("proposal_text", {"nl": 1}),
        ("model_of_support", "friend"),
        ("is_open", 1),
        ("asks_volunteer_first", None),
        ("answer_days", 0),
        ("answer_days", 61),
        ("answer_days", "7"),
        ("answer_days", True),
        ("reminder_days", -1),
        ("meets_every_weeks", 13),
        ("max_buddies", 0),
        ("max_buddies", 51),
        ("required_clearances", ["diploma"]),
        ("required_clearances", "training"),
        ("runs_every_days", 0),
        ("runs_every_days", 366),
        ("look_after_weeks", 105),
        ("look_after_weeks", None),
        ("clearance_notice_weeks", 27),
        ("first_answer_days", 0),
        ("talk_within_days", 91),
    ],
)
def test_an_impossible_setting_is_refused_by_its_name(programme, name, value):
    with pytest.raises(SettingImpossible) as refusal:
        change(programme, **{name: value})

    assert refusal.value.field == name
    assert Programme.objects.get(pk=programme.pk).version == 1


def test_a_setting_that_does_not_exist_is_refused(programme):
    with pytest.raises(InvalidInput) as refusal:
        change(programme, public_id=1)

    assert refusal.value.field == "public_id"


@pytest.mark.parametrize("days", [{"answer_days": 3}, {"reminder_days": 7}])
def test_a_reminder_comes_before_the_last_day(programme, days):
    with pytest.raises(ReminderTooLate):
        change(programme, **days)


def test_a_text_has_a_limit_in_each_language(programme):
    with pytest.raises(TextTooLong):
        change(programme, proposal_text={"fr": "x" * 1001})


def test_a_language_that_says_nothing_is_left_out(programme):
    changed = change(programme, proposal_text={"nl": " Welkom \r\n\n allemaal ", "fr": "  "})

    assert changed.proposal_text == {"nl": "Welkom\n\nallemaal"}


def test_the_kind_of_support_is_fixed_once_somebody_takes_part(programme):
    enrolment_at(State.APPLIED, make_person(), programme)

    with pytest.raises(ModelInUse):
        change(programme, model_of_support="peer")


def test_the_kind_of_support_is_free_again_when_nobody_takes_part(programme):
    enrolment_at(State.LEFT, make_person(), programme)

    assert change(programme, model_of_support="peer").model_of_support == "peer"


@pytest.mark.parametrize("change_of", [{"model_of_support": "network"}, {"is_open": False}])
def test_nobody_registers_where_the_programme_is_closed_or_finds_nobody(programme, change_of):
    before = list(list_open_programmes())

    change(programme, **change_of)

    assert (before, list(list_open_programmes())) == ([programme], [])


def test_a_volunteer_offers_no_more_than_the_programme_allows(programme):
    change(programme, max_buddies=2)

    with pytest.raises(CapacityOverLimit):
        enrolment_at(State.APPLIED, make_person(), programme, side="volunteer", capacity=3)


def test_who_offered_more_before_the_limit_keeps_it_and_adds_nothing(programme):
    cora = make_coordinator(programme.organisation)
    ben = enrolment_at(State.ACTIVE, make_person(), programme, side="volunteer", capacity=3)
    change(programme, max_buddies=2)

    services.change_enrolment(enrolment_id=ben.pk, by=cora, now=NOW, capacity=3, months=6)

    with pytest.raises(CapacityOverLimit):
        services.change_enrolment(enrolment_id=ben.pk, by=cora, now=NOW, capacity=4)


def test_more_than_anybody_can_is_refused_without_a_limit_too(programme):
    with pytest.raises(CapacityOutOfRange):
        enrolment_at(State.APPLIED, make_person(), programme, side="volunteer", capacity=51)


def test_what_the_database_refuses_keeps_its_own_name(programme):
    wrong = Programme(organisation=programme.organisation, name="Walks", answer_days=61)

    with pytest.raises(IntegrityError, match="people_get_1_to_60_days_to_answer"):
        programmes._save(wrong)
