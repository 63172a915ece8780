"""What people send: the five questions, the coordinator's form, and what can be wrong with each."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.errors import (
    BirthYearImpossible,
    EmailInvalid,
    NameMissing,
    NameTooLong,
    NoWayToReach,
    PhoneInvalid,
    PlaceAmbiguous,
    PlaceInOtherCountry,
    PlaceUnknown,
    TooYoung,
)
from organisations.models import Programme
from tests.clock import NOW

ZERO = UUID(int=0)
LANGUAGES = ("nl", "fr", "en")
# Django's own sentences, which it translates itself.
NEEDED = gettext_lazy("This field is required.")
NO_NULL = gettext_lazy("Null characters are not allowed.")
NO_NUMBER = gettext_lazy("Enter a whole number.")
NO_CHOICE = gettext_lazy("Select a valid choice. That choice is not one of the available choices.")


@dataclass(frozen=True)
class Wrong:
    """`said` is typed instead of the usual answer; `told` is the sentence that answers it."""

    said: dict[str, Any]
    told: object

    def __str__(self) -> str:
        return ",".join(f"{name}={str(value)[:20]!r}" for name, value in self.said.items())


BEVEREN = ", ".join(f"{code} Beveren (Provincie West-Vlaanderen)" for code in (8791, 8800))
WRONG_NAMES = (
    Wrong({"name_to_use": ""}, NEEDED),
    Wrong({"name_to_use": "   "}, NEEDED),
    Wrong({"name_to_use": "\u200b\u2060"}, NameMissing()),
    Wrong({"name_to_use": "A" * 81}, NameTooLong()),
    Wrong({"name_to_use": "A" * 10_000}, NameTooLong()),
    Wrong({"name_to_use": "A" * 20_001}, "20001"),
    Wrong({"name_to_use": "An\x00a"}, NO_NULL),
)
WRONG_PLACES = (
    Wrong({"place": ""}, NEEDED),
    Wrong({"place": "0000"}, PlaceUnknown()),
    Wrong({"place": "Nergenshuizen"}, PlaceUnknown()),
    Wrong({"place": "9" * 10_000}, PlaceUnknown()),
    Wrong({"place": "<script>alert(1)</script>"}, PlaceUnknown()),
    Wrong({"place": "75001"}, PlaceInOtherCountry()),
    Wrong({"place": "1012 AB"}, PlaceInOtherCountry()),
    Wrong({"place": "Beveren"}, PlaceAmbiguous(candidates=BEVEREN)),
    Wrong({"place": "90\x0000"}, NO_NULL),
)
WRONG_REACH = (
    Wrong({"birth_year": "2031"}, BirthYearImpossible()),
    Wrong({"birth_year": "1899"}, BirthYearImpossible()),
    Wrong({"birth_year": str(NOW.year - 12)}, TooYoung()),
    Wrong({"birth_year": "nineteen"}, NO_NUMBER),
    Wrong({"birth_year": "9" * 5_000}, NO_NUMBER),
    Wrong({"email": "ana@example"}, EmailInvalid()),
    Wrong({"email": "ana@example.org, ben@example.org"}, EmailInvalid()),
    Wrong({"reach_by": "email", "email": ""}, NoWayToReach()),
    Wrong({"phone": "12"}, PhoneInvalid()),
    Wrong({"phone": "call me"}, PhoneInvalid()),
    Wrong({"reach_by": "phone", "phone": ""}, PhoneInvalid()),
    Wrong({"phone": "0470\x00123456"}, NO_NULL),
)
# Names that people have; beside each what is kept of it.
NAMES = (
    ("Zoë 🧑‍🤝‍🧑 👍🏽", "Zoë 🧑‍🤝‍🧑 👍🏽"),
    ("فاطمة الزهراء", "فاطمة الزهراء"),
    ("שָׂרָה", "שָׂרָה"),
    ("Ama\u0301lia", "Amália"),
    ("Nguyễn Thị Hương", "Nguyễn Thị Hương"),
    ("O'Brien & “Sons” <b>", "O'Brien & “Sons” <b>"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("{{ 7|add:7 }} {% now 'Y' %}", "{{ 7|add:7 }} {% now 'Y' %}"),
    ("Ana\r\nBcc: all@example.org", "Ana Bcc: all@example.org"),
    ("A\u202ena", "Ana"),
)


@dataclass(frozen=True)
class Start:
    """The five questions in one browser."""

    browser: Client
    programme: Programme
    side: str = "seeker"

    def usual_answer(self, number: int) -> dict[str, Any]:
        """What Ana answers; `csrf…` stands in every form that a browser sends."""
        said: dict[str, Any] = {
            1: {"name_to_use": "Ana"},
            2: {"place": "9000"},
            3: {"spoken": "nl", "language": "nl"},
            4: {"programme": self.programme.public_id, "goals": ["company"]},
            5: {"reach_by": "email", "email": "ana@example.org", "consent": "on"},
        }[number]
        return said | {"csrfmiddlewaretoken": "-"}

    def address(self, number: int) -> str:
        return reverse("organisations:start_at", args=[self.side, number])

    def ask(self, number: int) -> HttpResponse:
        return self.browser.get(self.address(number))

    def answer(self, number: int, **said: Any) -> HttpResponse:
        """The usual answer with `said` instead; None leaves a field out."""
        sent = self.usual_answer(number) | said
        return self.browser.post(
            self.address(number), {name: v for name, v in sent.items() if v is not None}
        )

    def answer_last(self, number: int, **said: Any) -> HttpResponse:
        """What the programme asks besides; the version as it stands in the form."""
        return self.browser.post(self.address(number), {"version": "0"} | said)

    def answer_before(self, number: int) -> "Start":
        for earlier in range(1, number):
            self.answer(earlier)
        return self

    def finish(self, **said: Any) -> HttpResponse:
        """All five, with `said` in the last."""
        return self.answer_before(5).answer(5, **said)


def newcomer(programme: Programme, /, **said: Any) -> dict[str, Any]:
    """What a coordinator types in for Emma, who phones."""
    return {
        "programme": programme.public_id,
        "side": "seeker",
        "name_to_use": "Emma",
        "place": "9000",
        "spoken": "nl",
        "language": "nl",
        "reach_by": "phone",
        "phone": "0470 65 43 21",
    } | said
