"""A team keeps themes and rooms, looks for groups, changes drafts and asks their people, who answer; all on pages without script."""

import re

import pytest
from django.urls import reverse

from matching.group_links import group_answer_link
from matching.models import Draft
from matching.models.drafts import Part
from matching.states import DraftState, MemberState
from organisations.models import MeetingPlace, Theme, ThemeIdea, ThemeLead, Wish
from tests.matching.circles import (
    add_place,
    approved,
    leading,
    leads_of,
    make_forms,
    ready,
    row_of,
    say,
    waiting,
)
from tests.pages.builders import fields_of, says, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def forms(kept):
    forms = make_forms(people=7)
    add_place(forms.programme, forms.cora, "De Zaal")
    for name in ("Lee", "Kit"):
        leading(forms.programme, forms.cora, name)
    waiting(forms.programme, forms.cora, forms.theme, "Far", place="6700")
    forms.search()
    return forms


@pytest.fixture
def cora(forms):
    return visitor(forms.cora)


def go(browser, name, /, *args, **said):
    address = reverse(name, args=args)
    return browser.post(address, said) if said else browser.get(address)


def members_of(draft):
    rows = draft.members.filter(part=Part.MEMBER).exclude(state=MemberState.CLOSED)
    return [row.enrolment for row in rows.select_related("enrolment").order_by("pk")]


def test_the_board_shows_drafts_themes_by_region_and_thermometers(forms, cora):
    address = reverse("matching:groups_board", args=[forms.programme.public_id])
    for view in ("", "table", "map"):
        told = cora.get(address, {"view": view, "state": "lost" if view == "map" else "draft"})
        assert "Mantelzorg" in told.content.decode()
        assert "Oost-Vlaanderen" in told.content.decode()


def test_who_waits_on_reads_why(forms, cora):
    told = go(cora, "matching:left_out", forms.programme.public_id).content.decode()

    assert "Far" in told


def test_a_search_is_asked_for_followed_and_cancelled(forms, cora):
    public_id = forms.programme.public_id
    go(cora, "matching:form_groups", public_id, go="1")
    assert "hx-get" in go(cora, "matching:forming_status", public_id).content.decode()

    go(cora, "matching:cancel_forming", public_id, go="1")

    assert go(cora, "matching:forming_status", public_id)["HX-Refresh"] == "true"


def test_without_a_search_there_is_nothing_to_cancel(cora, forms):
    forms.programme.formings.all().delete()

    answer = go(cora, "matching:cancel_forming", forms.programme.public_id, go="1")

    assert answer.status_code == 409


def test_what_a_move_changes_is_shown_before_it_is_made(forms, cora):
    of, to = forms.drafts()
    if len(members_of(of)) < len(members_of(to)):
        of, to = to, of
    who = members_of(of)[0]
    said = {
        "version": of.version,
        "person": str(who.public_id),
        "to": f"{to.public_id}:{to.version}",
    }

    shown = go(cora, "matching:move_person", of.public_id, **said)
    assert (shown.status_code, who in members_of(of)) == (200, True)

    go(cora, "matching:move_person", of.public_id, sure="1", **said)
    assert who in members_of(to)


def test_somebody_goes_back_to_who_waits_and_in_again(forms, cora):
    draft = forms.draft()
    who = members_of(draft)[0]
    said = {"person": str(who.public_id), "sure": "1"}
    go(cora, "matching:move_person", draft.public_id, version=draft.version, to="waiting", **said)
    assert who not in members_of(draft)

    said |= {"version": draft.version + 1, "from": "waiting"}
    go(cora, "matching:move_person", draft.public_id, **said)
    assert who in members_of(draft)


def test_two_drafts_become_one_and_one_two(forms, cora):
    Theme.objects.filter(pk=forms.theme.pk).update(most_members=9, wished_members=7)
    into, gone = forms.drafts()
    merge = {"version": into.version, "gone": f"{gone.public_id}:{gone.version}"}
    assert go(cora, "matching:merge_drafts", into.public_id, **merge).status_code == 200
    go(cora, "matching:merge_drafts", into.public_id, sure="1", **merge)
    assert len(members_of(into)) == 7

    split = {
        "version": into.version + 1,
        "people": [str(each.public_id) for each in members_of(into)[:3]],
        "place": str(gone.place.public_id),
        "day_part": gone.day_part,
    }
    assert go(cora, "matching:split_draft", into.public_id, **split).status_code == 200
    go(cora, "matching:split_draft", into.public_id, sure="1", **split)
    assert len(members_of(into)) == 4


