"""The login: one per address, in lower case, with a password whose cost is bounded."""

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.auth.hashers import identify_hasher
from django.db import IntegrityError, transaction

from accounts.adapter import AccountAdapter
from accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_address_of_a_login_is_kept_in_lower_case():
    assert User.objects.create_user("Ana@Example.ORG").email == "ana@example.org"


def test_an_address_has_one_login_whatever_its_capitals():
    User.objects.create_user("ana@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ANA@example.org")])


def test_a_login_without_a_password_lets_no_password_in():
    ana = User.objects.create_user("ana@example.org")

    assert not ana.has_usable_password()


def test_a_password_opens_its_login():
    ana = User.objects.create_user("ana@example.org", "a long enough one")

    assert ana.check_password("a long enough one")


def test_a_password_costs_argon2_19_mib_and_two_passes():
    ana = User.objects.create_user("ana@example.org", "a long enough one")

    cost = identify_hasher(ana.password).decode(ana.password)
    assert (cost["variety"], cost["memory_cost"], cost["time_cost"], cost["parallelism"]) == (
        "argon2id",
        19 * 1024,
        2,
        1,
    )


def test_a_superuser_may_do_all():
    root = User.objects.create_superuser("root@example.org")

    assert (root.is_staff, root.is_superuser) == (True, True)


def test_a_login_is_written_as_a_number_in_logs():
    ana = User.objects.create_user("ana@example.org")

    assert str(ana) == f"user {ana.pk}"


def test_login_pages_use_the_adapter_of_the_project():
    assert isinstance(get_adapter(), AccountAdapter)
