"""Who is likely the same person, and who only shares a phone."""

import pytest

from organisations.imports import duplicates
from organisations.imports.duplicates import Known, Likeness, plain_name, shared

ANA = {"email": "ana@example.org", "phone": "+32470123456", "postcode": "9000", "birth_year": 1985}


def who(name, **facts):
    return Likeness(name=plain_name(name), **facts)


def known(*people):
    found = Known()
    for person in people:
        found.add(person)
    return found


def alike(name, facts, other, other_facts):
    return known(who(other, **other_facts)).like(who(name, **facts)) is not None


@pytest.mark.parametrize(
    ("name", "facts", "other", "others"),
    [
        ("Ana Peeters", ANA, "Ana Peeters", ANA),
        ("Ana Peeters", {"email": "a@b.be"}, "A. Peeters", {"email": "a@b.be"}),
        ("Peeters Ana", {"phone": "1"}, "Anna Peeters", {"phone": "1"}),
        ("Zoë Müller", {"phone": "1"}, "ZOE MULLER", {"phone": "1"}),
        ("محمد الأحمد", {"phone": "1"}, "محمد الاحمد", {"phone": "1"}),
        (
            "Ana Peeters",
            {"postcode": "9000", "birth_year": 1985},
            "Anna Peters",
            {"postcode": "9000", "birth_year": 1985},
        ),
        ("Ana Peeters", {"postcode": "9000"}, "Anna Peeters", {"postcode": "9000"}),
        ("Ana Peeters", {"birth_year": 1985}, "Anna Peeters", {"birth_year": 1985}),
        ("Ana Peeters", {}, "Ana Peeters", ANA),
        (
            "Jan Peeters",
            {"phone": "1", "birth_year": 1950},
            "Jan Peeters",
            {"phone": "1", "birth_year": 1985},
        ),
    ],
)
def test_likely_the_same(name, facts, other, others):
    assert alike(name, facts, other, others)


@pytest.mark.parametrize(
    ("name", "facts", "other", "others"),
    [
        ("Mieke Claes", {"phone": "1"}, "Jan Peeters", {"phone": "1"}),
        (
            "Mia Peeters",
            {"phone": "1", "birth_year": 1960},
            "Jan Peeters",
            {"phone": "1", "birth_year": 1985},
        ),
        ("Ana Peeters", {"postcode": "9000"}, "Ana Peters", {"postcode": "2000"}),
        (
            "Ana Peeters",
            {"postcode": "9000", "birth_year": 1985},
            "Ana Peeters",
            {"postcode": "9000", "birth_year": 1950},
        ),
        ("Ana Peeters", {"birth_year": 1985}, "Els Peeters", {"birth_year": 1985}),
        ("Ana Peeters", {}, "Anna Peeters", {}),
        ("Ana Peeters", {"postcode": "9000"}, "Ana Peeters", {"postcode": "2000"}),
    ],
)
def test_likely_two_people(name, facts, other, others):
    assert not alike(name, facts, other, others)


def test_the_most_alike_is_named():
    anna, ana = who("Anna Peeters", phone="1", row=1), who("Ana Peeters", phone="1", row=2)

    assert known(anna, ana).like(who("Ana Peeters", phone="1")) == ana


def test_of_equals_the_one_known_first_is_named():
    first, second = who("Ana Peeters", phone="1", row=1), who("Ana Peeters", phone="1", row=2)

    assert known(first, second).like(who("Ana Peeters", phone="1")) == first


def test_what_two_share_is_told():
    assert shared(who("Ana", **ANA), who("Ana", **(ANA | {"phone": ""}))) == [
        *("email", "postcode", "birth_year"),
    ]


def test_a_crowd_with_one_address_is_compared_up_to_a_bound(monkeypatch):
    monkeypatch.setattr(duplicates, "_CROWD", 2)
    names = ["Ana Peeters", "Ana Peters", "Ana Peeters-Maes"]
    team = known(*[who(name, email="team@example.org", row=n) for n, name in enumerate(names)])

    assert team.like(who("Ana Peeters-Mae", email="team@example.org")).row == 0
