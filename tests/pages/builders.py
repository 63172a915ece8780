"""Browsers for tests, and what stands on a page."""

import ipaddress
import uuid
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from accounts.models import Person, User
from matching.models import Proposal
from organisations.models import Enrolment, Programme
from organisations.states import State
from tests.matching.builders import another_seeker, approve, make_scene, propose, say
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_lead, make_organisation

OUR_APPS = (
    *("accounts", "core", "followup", "groups", "matching", "notifications"),
    *("organisations", "waitlist"),
)


def visitor(user: User | None = None, *, language: str = "en", **options: Any) -> Client:
    """The browser of somebody new, or of `user`, who reads in `language`. Each has an address of its own on the network."""
    address = str(ipaddress.IPv6Address(uuid.uuid4().int))
    client = Client(headers={"accept-language": language}, **({"REMOTE_ADDR": address} | options))
    if user is not None:
        User.objects.filter(pk=user.pk).update(language=language)
        client.force_login(User.objects.get(pk=user.pk))
    return client


@dataclass
class World:
    """A programme of Cora's, led by Lea, with one volunteer, Ben, who has an offer with Ana, a draft with Cem and a buddy, Dirk.

    Emma has no e-mail and waits for a first answer. Zoe is a coordinator of another organisation.
    """

    programme: Programme
    cora: User
    lea: User
    zoe: User
    ana: Person
    ben: Person
    seeker: Enrolment
    volunteer: Enrolment
    cem: Enrolment
    dirk: Enrolment
    emma: Enrolment
    offered: Proposal
    draft: Proposal
    agreed: Proposal


def make_world() -> World:
    scene = make_scene(capacity=5, name="Buddies of Kompas")
    offered = approve(scene.draft(), scene.cora)
    cem, dirk = another_seeker(scene, "Cem"), another_seeker(scene, "Dirk")
    agreed = approve(propose(scene, dirk), scene.cora)
    for person in (dirk.person, scene.ben):
        agreed = say(agreed, person, yes=True)
    emma = make_person("Emma", email="", phone="0470123456", reach_by="phone")
    return World(
        programme=scene.programme,
        cora=scene.cora,
        lea=make_lead(scene.programme.organisation),
        zoe=make_coordinator(make_organisation()),
        ana=scene.ana,
        ben=scene.ben,
        seeker=scene.seeker,
        volunteer=scene.volunteer,
        cem=cem,
        dirk=dirk,
        emma=enrolment_at(State.APPLIED, emma, scene.programme, by=scene.cora),
        offered=offered,
        draft=propose(scene, cem),
        agreed=agreed,
    )


class _Reader(HTMLParser):
    """Reads a page as far as the tests look at it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fields: dict[str, list[str]] = {}
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append((tag, said))
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "a":
            self.links.append(said.get("href") or "")
        self.loads += [
            said[key] or "" for key in ("src", "srcset", "data", "poster") if key in said
        ]
        if tag == "link":
            self.loads.append(said.get("href") or "")
        if tag == "input":
            is_box = said.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in said:
                self.fields.setdefault(name, []).append(value)
        if tag == "textarea":
            self._area = name
            self.fields[name] = [""]
        if tag == "select":
            self._select = name
        if tag == "option" and "selected" in said:
            self.fields.setdefault(self._select, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area][0] += data.removeprefix("\n")
        else:
            self.words.append(data)


def read(response: HttpResponse) -> _Reader:
    reader = _Reader()
    reader.feed(response.content.decode())
    reader.close()
    return reader


def words_of(response: HttpResponse) -> str:
    """What somebody reads on the page, on one line."""
    return " ".join(" ".join(read(response).words).split())


def says(response: HttpResponse, sentence: object) -> bool:
    """Does this stand on the page, whatever spaces the language puts before its signs?"""
    return " ".join(str(sentence).split()) in words_of(response)


def fields_of(response: HttpResponse) -> dict[str, list[str]]:
    """Name → what is filled in, ticked or chosen, of every form on the page."""
    return read(response).fields


def links_of(response: HttpResponse) -> list[str]:
    return read(response).links


@cache
def _all_rows() -> str:
    models = (model._meta for app in OUR_APPS for model in apps.get_app_config(app).get_models())
    return " UNION ALL ".join(
        f"(SELECT '{model.label}', {model.db_table}::text FROM {model.db_table} ORDER BY {model.pk.column})"
        for model in models
        if model.label not in ("accounts.PostalPlace", "accounts.Cell")
    )


def everything() -> list[tuple[str, str]]:
    """All rows of our own tables, each with the name of its model, to see that nothing changed. One query: many tests ask twice."""
    with connection.cursor() as cursor:
        cursor.execute(_all_rows())
        return cursor.fetchall()


def fetch(client: Client, address: str, name: str) -> HttpResponse:
    """A part of a page as a browser fetches it afterwards: from where the page says that it is."""
    places = [
        told["hx-get"] or "" for _tag, told in read(client.get(address)).tags if "hx-get" in told
    ]
    place = next(each for each in places if each.endswith(f"/more/{name}/"))
    return client.get(place, headers={"hx-request": "true"})
