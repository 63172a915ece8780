"""Themes, rooms, wishes and ideas by programs: for the team, and for who waits for a group or leads one."""

import pytest

from organisations.models.enrolments import Side
from tests.api.addresses import OF_FORMING
from tests.api.bodies import bodies_of_forming
from tests.api.callers import Caller, refusal
from tests.matching.circles import leads_of, ready, two_drafts
from tests.teams import make_programme

pytestmark = pytest.mark.django_db

THEME = {"name_nl": "Rouw", "least_members": 3, "wished_members": 3, "most_members": 4}


@pytest.fixture(scope="module")
def forms(kept):
    return two_drafts()


@pytest.fixture
def cora(forms):
    return Caller(forms.cora)


def of(enrolment):
    return Caller(enrolment.person.user)


@pytest.mark.parametrize("name", ["team_themes", "team_ideas"])
def test_a_programme_of_pairs_has_no_themes(forms, cora, name):
    pairs = make_programme(forms.programme.organisation)

    assert refusal(cora.get(name, pairs.public_id)) == (404, "not_found")


@pytest.mark.parametrize("name", ["team_theme", "team_place"])
def test_what_two_change_at_once_is_not_overwritten(forms, cora, name):
    body = bodies_of_forming(forms)[name]
    subject = OF_FORMING[name](forms)
    assert cora.patch(name, subject, **body).json()["version"] == 2

    assert refusal(cora.patch(name, subject, **body)) == (409, "changed_meanwhile")


def test_a_theme_that_people_wait_for_does_not_end(forms, cora):
    answer = cora.post("team_theme_end", forms.theme.public_id)

    assert refusal(answer) == (409, "theme_in_use")


def test_a_room_of_a_made_up_place_is_refused_by_its_field(forms, cora):
    answer = cora.post(
        "team_places", forms.programme.organisation.public_id, name="Zolder", where="Nergens"
    )

    assert refusal(answer) == (400, "place_unknown")
    assert list(answer.json()["fields"]) == ["where"]


def test_an_idea_becomes_a_theme_once(forms, cora):
    theme = str(forms.theme.public_id)
    told = cora.post("team_idea_accept", forms.idea, theme=theme).json()
    assert (told["state"], told["theme"]) == ("accepted", theme)

    assert refusal(cora.post("team_idea_decline", forms.idea)) == (409, "idea_answered")


def test_an_idea_does_not_become_a_theme_of_another_programme(forms, cora):
    other = make_programme(forms.programme.organisation, model_of_support="peer")
    theme = cora.post("team_themes", other.public_id, **THEME).json()

    answer = cora.post("team_idea_accept", forms.idea, theme=theme["id"])

    assert refusal(answer) == (409, "theme_ended")


def test_what_somebody_waits_for_is_read_as_it_was_said(forms):
    theme = str(forms.theme.public_id)
    said = {"relation": "parent", "stage": 3, "minds_being_only": True}
    told = of(forms.asked).put("wish", forms.asked.public_id, theme=theme, **said).json()

    assert [each["id"] for each in told["themes"]] == [theme]
    assert told["wish"]["theme"]["id"] == theme
    assert told["wish"].items() >= said.items()


def test_nobody_waits_for_a_theme_of_another_programme(forms, cora):
    other = make_programme(forms.programme.organisation, model_of_support="peer")
    theme = cora.post("team_themes", other.public_id, **THEME).json()

    answer = of(forms.asked).put("wish", forms.asked.public_id, theme=theme["id"])

    assert refusal(answer) == (404, "not_found")


def test_who_leads_chooses_themes_and_waits_for_none(forms):
    finn = leads_of(forms.now)[0]
    theme = str(forms.theme.public_id)
    told = of(finn).put("wish_leads", finn.public_id, themes=[theme]).json()
    assert ([each["id"] for each in told["leads"]], told["wish"]) == ([theme], None)

    assert refusal(of(finn).put("wish", finn.public_id, theme=theme)) == (409, "no_wish_here")


def test_the_team_reads_and_writes_down_what_somebody_waits_for(forms, cora):
    theme = str(forms.theme.public_id)
    cora.put("team_wish", forms.left.public_id, theme=theme, relation="self")

    told = cora.get("team_wish", forms.left.public_id).json()

    assert (told["side"], told["wish"]["relation"]) == ("seeker", "self")


def test_in_a_programme_of_pairs_nobody_waits_for_a_theme(forms, cora):
    pairs = make_programme(forms.programme.organisation)
    person = ready(pairs, forms.cora, "Pia", Side.SEEKER)

    assert refusal(cora.get("team_wish", person.public_id)) == (404, "not_found")
