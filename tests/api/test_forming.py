"""Groups are formed by programs only: themes, wishes, a search, drafts that are changed, and what everybody says."""

import pytest

from matching.models import Forming
from matching.services import execute_forming
from organisations.models.enrolments import Side
from tests.api.addresses import OF_FORMING, operations
from tests.api.bodies import CHANGES, bodies_of_forming, changes_of
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.matching.circles import EVENINGS, leads_of, members_of, ready, two_drafts
from tests.pages.builders import everything
from tests.people import make_person
from tests.teams import make_coordinator, make_programme, make_user

pytestmark = pytest.mark.django_db

OF_A_WAIT = [
    each
    for each in operations()
    if each[1] in ("asked_one", "asked_answer", "wish", "wish_leads", "ideas")
]
THEME = {"name_nl": "Rouw", "least_members": 3, "wished_members": 3, "most_members": 4}


@pytest.fixture(scope="module")
def forms(kept):
    return two_drafts()


@pytest.fixture
def cora(forms):
    return Caller(forms.cora)


def of(enrolment):
    return Caller(enrolment.person.user)


def call(caller, method, name, forms):
    body = bodies_of_forming(forms).get(name, {}) if method in ("post", "put") else {}
    return getattr(caller, method)(name, OF_FORMING[name](forms), **body)


def test_a_group_is_formed_from_its_theme_to_the_last_yes(kept):
    programme = make_programme(model_of_support="peer")
    user = make_coordinator(programme.organisation)
    cora, id_ = Caller(user), programme.public_id
    theme = cora.post("team_themes", id_, **THEME).json()
    room = {"name": "De Kring", "where": "9000", "day_parts": EVENINGS}
    assert cora.post("team_places", programme.organisation.public_id, **room).status_code == 201
    people = [ready(programme, user, name, Side.SEEKER) for name in ("Ana", "Ben", "Cem")]
    finn = ready(programme, user, "Finn", Side.VOLUNTEER, capacity=1)
    for each in people:
        of(each).put("wish", each.public_id, theme=theme["id"], stage=2)

    asked_for = cora.post("team_formings", programme=id_).json()
    execute_forming(forming_id=Forming.objects.get(public_id=asked_for["id"]).pk, now=NOW)
    found = cora.get("team_forming", asked_for["id"]).json()
    [draft] = cora.get("team_drafts", programme=id_, state="draft").json()["results"]
    cora.post("team_draft_approve", draft["id"], version=draft["version"])
    for each in (*people, finn):
        [card] = of(each).get("asked").json()["results"]
        said = of(each).post("asked_answer", card["id"], yes=True).json()

    assert (found["state"], found["placed"], said["state"]) == ("finished", 3, "yes")
    told = cora.get("team_draft", draft["id"]).json()
    assert (told["state"], told["said_yes"]) == ("formed", 3)
    assert [each["id"] for each in of(finn).get("groups").json()["results"]] == [told["group"]]


@pytest.mark.parametrize(("method", "name"), OF_A_WAIT)
@pytest.mark.parametrize("who", ["a stranger", "the team", "another member"])
def test_what_somebody_waits_for_is_for_nobody_else(forms, who, method, name):
    users = {
        "a stranger": lambda: make_person("Zoe", user=make_user()).user,
        "the team": lambda: forms.cora,
        "another member": lambda: forms.member.person.user,
    }
    caller, before = Caller(users[who]()), everything()

    answer = call(caller, method, name, forms)

    assert refusal(answer) == (404, "not_found")
    assert everything() == before


@pytest.mark.parametrize(
    ("method", "name"), [each for each in OF_A_WAIT if each[1] != "wish_leads"]
)
def test_who_waits_for_a_group_reaches_what_is_their_own(forms, method, name):
    assert call(of(forms.asked), method, name, forms).status_code in (200, 201)


def test_who_is_asked_reads_no_name_before_the_group_is_there(forms):
    answer = of(forms.asked).get("asked_one", forms.now.public_id)

    told = answer.json()
    assert (told["people"], told["leads"], told["state"]) == (3, False, "asked")
    names = [row.enrolment.person.name_to_use for row in forms.now.members.all()]
    assert not [name for name in names if name in answer.content.decode()]


def test_an_answer_is_given_once(forms):
    ana = of(forms.asked)
    ana.post("asked_answer", forms.now.public_id, yes=False)

    again = ana.post("asked_answer", forms.now.public_id, yes=True)

    assert refusal(again) == (409, "already_answered")


def test_the_team_notes_what_somebody_told(forms, cora):
    person = str(forms.asked.public_id)
    told = cora.post("team_draft_answers", forms.now.public_id, person=person, yes=True).json()

    said = {each["enrolment"]["id"]: (each["state"], each["way"]) for each in told["people"]}
    assert said[person] == ("yes", "coordinator")


def test_who_is_not_in_a_draft_told_nothing(forms, cora):
    person = str(forms.left.public_id)
    answer = cora.post("team_draft_answers", forms.now.public_id, person=person, yes=True)

    assert refusal(answer) == (404, "not_found")


def test_what_is_asked_of_nobody_yet_is_not_answered(forms, cora):
    person = str(forms.member.public_id)
    answer = cora.post("team_draft_answers", forms.later.public_id, person=person, yes=True)

    assert refusal(answer) == (409, "group_answer_closed")


@pytest.mark.parametrize("change", [each for each in CHANGES if each != "merge"])
def test_what_a_change_does_is_told_before_it_is_made(forms, cora, change):
    before = everything()

    told = cora.post(
        f"team_draft_{change}_preview", forms.later.public_id, **changes_of(forms)[change]
    ).json()

    assert set(told) == {"before", "after", "refused", "warned", "mended"}
    assert everything() == before