def test_the_back_up_is_made_facilitator(forms, cora):
    draft = forms.draft()
    back_up = leads_of(draft)[1]
    said = {"version": draft.version, "part": "facilitator"}

    assert go(cora, "matching:set_lead", draft.public_id, person="", **said).status_code == 200
    said |= {"person": str(back_up.public_id), "sure": "1"}
    go(cora, "matching:set_lead", draft.public_id, **said)

    assert leads_of(draft)[0] == back_up


def test_a_draft_is_fixed_rejected_and_not_changed_in_an_older_version(forms, cora):
    draft = forms.draft()
    go(cora, "matching:lock_draft", draft.public_id, version=draft.version)
    assert Draft.objects.get(pk=draft.pk).is_locked
    go(cora, "matching:lock_draft", draft.public_id, version=draft.version + 1, release="1")

    old = go(cora, "matching:reject_draft", draft.public_id, version=draft.version)
    assert old.status_code == 409
    go(cora, "matching:reject_draft", draft.public_id, version=draft.version + 2)
    assert Draft.objects.get(pk=draft.pk).state == DraftState.REJECTED


def test_everybody_is_asked_and_what_they_tell_by_phone_is_noted(forms, cora):
    draft = forms.draft()
    go(cora, "matching:approve_draft", draft.public_id, version=draft.version)
    for who in [*members_of(draft)[:3], leads_of(draft)[0]]:
        go(cora, "matching:told_group", draft.public_id, who.public_id, answer="yes")

    shown = go(cora, "matching:draft", draft.public_id)

    assert Draft.objects.get(pk=draft.pk).state == DraftState.FORMED
    assert shown.status_code == 200


def test_an_answer_that_is_none_is_not_noted_as_a_no(forms, cora):
    draft = approved(forms)
    who = members_of(draft)[0]

    refused = go(cora, "matching:told_group", draft.public_id, who.public_id, answer="maybe")

    assert refused.status_code == 400
    assert draft.members.get(enrolment=who).state == "asked"


def test_towns_have_their_french_name_on_a_french_page(forms):
    told = go(visitor(forms.cora, language="fr"), "matching:draft", forms.draft().public_id)

    assert "9000 Gand" in told.content.decode()


def test_a_moment_is_one_word_on_a_dutch_page(forms):
    told = go(visitor(forms.cora, language="nl"), "matching:draft", forms.draft().public_id)

    assert re.search(r"(dins|donder)dagavond", told.content.decode())


def test_a_draft_is_taken_back(forms, cora):
    draft = approved(forms)

    go(cora, "matching:dissolve_draft", draft.public_id, go="1")

    assert Draft.objects.get(pk=draft.pk).state == DraftState.DISSOLVED


def test_who_is_asked_sees_it_at_home_and_says_yes(forms):
    draft = approved(forms)
    who = members_of(draft)[0]
    browser = visitor(who.person.user)
    assert str(draft.public_id) in browser.get(reverse("organisations:home")).content.decode()

    go(browser, "matching:own_asked", draft.public_id, answer="yes")

    assert row_of(draft, who).state == MemberState.YES
    assert go(browser, "matching:own_asked", draft.public_id, answer="no").status_code == 409
    assert go(browser, "matching:own_asked", draft.public_id, answer="hm").status_code == 400


def test_a_link_answers_without_a_login_only_by_its_button(forms, client):
    draft = approved(forms)
    who = members_of(draft)[0]
    link = group_answer_link(row_of(draft, who))
    assert "Mantelzorg" in client.get(link).content.decode()
    assert row_of(draft, who).state == MemberState.ASKED

    client.post(link, {"answer": "no"})

    assert row_of(draft, who).state == MemberState.NO
    assert client.post(link, {"answer": "yes"}).status_code == 409
    assert client.get(link.rstrip("/") + "x/").status_code == 410


def test_what_somebody_answered_stands_on_their_page(forms):
    draft = approved(forms)
    people = members_of(draft)
    for who in (*people[:3], leads_of(draft)[0]):
        say(draft, who)
    told = go(visitor(people[0].person.user), "matching:own_asked", draft.public_id)

    assert told.status_code == 200


