"""Organisations, programmes and teams: who may change them, and what is refused by name."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from accounts.models import User
from core.errors import NotAllowed, NotFoundHere
from core.models import Event
from organisations import services
from organisations.backends import WithTeams
from organisations.errors import NameInUse
from organisations.models import Organisation, Role
from organisations.permissions import coordinates, leads
from organisations.services.organisations import end_role, give_role
from tests.clock import NOW
from tests.people import make_person
from tests.teams import make_coordinator, make_lead, make_organisation, make_programme, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kompas():
    return make_organisation("Kompas")


@pytest.fixture
def lea(kompas):
    """The lead."""
    return make_lead(kompas)


def test_a_role_is_given_once(kompas, lea):
    cora = make_user()
    for _ in range(2):
        give_role(user=cora, organisation=kompas, name=Role.Name.COORDINATOR, by=lea, now=NOW)

    assert Event.objects.filter(kind="organisations.role_given", by=lea).count() == 1


def test_only_the_lead_gives_roles(kompas):
    cora = make_coordinator(kompas)

    with pytest.raises(NotAllowed):
        give_role(user=cora, organisation=kompas, name=Role.Name.LEAD, by=cora, now=NOW)


def test_who_left_the_team_coordinates_no_more(kompas, lea):
    cora = make_coordinator(kompas)

    end_role(role_id=Role.objects.get(user=cora).pk, by=lea, now=NOW)

    assert not coordinates(cora, kompas.pk)


def test_a_role_ends_once(kompas, lea):
    role = Role.objects.get(user=make_coordinator(kompas))
    for _ in range(2):
        end_role(role_id=role.pk, by=lea, now=NOW)

    assert Event.objects.filter(kind="organisations.role_ended").count() == 1


def test_a_programme_is_changed_by_its_lead(kompas, lea):
    programme = make_programme(kompas)

    changed = services.change_programme(
        programme_id=programme.pk, by=lea, now=NOW, name=" Walks  together ", answer_days=9
    )

    assert (changed.name, changed.answer_days) == ("Walks together", 9)


def test_a_name_stands_once_in_an_organisation(kompas):
    make_programme(kompas, name="Walks")

    with pytest.raises(NameInUse):
        make_programme(kompas, name="Walks")


def test_an_enrolment_without_a_time_is_a_fault_and_not_a_refusal(kompas):
    person, programme = make_person(), make_programme(kompas)

    with pytest.raises(IntegrityError, match="applied_at"):
        services.apply(person=person, programme_id=programme.pk, side="seeker", by=None, now=None)


def test_nobody_registers_for_a_programme_that_is_not_there():
    with pytest.raises(NotFoundHere):
        services.register_newcomer(
            programme_id=0, side="seeker", place="9000", by=None, now=NOW, name_to_use="Ana"
        )


def create(**more):
    options = {"email": "team@example.org", "lead": "lea@example.org"} | more
    call_command("create_organisation", "Brug", **options)


def test_the_command_makes_an_organisation_with_a_programme_and_a_lead():
    create()

    brug = Organisation.objects.get(name="Brug")
    assert brug.programmes.count() == 1
    assert leads(User.objects.get(email="lea@example.org"), brug.pk)


def test_the_command_refuses_a_name_that_is_there():
    create()

    with pytest.raises(CommandError):
        create()


def test_who_is_logged_in_comes_with_their_teams_in_one_query(
    kompas, lea, django_assert_num_queries
):
    other = make_organisation()
    for organisation in (kompas, other):
        give_role(user=lea, organisation=organisation, name=Role.Name.LEAD, by=None, now=NOW)
    end_role(role_id=Role.objects.get(user=lea, organisation=kompas).pk, by=None, now=NOW)

    with django_assert_num_queries(1):
        user = WithTeams().get_user(lea.pk)

    assert (user, user.team_ids, user.is_somebody) == (lea, [other.pk], False)


def test_who_has_a_person_of_their_own_is_somebody():
    ana = make_person("Ana", user=make_user())

    assert WithTeams().get_user(ana.user_id).is_somebody


def test_a_login_that_was_switched_off_is_nobody(lea):
    User.objects.filter(pk=lea.pk).update(is_active=False)

    assert WithTeams().get_user(lea.pk) is None
