"""Who registers where groups are formed says what the group is about: on the page, through the API, by the team, from a spreadsheet."""

import pytest
from django.urls import reverse

from accounts.errors import PhoneInvalid
from core.errors import NotFoundHere
from organisations import services
from organisations.errors.themes import NoWishHere, ThemeElsewhere, ThemeEnded
from organisations.models import Enrolment, Wish
from tests.api.callers import Caller, refusal
from tests.clock import NOW, later
from tests.matching.circles import add_theme, make_forms
from tests.organisations.imports.builders import again, csv_of, started
from tests.pages.builders import fields_of, says, visitor
from tests.pages.forms import Start, newcomer
from tests.people import make_person
from tests.teams import make_programme, make_user

pytestmark = pytest.mark.django_db

TOLD = {"relation": "partner", "stage": "2", "is_longer_on_road": "on"}


@pytest.fixture(scope="module")
def forms(kept):
    forms = make_forms(people=0)
    forms.other = make_forms(people=0, name="Elders")
    return forms


def wishes():
    return list(Wish.objects.values_list("theme__name_nl", "relation", "stage"))


def test_who_registers_chooses_a_theme_in_the_last_question(forms):
    start = Start(visitor(), forms.programme)
    after = start.finish()
    asked = start.ask(6)
    refused = start.answer_last(6, theme="nonsense", **TOLD)
    done = start.answer_last(6, theme=forms.theme.public_id, **TOLD)

    assert after.url == start.address(6)
    assert says(asked, "What is your group about?")
    assert says(asked, "I do not know yet")
    assert says(asked, "Mantelzorg")
    assert fields_of(asked)["theme"] == [""]
    assert refused.status_code == 422
    assert fields_of(refused)["stage"] == ["2"]
    assert "is_longer_on_road" in fields_of(refused)
    assert done.url == reverse("organisations:welcome")
    assert wishes() == [("Mantelzorg", 2, 2)]


def test_who_does_not_know_the_theme_yet_is_registered_all_the_same(forms):
    start = Start(visitor(), forms.programme)
    start.finish()

    assert start.answer_last(6, theme="").url == reverse("organisations:welcome")
    assert (Enrolment.objects.filter(person__email="ana@example.org").count(), wishes()) == (1, [])


def test_a_volunteer_is_asked_for_no_theme(forms):
    assert Start(visitor(), forms.programme, "volunteer").finish().url == reverse(
        "organisations:welcome"
    )


def test_a_link_group_is_asked_for_by_its_name_alone(forms):
    services.end_theme(theme_id=forms.theme.pk, by=forms.cora, now=NOW)
    add_theme(forms.programme, forms.cora, name_nl="Buurt", kind="link")
    start = Start(visitor(), forms.programme)
    start.finish()

    assert "stage" not in fields_of(start.ask(6))


def test_who_joins_one_more_programme_chooses_the_theme_next(forms):
    user = make_user()
    make_person("Ana", user=user)
    said = {"programme": forms.programme.public_id, "goals": []}

    joined = visitor(user).post(reverse("organisations:join", args=["seeker"]), said)

    enrolment = Enrolment.objects.get(person__user=user)
    assert joined.url == reverse("organisations:own_wish", args=[enrolment.public_id])


def test_the_team_chooses_the_theme_of_who_phones(forms):
    browser = visitor(forms.cora)
    page = reverse("organisations:add_person")
    said = newcomer(forms.programme, theme=forms.theme.public_id, relation="self", stage="1")
    refused = browser.post(page, said | {"phone": "12"})
    browser.post(page, said)

    assert says(refused, PhoneInvalid())
    assert fields_of(refused)["theme"] == [str(forms.theme.public_id)]
    assert wishes() == [("Mantelzorg", 1, 1)]