def test_themes_and_rooms_are_kept(forms, cora):
    sizes = {"kind": "peer", "least_members": 4, "wished_members": 6, "most_members": 8}
    facts = {"name_nl": "Rouw", "stage_spread": 1, **sizes}
    go(cora, "organisations:themes", forms.programme.public_id, **facts)
    theme = Theme.objects.get(name_nl="Rouw")
    assert go(cora, "organisations:themes", forms.programme.public_id, **facts).status_code == 422
    changed = facts | {"name_nl": "Verlies", "version": 1}
    go(cora, "organisations:theme", theme.public_id, **changed)
    assert go(cora, "organisations:theme", theme.public_id, **changed).status_code == 422
    go(cora, "organisations:end_theme", theme.public_id, go="1")

    organisation = forms.programme.organisation.public_id
    room = {"name": "Bib", "where": "9000", "day_parts": ["mon_morning"]}
    go(cora, "organisations:meeting_places", organisation, **room)
    assert go(cora, "organisations:meeting_places", organisation, **room).status_code == 422
    place = MeetingPlace.objects.get(name="Bib")
    room |= {"version": 1, "address": "Markt 1"}
    go(cora, "organisations:meeting_place", place.public_id, **room)
    assert go(cora, "organisations:meeting_place", place.public_id, **room).status_code == 422
    go(cora, "organisations:end_meeting_place", place.public_id, go="1")

    assert MeetingPlace.objects.get(name="Bib").address == "Markt 1"
    assert Theme.objects.get(pk=theme.pk).ended_at is not None


def test_somebody_chooses_a_theme_and_proposes_another(forms, cora):
    nel = ready(forms.programme, forms.cora, "Nel", "seeker")
    browser, theme = visitor(nel.person.user), str(forms.theme.public_id)
    assert go(browser, "organisations:own_wish", nel.public_id).status_code == 200
    go(browser, "organisations:own_wish", nel.public_id, theme=theme, relation="self", stage="2")
    assert Wish.objects.get(enrolment=nel).stage == 2
    assert "Mantelzorg" in browser.get(reverse("organisations:home")).content.decode()

    assert go(browser, "organisations:propose_theme", nel.public_id, name="").status_code == 422
    go(browser, "organisations:propose_theme", nel.public_id, name="Rouw", why="Samen")
    go(browser, "organisations:propose_theme", nel.public_id, name="Werk")
    idea = ThemeIdea.objects.get()
    assert "Rouw" in go(cora, "organisations:themes", forms.programme.public_id).content.decode()
    asked = go(cora, "organisations:accept_idea", idea.public_id)
    assert [fields_of(asked)[f"name_{each}"] for each in ("nl", "fr")] == [["Rouw"], [""]]
    taken = {"name_nl": "Mantelzorg", "name_fr": "Deuil"}
    refused = go(cora, "organisations:accept_idea", idea.public_id, **taken)
    assert (refused.status_code, fields_of(refused)["name_fr"]) == (422, ["Deuil"])
    go(cora, "organisations:accept_idea", idea.public_id, name_nl="Rouw", name_fr="Deuil")
    page = go(cora, "organisations:themes", forms.programme.public_id)
    assert says(page, "No name yet in: English. There people read “Rouw”.")
    go(browser, "organisations:propose_theme", nel.public_id, name="Werk")
    late = ThemeIdea.objects.get(name="Werk")
    go(cora, "organisations:decline_idea", late.public_id, sure="1")
    assert ThemeIdea.objects.get(pk=late.pk).answered_at is not None


def test_the_team_fills_in_what_somebody_waits_for_or_leads(forms, cora):
    theme = str(forms.theme.public_id)
    ended = forms.members[0]
    go(cora, "organisations:wish", ended.public_id, theme=theme, stage="4")
    go(cora, "organisations:wish", forms.finn.public_id, themes=[theme])

    assert Wish.objects.get(enrolment=ended).stage == 4
    assert ThemeLead.objects.get(enrolment=forms.finn).theme == forms.theme
    assert go(cora, "organisations:wish", forms.finn.public_id).status_code == 200
    assert go(cora, "organisations:wish", ended.public_id).status_code == 200
