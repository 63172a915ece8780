"""The team gets to know people through the API, and what two write at once is not lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Person
from organisations.models import Clearance, Enrolment
from organisations.models.enrolments import Side
from organisations.services import give_role, record_clearance, remind_of_endings
from organisations.states import State
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme(required_clearances=["training"])


@pytest.fixture
def cora(programme):
    return make_coordinator(programme.organisation, "cora@example.org")


@pytest.fixture
def carl(programme):
    return make_coordinator(programme.organisation, "carl@example.org")


@pytest.fixture
def caller(cora):
    return Caller(cora)


@pytest.fixture
def ana(programme, cora):
    return enrolment_at(State.APPLIED, make_person("Ana"), programme, by=cora)


def in_days(days):
    return timezone.now() + timedelta(days=days)


def plan(caller, enrolment, version=0, **more):
    said = {"at": in_days(3).isoformat(), "way": "place", "place": "Kouter 1"} | more
    return caller.put("team_talk", enrolment.public_id, version=version, **said)


def test_a_talk_is_planned_moved_and_cancelled(caller, ana):
    first = plan(caller, ana).json()
    moved = plan(caller, ana, version=1, way="video", place="https://example.org/x").json()

    assert (first["state"], first["with_user"]) == ("planned", "cora@example.org")
    assert (moved["version"], moved["way"]) == (2, "video")
    assert caller.delete("team_talk", ana.public_id).status_code == 204
    assert refusal(caller.get("team_talk", ana.public_id)) == (404, "not_found")


def test_two_who_plan_at_once_are_told(caller, ana):
    plan(caller, ana)

    assert refusal(plan(caller, ana)) == (409, "changed_meanwhile")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"at": "2020-01-01T10:00:00Z"}, "talk_in_past"),
        ({"place": ""}, "talk_place_missing"),
        ({"way": "phone"}, "talk_phone_missing"),
        ({"with_user": "zoe@example.org"}, "not_in_the_team"),
        ({"with_user": "zoe"}, "invalid"),
        ({"at": "soon"}, "invalid"),
    ],
)
def test_an_impossible_talk_is_refused_by_name(caller, ana, wrong, code):
    assert refusal(plan(caller, ana, **wrong)) == (400, code)


def test_a_colleague_holds_it(caller, ana, carl):
    assert plan(caller, ana, with_user="Carl@example.org").json()["with_user"] == carl.email


def test_a_decision_keeps_its_note(caller, ana):
    told = caller.post("team_enrolment_activate", ana.public_id, note="Warm gesprek").json()

    assert (told["state"], told["decision_note"]) == ("active", "Warm gesprek")


def test_a_note_of_a_decision_has_an_end(caller, ana):
    answer = caller.post("team_enrolment_decline", ana.public_id, note="x" * 2001)

    assert refusal(answer) == (400, "decision_note_too_long")


def test_taking_over_is_seen_in_the_list_and_the_workload(caller, ana, carl):
    told = caller.put("team_coordinator", ana.public_id, coordinator=carl.email).json()

    assert told["coordinator"] == carl.email
    listed = caller.get("team_enrolments", coordinator=carl.email).json()["results"]
    assert [each["id"] for each in listed] == [str(ana.public_id)]
    assert caller.get("team_enrolments", coordinator="nobody").json()["results"] == []
    loads = {each["coordinator"]: each["total"] for each in caller.get("team_workload").json()}
    assert loads == {carl.email: 1, "cora@example.org": 0, None: 0}


def test_who_takes_over_what_somebody_took_just_now_is_told(caller, ana, cora, carl):
    said = {"coordinator": carl.email, "instead_of": None}
    caller.put("team_coordinator", ana.public_id, **said)

    again = caller.put("team_coordinator", ana.public_id, coordinator=cora.email, instead_of=None)

    assert refusal(again) == (409, "changed_meanwhile")


def test_a_stranger_takes_care_of_nobody(caller, ana):
    answer = caller.put("team_coordinator", ana.public_id, coordinator="zoe@example.org")

    assert refusal(answer) == (400, "not_in_the_team")


def test_what_stands_there_is_told_with_the_refusal(caller, ana):
    caller.patch("team_enrolment", ana.public_id, version=ana.version, months=6, note="Belde")

    answer = caller.patch(
        "team_enrolment", ana.public_id, version=ana.version, months=12, note="Belde"
    )

    assert refusal(answer) == (409, "changed_meanwhile")
    assert answer.json()["fields"] == {"months": ["Stored meanwhile: 6"]}


def test_what_stands_there_of_a_person_is_told_with_the_refusal():
    ana = make_person("Ana", user=make_user())
    caller, version = Caller(ana.user), ana.version
    caller.patch("me", version=version, birth_year=1980)

    answer = caller.patch("me", version=version, birth_year=1970, name_to_use="Ana")

    assert refusal(answer) == (409, "changed_meanwhile")
    assert answer.json()["fields"] == {"birth_year": ["Stored meanwhile: 1980"]}


def test_filters_are_kept_shared_and_forgotten(caller, programme, carl):
    said = {"name": "Nieuw", "query": "state=applied&page=2"}
    kept = caller.post(
        "team_filters", **said, organisation=str(programme.organisation.public_id)
    ).json()

    assert kept["query"] == "state=applied"
    seen = Caller(carl).get("team_filters").json()["results"]
    assert [each["by"] for each in seen] == ["cora@example.org"]
    assert refusal(Caller(carl).delete("team_filter", kept["id"])) == (404, "not_found")
    assert caller.delete("team_filter", kept["id"]).status_code == 204
    assert refusal(caller.post("team_filters", name="", query="q=x")) == (
        400,
        "filter_name_missing",
    )


@pytest.fixture
def twin(programme, cora):
    again = make_person("Anna", email="", phone="0470123456", reach_by="phone")
    return enrolment_at(State.ACTIVE, again, programme, by=cora)


def test_two_files_become_one(caller, ana, twin):
    two = {"kept": str(ana.public_id), "other": str(twin.public_id)}
    told = caller.post("team_merge_preview", **two).json()
    versions = {name: told[name] for name in ("kept_version", "other_version")}

    answer = caller.post("team_merges", **two, **versions, from_other=["name_to_use"])

    assert told["refusals"] == []
    which = {"stays": str(twin.public_id), "ends": str(ana.public_id)}
    wish = {"theme": None, "theme_not_kept": None, "waits_since": None}
    assert told["doubles"] == [which | wish]
    assert answer.json()["person"]["name_to_use"] == "Anna"
    assert not Person.objects.filter(pk=twin.person_id).exists()


def test_a_merge_of_what_changed_is_refused(caller, ana, twin):
    answer = caller.post(
        "team_merges",
        kept=str(ana.public_id),
        other=str(twin.public_id),
        kept_version=99,
        other_version=99,
    )

    assert refusal(answer) == (409, "changed_meanwhile")


def test_what_stands_in_the_way_of_a_merge_has_a_code(caller, ana):
    two = {"kept": str(ana.public_id), "other": str(ana.public_id)}

    told = caller.post("team_merge_preview", **two).json()

    assert [each["code"] for each in told["refusals"]] == ["same_person_already"]


def test_doubles_are_listed(caller, programme, cora):
    for name in ("Mieke", "Miecke"):
        again = make_person(name, email="", phone="0470123456", reach_by="phone")
        enrolment_at(State.APPLIED, again, programme, by=cora)

    (pair,) = caller.get("team_duplicates").json()["results"]

    names = [pair[which]["person"]["name_to_use"] for which in ("first", "second")]
    assert names == ["Mieke", "Miecke"]


def test_two_people_are_said_listed_and_taken_back(caller, cora, ana, twin):
    both = {"one": str(twin.public_id), "other": str(ana.public_id)}
    said = caller.post("team_two_people", **both)
    again = caller.post("team_two_people", **both)
    (row,) = caller.get("team_two_people").json()["results"]

    gone = [caller.delete("team_two_people_back", row["id"]).status_code for _each in range(2)]

    assert (said.status_code, said.json(), again.json()) == (201, row, row)
    assert (row["first"], row["second"]) == (str(ana.public_id), str(twin.public_id))
    assert row["said_by"] == cora.email
    assert gone == [204, 404]


def test_one_file_is_not_two_people(caller, ana):
    answer = caller.post("team_two_people", one=str(ana.public_id), other=str(ana.public_id))

    assert refusal(answer) == (409, "same_person_already")


def test_papers_that_end_are_listed(caller, programme, cora):
    ben = enrolment_at(State.ACTIVE, make_person(), programme, side=Side.VOLUNTEER, by=cora)
    record_clearance(
        enrolment_id=ben.pk,
        kind="training",
        seen_on=NOW.date(),
        valid_until=NOW.date(),
        by=cora,
        now=NOW,
    )

    (row,) = caller.get("team_papers").json()["results"]

    assert (row["kind"], row["enrolment"]["id"]) == ("training", str(ben.public_id))
    assert remind_of_endings(now=timezone.now()) == 1


def test_a_paper_is_noted_with_its_place_and_taken_back(caller, programme, cora):
    ben = enrolment_at(State.ACTIVE, make_person(), programme, side=Side.VOLUNTEER, by=cora)
    told = caller.put(
        "team_clearance", ben.public_id, "agreement", seen_on="2026-03-01", filed_at="Map 3"
    ).json()

    assert (told["filed_at"], told["seen_by"]) == ("Map 3", cora.email)
    assert caller.delete("team_clearance", ben.public_id, "agreement").status_code == 204
    assert not Clearance.objects.exists()


def test_a_note_is_published_by_the_lead_and_taken_note_of(caller, programme, cora):
    organisation = programme.organisation
    said = {"version": 0, "texts": {"nl": "Lees dit"}}
    assert refusal(caller.put("team_info_note", organisation.public_id, **said)) == (
        403,
        "not_allowed",
    )
    give_role(user=cora, organisation=organisation, name="lead", by=None, now=NOW)
    assert caller.put("team_info_note", organisation.public_id, **said).json()["version"] == 1
    ben = enrolment_at(
        State.ACTIVE, make_person(user=make_user()), programme, side=Side.VOLUNTEER, by=cora
    )
    own = Caller(ben.person.user)

    assert own.get("volunteer_note", ben.public_id).json()["texts"] == {"nl": "Lees dit"}
    assert own.post("volunteer_note", ben.public_id, version=1).json()["note_version"] == 1
    assert refusal(caller.get("volunteer_note", ben.public_id)) == (404, "not_found")


def test_a_seeker_has_no_note_to_read(programme, cora):
    ana = enrolment_at(State.ACTIVE, make_person(user=make_user()), programme, by=cora)

    answer = Caller(ana.person.user).get("volunteer_note", ana.public_id)

    assert refusal(answer) == (404, "not_found")


def test_the_day_of_the_team_is_told_as_on_the_desk(caller, programme, cora, carl, ana):
    plan(caller, ana, at=(timezone.now() + timedelta(seconds=2)).isoformat())
    late = enrolment_at(
        State.APPLIED, make_person(), programme, by=cora, now=timezone.now() - timedelta(days=9)
    )

    told = caller.get("team_day").json()

    assert [each["id"] for each in told["without_answer"]] == [str(late.public_id)]
    talks = told["talks_today"] + told["talks_past"]
    assert [each["enrolment"]["id"] for each in talks] == [str(ana.public_id)]
    assert not any(caller.get("team_day", coordinator=carl.email).json().values())
    assert refusal(caller.get("team_day", coordinator="x@example.org")) == (400, "not_in_the_team")


def test_the_timeline_is_paged(caller, ana):
    told = caller.get("team_timeline", ana.public_id, page_size="2").json()

    assert (len(told["results"]), told["count"] > 2) == (2, True)
    assert {"at", "kind", "text", "by"} == set(told["results"][0])


def helps(**more):
    return {
        "email": "dirk@example.org",
        "may": ["profile"],
        "ends_on": in_days(9).date().isoformat(),
    } | more


def test_who_may_fill_in_does_so_until_it_is_ended():
    ana, dirk = make_person("Ana", user=make_user()), make_user("dirk@example.org")
    own, helper = Caller(ana.user), Caller(dirk)
    assert refusal(helper.get("helping_profile", ana.public_id)) == (404, "not_found")
    named = own.post("my_proxies", **helps()).json()

    assert [each["name_to_use"] for each in helper.get("helping").json()] == ["Ana"]
    version = helper.get("helping_profile", ana.public_id).json()["version"]
    said = helper.patch("helping_profile", ana.public_id, version=version, about="Hallo")
    assert said.json()["about"] == "Hallo"
    late = helper.patch("helping_profile", ana.public_id, version=version, about="Dag")
    assert refusal(late) == (409, "changed_meanwhile")
    assert own.delete("my_proxy", named["id"]).status_code == 204
    assert refusal(helper.get("helping_profile", ana.public_id)) == (404, "not_found")
    assert own.get("my_proxies").json() == []


def test_an_impossible_proxy_is_refused_by_name():
    own = Caller(make_person("Ana", user=make_user()).user)

    assert refusal(own.post("my_proxies", **helps(may=[]))) == (400, "proxy_may_nothing")
    too_long = helps(ends_on=in_days(500).date().isoformat())
    assert refusal(own.post("my_proxies", **too_long)) == (400, "proxy_too_long")


def test_the_team_names_somebody_with_the_person(caller, ana):
    caller.post("team_proxies", ana.public_id, **helps())

    assert len(caller.get("team_proxies", ana.public_id).json()) == 1


def test_lists_cost_no_query_a_row(caller, programme, cora, django_assert_max_num_queries):
    for number in range(30):
        volunteer = enrolment_at(
            State.ACTIVE, make_person(f"Fatou {number}"), programme, side=Side.VOLUNTEER, by=cora
        )
        record_clearance(
            enrolment_id=volunteer.pk,
            kind="training",
            seen_on=NOW.date(),
            valid_until=NOW.date(),
            by=cora,
            now=NOW,
        )
    assert Enrolment.objects.count() == 30
    for name, at_most in (("team_papers", 5), ("team_workload", 5), ("team_duplicates", 8)):
        with django_assert_max_num_queries(at_most):
            assert caller.get(name, page_size="100").status_code == 200