def test_the_team_hears_why_a_theme_cannot_be_chosen(forms):
    second = make_programme(forms.programme.organisation, model_of_support="peer")
    grief = add_theme(second, forms.cora, name_nl="Rouw")
    browser = visitor(forms.cora)
    said = newcomer(forms.programme, theme=grief.public_id)
    elsewhere = browser.post(reverse("organisations:add_person"), said)
    said = newcomer(forms.programme, theme=forms.theme.public_id, side="volunteer")
    leads = browser.post(reverse("organisations:add_person"), said)

    assert says(elsewhere, ThemeElsewhere())
    assert says(leads, NoWishHere())
    assert not Enrolment.objects.filter(person__name_to_use="Emma").exists()


def body(forms, theme, **more):
    said = {
        "programme": str(forms.programme.public_id),
        "side": "seeker",
        "name_to_use": "Ana",
        "place": "9000",
        "email": "ana@example.org",
        "consent": True,
        "wish": {"theme": str(theme.public_id), "stage": 3},
    }
    return said | more


def test_the_api_takes_a_theme_with_a_registration(forms):
    wrong = Caller(None).post("registrations", **body(forms, forms.other.theme))
    made = Caller(None).post("registrations", **body(forms, forms.theme))
    typed = body(forms, forms.theme, email="ben@example.org")
    by_team = Caller(forms.cora).post("team_enrolments", **typed)
    user = make_user()
    make_person("Cem", user=user)
    said = {name: typed[name] for name in ("programme", "side", "wish")}
    joined = Caller(user).post("enrolments", **said)
    programmes = Caller(None).get("programmes").json()["results"]

    assert refusal(wrong) == (404, NotFoundHere.code)
    assert [made.status_code, by_team.status_code, joined.status_code] == [201, 201, 201]
    assert wishes() == [("Mantelzorg", 0, 3)] * 3
    named = {each["id"]: each["themes"] for each in programmes}
    assert named[str(forms.programme.public_id)][0]["id"] == str(forms.theme.public_id)


def test_a_theme_that_ended_while_somebody_filled_in_keeps_nothing(forms):
    services.end_theme(theme_id=forms.theme.pk, by=forms.cora, now=NOW)

    with pytest.raises(ThemeEnded):
        services.apply(
            person=make_person("Ana"),
            programme_id=forms.programme.pk,
            side="seeker",
            by=None,
            now=NOW,
            wish={"theme_id": forms.theme.pk},
        )

    assert not Enrolment.objects.filter(person__name_to_use="Ana").exists()


def preview(forms, *rows):
    content = csv_of(*rows, headings="Voornaam;Rol;Postcode;GSM;Thema;Aangemeld op")
    batch = started(forms.programme, content, forms.cora)
    services.read_import(import_id=batch.pk, now=NOW)
    return again(batch)


ROWS = (
    "Ana;zoekt;9000;0470123451;mantelzorg;01/02/2024",
    "Ben;zoekt;9000;0470123452;Zwemmen;",
    "Cem;vrijwilliger;9000;0470123453;Mantelzorg;",
)


def bring_in(batch, forms, *, now):
    services.request_apply(import_id=batch.pk, only_good=True, by=forms.cora, now=now)
    services.apply_rows(import_id=batch.pk, now=now)


def test_a_spreadsheet_names_the_theme(forms):
    batch = preview(forms, *ROWS)
    told = [row.values["notes"] for row in batch.rows.order_by("number")]
    bring_in(batch, forms, now=NOW)

    assert [[note["code"] for note in each] for each in told] == [
        [],
        ["unknown_theme"],
        ["unknown_theme"],
    ]
    wish = Wish.objects.get()
    assert (wish.enrolment.person.name_to_use, wish.since) == ("Ana", wish.enrolment.waiting_since)
    assert Enrolment.objects.get(person__name_to_use="Ben").note == "Thema: Zwemmen"


def test_a_theme_that_ended_after_the_preview_is_told_in_the_remarks(forms):
    batch = preview(forms, ROWS[0])
    services.end_theme(theme_id=forms.theme.pk, by=forms.cora, now=NOW)
    bring_in(batch, forms, now=later(minutes=1))

    assert (wishes(), Enrolment.objects.get(person__name_to_use="Ana").note) == (
        [],
        "thema: Mantelzorg",
    )
