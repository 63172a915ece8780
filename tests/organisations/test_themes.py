"""Themes, rooms, who waits for what, who leads what, and ideas for a group that is not there yet."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.errors import PlaceUnknown
from accounts.exports import export_of
from core.errors import ChangedMeanwhile, InvalidInput, NotFoundHere
from groups.services import free_seat, hold_seat
from notifications.kinds import get_kind
from notifications.models import Message
from organisations import services
from organisations.errors.themes import (
    IdeaAnswered,
    IdeaMissing,
    IdeaOpen,
    NoGroupsHere,
    NoLeadHere,
    NoWishHere,
    PlaceNameMissing,
    PlaceNameTaken,
    SizesImpossible,
    ThemeElsewhere,
    ThemeEnded,
    ThemeInUse,
    ThemeNameMissing,
    ThemeNameTaken,
)
from organisations.models import ThemeLead, Wish
from organisations.states import IdeaState
from tests.clock import NOW, later
from tests.matching.circles import add_place, add_theme, approved, make_forms, ready, waiting
from tests.teams import make_coordinator, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def forms(kept):
    return make_forms(people=2)


def change(forms, **said):
    return services.change_theme(theme_id=forms.theme.pk, by=forms.cora, now=NOW, **said)


def test_a_theme_has_its_name_in_the_language_of_the_page_or_in_one_it_has(forms):
    theme = change(forms, name_fr="Aidants proches")

    assert (theme.name_in("fr"), theme.name_in("en"), theme.name) == (
        "Aidants proches",
        "Mantelzorg",
        "Mantelzorg",
    )


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"name_nl": " "}, ThemeNameMissing),
        ({"name_nl": "x" * 81}, ThemeNameMissing),
        ({"least_members": 1}, SizesImpossible),
        ({"least_members": 6}, SizesImpossible),
        ({"most_members": 31}, SizesImpossible),
        ({"most_members": True}, InvalidInput),
        ({"stage_spread": 9}, InvalidInput),
        ({"together": ["aunt"]}, InvalidInput),
        ({"kind": "choir"}, InvalidInput),
        ({"colour": "red"}, InvalidInput),
    ],
)
def test_what_a_theme_cannot_be_is_refused(forms, said, refusal):
    with pytest.raises(refusal):
        change(forms, **said)


def test_two_live_themes_of_one_name_are_refused(forms):
    with pytest.raises(ThemeNameTaken):
        add_theme(forms.programme, forms.cora, name_nl="Mantelzorg")


def test_a_theme_is_changed_in_the_version_that_was_read(forms):
    theme = change(forms, together=["parent", "partner"], is_closed=True, expected_version=1)
    assert (theme.version, theme.together, theme.is_closed) == (2, 0b1100, True)

    with pytest.raises(ChangedMeanwhile):
        change(forms, is_closed=False, expected_version=1)


def test_a_theme_that_nobody_waits_for_ends(forms):
    theme = add_theme(forms.programme, forms.cora, name_nl="Rouw")
    services.end_theme(theme_id=theme.pk, by=forms.cora, now=NOW)

    with pytest.raises(ThemeEnded):
        services.change_theme(theme_id=theme.pk, is_closed=True, by=forms.cora, now=NOW)
    with pytest.raises(ThemeInUse):
        services.end_theme(theme_id=forms.theme.pk, by=forms.cora, now=NOW)


def test_a_programme_for_pairs_has_no_themes(kept):
    programme = make_programme()
    cora = make_coordinator(programme.organisation)

    with pytest.raises(NoGroupsHere):
        add_theme(programme, cora, name_nl="Rouw")


def test_another_team_changes_no_theme_and_no_room(forms):
    zoe = make_coordinator(make_programme().organisation)

    with pytest.raises(NotFoundHere):
        services.change_theme(theme_id=forms.theme.pk, is_closed=True, by=zoe, now=NOW)
    with pytest.raises(NotFoundHere):
        services.end_meeting_place(place_id=forms.place.pk, by=zoe, now=NOW)
    with pytest.raises(NotFoundHere):
        add_theme(forms.programme, zoe, name_nl="Rouw")


def furnish(forms, **said):
    return services.change_meeting_place(place_id=forms.place.pk, by=forms.cora, now=NOW, **said)


def test_a_room_is_found_by_its_postcode_and_snapped_to_its_cell(forms):
    place = furnish(forms, where="1000", address=" Markt 1 ", day_parts=["mon_morning"])

    assert (place.postal.postcode, place.cell, place.address) == (
        "1000",
        place.postal.cell,
        "Markt 1",
    )
    assert (place.day_parts, place.version) == (1, 2)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"name": ""}, PlaceNameMissing),
        ({"name": "x" * 81}, PlaceNameMissing),
        ({"where": "Atlantis aan zee"}, PlaceUnknown),
        ({"offers": ["sauna"]}, InvalidInput),
        ({"colour": "red"}, InvalidInput),
        ({"name": "x", "expected_version": 9}, ChangedMeanwhile),
    ],
)
def test_what_a_room_cannot_be_is_refused(forms, said, refusal):
    with pytest.raises(refusal):
        furnish(forms, **said)


def test_rooms_have_names_of_their_own_until_one_ends(forms):
    with pytest.raises(PlaceNameTaken):
        add_place(forms.programme, forms.cora)

    services.end_meeting_place(place_id=forms.place.pk, by=forms.cora, now=NOW)

    assert add_place(forms.programme, forms.cora).name == "De Kring"
    with pytest.raises(NotFoundHere):
        furnish(forms, name="Weg")


def wish(forms, who, **said):
    facts = {"theme_id": forms.theme.pk, "by": who.person.user, "now": later(days=3)}
    return services.save_wish(enrolment_id=who.pk, **(facts | said))


def test_another_theme_keeps_the_day_that_somebody_waits_since(forms):
    ana, rouw = forms.members[0], add_theme(forms.programme, forms.cora, name_nl="Rouw")

    changed = wish(forms, ana, theme_id=rouw.pk, relation="parent", stage=4)

    assert (changed.theme, changed.relation, changed.stage, changed.since) == (rouw, 3, 4, NOW)


@pytest.mark.parametrize("said", [{"stage": 5}, {"relation": "aunt"}])
def test_a_wish_names_what_is_known(forms, said):
    with pytest.raises(InvalidInput):
        wish(forms, forms.members[0], **said)


def test_nobody_waits_for_a_theme_that_ended_or_of_another_programme(forms):
    rouw = add_theme(forms.programme, forms.cora, name_nl="Rouw")
    services.end_theme(theme_id=rouw.pk, by=forms.cora, now=NOW)

    with pytest.raises(ThemeEnded):
        wish(forms, forms.members[0], theme_id=rouw.pk)
    with pytest.raises(ThemeElsewhere):
        wish(forms, forms.members[0], theme_id=0)


def test_a_volunteer_waits_for_nothing_and_who_waits_leads_nothing(forms):
    with pytest.raises(NoWishHere):
        wish(forms, forms.finn)
    with pytest.raises(NoLeadHere):
        services.choose_led_themes(
            enrolment_id=forms.members[0].pk, theme_ids=[], by=forms.cora, now=NOW
        )


def test_somebody_else_says_nothing_for_others(forms):
    ana, ben = forms.members
    with pytest.raises(NotFoundHere):
        wish(forms, ana, by=ben.person.user)


def test_who_registers_without_a_login_says_it_at_once(forms):
    assert wish(forms, forms.members[0], by=None).theme == forms.theme


def led(forms, *themes):
    ids = [theme if isinstance(theme, int) else theme.pk for theme in themes]
    services.choose_led_themes(
        enrolment_id=forms.finn.pk, theme_ids=ids, by=forms.finn.person.user, now=NOW
    )
    return list(ThemeLead.objects.filter(enrolment=forms.finn).values_list("theme", flat=True))


def test_a_volunteer_leads_the_themes_they_named_last(forms):
    rouw = add_theme(forms.programme, forms.cora, name_nl="Rouw")
    led(forms, forms.theme)

    assert led(forms, rouw) == [rouw.pk]
    with pytest.raises(InvalidInput):
        led(forms, 0)


def propose(forms, name="Jonge ouders", **how):
    ana = forms.members[0]
    facts = {"enrolment_id": ana.pk, "by": ana.person.user, "now": NOW, "name": name}
    return services.propose_theme(**(facts | how))


def prepared(message):
    return get_kind(message.kind).prepare(message)


def told(kind):
    return Message.objects.filter(kind=f"organisations.{kind}")


def test_an_idea_becomes_a_theme_and_people_nearby_hear_of_it(forms):
    near = ready(forms.programme, forms.cora, "Nel", "seeker")
    ready(forms.programme, forms.cora, "Far", "seeker", place="6700")
    idea = propose(forms, why="Wij ook")
    assert told("idea_proposed").count() == 1

    idea = services.accept_idea(idea_id=idea.pk, by=forms.cora, now=NOW)

    assert (idea.state, idea.theme.name_nl) == (IdeaState.ACCEPTED, "Jonge ouders")
    assert told("idea_accepted").get().person == forms.members[0].person
    assert [each.person for each in told("theme_near")] == [near.person]


def test_an_idea_may_be_a_theme_that_is_there(forms):
    ben = forms.members[1]

    idea = services.accept_idea(
        idea_id=propose(forms).pk, theme_id=forms.theme.pk, by=forms.cora, now=NOW
    )

    assert idea.theme == forms.theme
    assert [each.person for each in told("theme_near")] == [ben.person]


def test_nobody_who_is_in_a_group_or_chose_another_theme_hears_of_it(kept):
    forms = make_forms(people=4)
    rouw = add_theme(forms.programme, forms.cora, name_nl="Rouw")
    forms.search()
    draft = approved(forms)  # a seat is kept for Ana and the others
    near = waiting(forms.programme, forms.cora, forms.theme, "Nel")
    forms.members.append(waiting(forms.programme, forms.cora, forms.theme, "Far", place="8660"))
    idea = services.propose_theme(
        enrolment_id=forms.finn.pk, name="Zorgen", by=forms.finn.person.user, now=NOW
    )
    services.accept_idea(idea_id=idea.pk, theme_id=forms.theme.pk, by=forms.cora, now=NOW)
    [message] = told("theme_near")
    still = prepared(message)
    seat = hold_seat(enrolment_id=near.pk, now=NOW)
    while_in_one = prepared(message)
    free_seat(seat_id=seat.pk, now=NOW)
    services.save_wish(enrolment_id=near.pk, theme_id=rouw.pk, by=forms.cora, now=NOW)

    assert (draft.state, message.person, still["name"]) == ("asked", near.person, "Nel")
    assert while_in_one is None
    assert prepared(message) is None


def test_the_theme_of_an_idea_has_the_names_that_the_team_gives(forms):
    names = {"name_nl": "Wandelen", "name_fr": "Marcher", "name_en": ""}
    idea = services.accept_idea(idea_id=propose(forms).pk, by=forms.cora, now=NOW, names=names)

    assert (idea.theme.name_in("fr"), idea.theme.name_in("en")) == ("Marcher", "Wandelen")
    assert (len(idea.theme.lacks), idea.theme.name_elsewhere) == (1, "Wandelen")


def test_nobody_is_near_somebody_without_a_place(forms):
    forms.members[0].person.place.delete()

    services.accept_idea(idea_id=propose(forms).pk, by=forms.cora, now=NOW)

    assert not told("theme_near").exists()


def test_an_idea_is_declined_kindly_and_answered_once(forms):
    idea = services.decline_idea(idea_id=propose(forms).pk, by=forms.cora, now=NOW)

    assert (idea.state, told("idea_declined").count()) == (IdeaState.DECLINED, 1)
    for answer in (services.accept_idea, services.decline_idea):
        with pytest.raises(IdeaAnswered):
            answer(idea_id=idea.pk, by=forms.cora, now=NOW)


def test_one_idea_at_a_time_with_a_name(forms):
    with pytest.raises(IdeaMissing):
        propose(forms, " ")
    propose(forms)
    with pytest.raises(IdeaOpen):
        propose(forms)


def test_another_team_answers_no_idea(forms):
    zoe = make_coordinator(make_programme().organisation)

    with pytest.raises(NotFoundHere):
        services.accept_idea(idea_id=propose(forms).pk, by=zoe, now=NOW)


REFUSED = [
    ("UPDATE organisations_theme SET name_nl = ''", "a_theme_has_a_name"),
    ("UPDATE organisations_theme SET kind = 'choir'", "theme_kind_is_known"),
    ("UPDATE organisations_theme SET least_members = 9", "members_wished_lie_between"),
    ("UPDATE organisations_theme SET together = 256", "relations_together_are_known_bits"),
    ("UPDATE organisations_theme SET stage_spread = 9", "stages_differ_by_0_to_8"),
    ("UPDATE organisations_meetingplace SET day_parts = 4194304", "open_at_known_day_parts"),
    ("UPDATE organisations_meetingplace SET offers = 1024", "a_place_offers_known_bits"),
    ("UPDATE organisations_wish SET relation = 8", "relation_of_a_wish_is_known"),
    ("UPDATE organisations_wish SET stage = 5", "stage_of_a_wish_is_known"),
    (
        "UPDATE organisations_wish SET programme_id = (SELECT max(id) FROM organisations_programme)",
        "of_its_programme",
    ),
    (
        "UPDATE organisations_themeidea SET state = 'lost', answered_at = proposed_at",
        "idea_state_is_known",
    ),
    ("UPDATE organisations_themeidea SET state = 'accepted'", "an_accepted_idea_is_a_theme"),
    (
        "UPDATE organisations_themeidea SET answered_at = proposed_at",
        "an_answered_idea_has_a_time",
    ),
]


@pytest.mark.parametrize(("statement", "name"), REFUSED)
def test_the_database_refuses(forms, statement, name):
    propose(forms)
    make_programme(name="Andere")

    with (
        pytest.raises(IntegrityError, match=name),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_database_refuses_a_lead_of_another_programme_and_a_theme_named_twice(forms):
    led(forms, forms.theme)
    other = make_forms(people=0, name="Andere")
    lead = ThemeLead.objects.get(enrolment=forms.finn)

    with pytest.raises(IntegrityError, match="of_its_programme"), transaction.atomic():
        ThemeLead.objects.filter(pk=lead.pk).update(theme=other.theme)
    with pytest.raises(IntegrityError, match="names_a_theme_once"), transaction.atomic():
        ThemeLead.objects.create(enrolment=forms.finn, theme=forms.theme, programme=forms.programme)


def test_the_database_refuses_a_second_wish(forms):
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.create(
            enrolment=forms.members[0], theme=forms.theme, programme=forms.programme, since=NOW
        )


def test_who_chose_it_is_counted_by_theme(forms):
    from organisations.theme_selectors import list_themes

    waiting(forms.programme, forms.cora, forms.theme, "Zed")

    assert [each.chosen_by for each in list_themes(programme=forms.programme)] == [3]


def test_what_somebody_wishes_leads_and_had_an_idea_for_is_in_their_own_copy(forms):
    led(forms, forms.theme)
    ana, finn = (each.person for each in (forms.members[0], forms.finn))
    services.propose_theme(
        enrolment_id=forms.members[0].pk, name="Wandelen", why="Buiten", by=ana.user, now=NOW
    )

    [told], [of_finn] = export_of(ana)["groups_wished"], export_of(finn)["groups_wished"]

    assert (told["waits_for"]["theme"], told["waits_for"]["stage"]) == ("Mantelzorg", 2)
    assert [(each["name"], each["why"], each["state"]) for each in told["ideas"]] == [
        ("Wandelen", "Buiten", "open")
    ]
    assert (of_finn["leads"], of_finn["waits_for"]) == (["Mantelzorg"], None)