def test_a_move_tells_the_score_and_the_rules(forms, cora):
    body = changes_of(forms)["move"]
    told = cora.post("team_draft_move_preview", forms.later.public_id, **body).json()

    assert (told["before"]["people"], told["after"]["people"]) == (3, 2)
    [rule] = told["warned"]
    assert rule == {"code": "too_small", "message": "there are too few members"}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_dealt_with_is_not_previewed_or_changed(forms, cora, change):
    body = changes_of(forms)[change] | {"person": str(forms.asked.public_id)}
    if change in ("merge", "split"):
        del body["person"]
    if change == "merge":
        body["gone"] = str(forms.later.public_id)
    if change == "split":
        body["people"] = [str(forms.asked.public_id)]
    if change == "take":
        body["person"] = str(forms.left.public_id)
    if change == "lead":
        body["person"] = None
    for name in (f"team_draft_{change}_preview", f"team_draft_{change}"):
        assert refusal(cora.post(name, forms.now.public_id, **body)) == (409, "draft_closed")


@pytest.mark.parametrize("name", ["approve", "reject", "lock", "move", "take", "split", "lead"])
def test_an_older_version_overwrites_nothing(forms, cora, name):
    body = bodies_of_forming(forms)[f"team_draft_{name}"] | {"version": 99}

    answer = cora.post(f"team_draft_{name}", forms.later.public_id, **body)

    assert refusal(answer) == (409, "changed_meanwhile")


@pytest.mark.parametrize("name", ["approve", "reject"])
def test_a_draft_is_decided_once(forms, cora, name):
    answer = cora.post(f"team_draft_{name}", forms.now.public_id, version=forms.now.version)

    assert refusal(answer) == (409, "draft_closed")


def test_a_draft_whose_people_were_not_asked_is_not_taken_back(forms, cora):
    assert refusal(cora.post("team_draft_dissolve", forms.later.public_id)) == (409, "draft_closed")


def _people(draft):
    return {each["enrolment"]["id"] for each in draft["people"] if each["part"] == "member"}


def test_some_meet_elsewhere_another_one_joins_them_and_all_come_back(forms, cora):
    first, second, third = (str(each.public_id) for each in members_of(forms.later))
    organisation = forms.programme.organisation.public_id
    room = {"name": "Zolder", "where": "9000", "day_parts": ["mon_evening"]}
    place = cora.post("team_places", organisation, **room).json()["id"]
    id_, split = forms.later.public_id, changes_of(forms)["split"]
    split |= {"people": [first], "place": place, "day_part": "mon_evening"}

    new = cora.post("team_draft_split", id_, **split).json()
    told = cora.get("team_draft", id_).json()
    to = {"to": new["id"], "to_version": new["version"]}
    cora.post("team_draft_move", id_, version=told["version"], person=second, **to)
    new, told = (cora.get("team_draft", each).json() for each in (new["id"], id_))
    assert (_people(new), _people(told)) == ({first, second}, {third})

    gone = {"gone": new["id"], "gone_version": new["version"]}
    told = cora.post("team_draft_merge", id_, version=told["version"], **gone).json()
    assert _people(told) == {first, second, third}


def test_somebody_who_waits_is_taken_in(forms, cora):
    [could] = cora.get("team_draft_could_come", forms.later.public_id).json()["results"]
    body = {"version": forms.later.version, "person": could["id"]}

    told = cora.post("team_draft_take", forms.later.public_id, **body).json()

    assert could["id"] in _people(told)
    assert [each["code"] for each in told["broken"]] == ["reach"]


def test_the_team_chooses_who_leads(forms, cora):
    leads = cora.get("team_draft_could_lead", forms.later.public_id).json()["results"]
    busy = {str(each.public_id) for each in leads_of(forms.later)}
    other = next(each["id"] for each in leads if each["id"] not in busy)
    body = {"version": forms.later.version, "part": "facilitator", "person": other}

    told = cora.post("team_draft_lead", forms.later.public_id, **body).json()

    [who] = [each for each in told["people"] if each["part"] == "facilitator"]
    assert who["enrolment"]["id"] == other


def test_only_members_of_a_draft_are_split_off(forms, cora):
    body = changes_of(forms)["split"] | {"people": [str(forms.asked.public_id)]}

    answer = cora.post("team_draft_split", forms.later.public_id, **body)

    assert refusal(answer) == (404, "not_found")


def test_who_is_left_over_is_told_with_the_reason(forms, cora):
    [row] = cora.get("team_forming_left", forms.forming).json()["results"]

    assert (row["enrolment"]["id"], row["reason"]) == (
        str(forms.left.public_id),
        "no_place_in_reach",
    )
    assert row["theme"]["id"] == str(forms.theme.public_id)


def test_a_search_that_ended_is_not_cancelled(forms, cora):
    assert refusal(cora.post("team_forming_cancel", forms.forming)) == (409, "forming_closed")


def test_two_searches_do_not_run_at_once(forms, cora):
    asked = cora.post("team_formings", programme=forms.programme.public_id).json()
    again = cora.post("team_formings", programme=forms.programme.public_id)
    assert refusal(again) == (409, "forming_under_way")

    assert cora.post("team_forming_cancel", asked["id"]).json()["state"] == "cancelled"


@pytest.mark.parametrize(
    ("name", "at_most"),
    [("team_drafts", 6), ("team_formings", 5), ("team_themes", 6), ("team_ideas", 6)],
)
def test_a_list_costs_no_query_a_row(forms, cora, name, at_most, django_assert_max_num_queries):
    subject = [OF_FORMING[name](forms)] if name in OF_FORMING else []
    cora.get("catalogues")

    with django_assert_max_num_queries(at_most):
        assert cora.get(name, *subject).json()["results"]
