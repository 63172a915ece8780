"""Groups of peers for the measuring of lists: themes, rooms, who is in which group, who waits, drafts and what is planned."""

from datetime import time, timedelta
from itertools import islice
from typing import Any

THEMES, ROOMS = 20, 60
MEMBERS, WAITS, PAST, COMING = 5, 2, 3, 3
BATCH = 5_000
Facts = dict[str, Any]


def fill_circles(connection: Any, programme: Any, people: int, now: Any) -> Facts:
    """A programme of peer groups in the organisation of `programme` with so many who look for one: half of them are in a group, some
    wait for a place, some are in drafts. Gives the programme, and a group and a draft to open."""
    from benchmarks.people import fill
    from organisations.models import Wish
    from organisations.services import create_programme

    peers = create_programme(
        organisation=programme.organisation,
        name="Circles",
        by=None,
        now=now,
        model_of_support="peer",
    )
    fill(connection, peers.pk, people // 5, people, seed=2)
    ready = peers.enrolments.filter(state="active").exclude(seats__state__in=("held", "taken"))
    sides = ("seeker", "volunteer")
    seekers, leads = (list(ready.filter(side=side).order_by("pk")) for side in sides)
    themes, rooms = _themes(peers, now), _rooms(programme.organisation, now)
    Wish.objects.bulk_create(
        (
            Wish(enrolment=each, programme=peers, theme=themes[n % THEMES], since=now)
            for n, each in enumerate(seekers)
        ),
        batch_size=BATCH,
    )
    half = len(seekers) // 2
    groups = _groups(peers, seekers[:half], leads, themes, rooms, now)
    drafts = _drafts(peers, seekers[half:], leads, themes, rooms, now)
    return {"programme": peers, "group": groups[0], "draft": drafts[0], "groups": len(groups)}


def _themes(peers: Any, now: Any) -> list[Any]:
    from organisations.models import Theme

    names = (f"Theme {n}" for n in range(THEMES))
    return Theme.objects.bulk_create(
        Theme(programme=peers, name_nl=name, created_at=now) for name in names
    )


def _rooms(organisation: Any, now: Any) -> list[Any]:
    from accounts.models import PostalPlace
    from organisations.models import MeetingPlace

    towns = PostalPlace.objects.select_related("cell").order_by("pk")[:ROOMS]
    return MeetingPlace.objects.bulk_create(
        MeetingPlace(
            organisation=organisation,
            name=f"Room {n}",
            postal=town,
            cell=town.cell,
            day_parts=0,
            created_at=now,
        )
        for n, town in enumerate(towns)
    )


def _groups(
    peers: Any, members: list[Any], leads: list[Any], themes: list[Any], rooms: list[Any], now: Any
) -> list[Any]:
    """One for each five people; the first is full, and many wait for it."""
    from groups.models import Group, PeerGroup, Seat, Wait

    count = min(len(members) // (MEMBERS + WAITS), len(leads))
    groups = Group.objects.bulk_create(
        (
            Group(
                kind="peer",
                programme=peers,
                state="active",
                formed_at=now - timedelta(days=n % 700),
                active_at=now,
            )
            for n in range(count)
        ),
        batch_size=BATCH,
    )
    PeerGroup.objects.bulk_create(
        (
            PeerGroup(
                group=group,
                theme=themes[n % THEMES],
                place=rooms[n % ROOMS],
                day_part="thu_evening",
                language="nl",
                is_closed=False,
                least=3,
                wished=MEMBERS,
                most=MEMBERS,
            )
            for n, group in enumerate(groups)
        ),
        batch_size=BATCH,
    )
    some = iter(members)
    seats, waits = [], []
    for group, lead in zip(groups, leads, strict=False):
        taken = {"number": 1, "state": "taken", "group": group, "held_at": now, "taken_at": now}
        seats.append(Seat(enrolment=lead, role="lead", **taken))
        seats += [Seat(enrolment=each, role="member", **taken) for each in islice(some, MEMBERS)]
        waits += [Wait(group=group, enrolment=each, since=now) for each in islice(some, WAITS)]
    waits += [Wait(group=groups[0], enrolment=each, since=now) for each in some]
    Seat.objects.bulk_create(seats, batch_size=BATCH)
    Wait.objects.bulk_create(waits, batch_size=BATCH)
    _gatherings(groups, leads, now)
    return groups


def _gatherings(groups: list[Any], leads: list[Any], now: Any) -> None:
    from django.conf import settings

    from groups.models import Gathering
    from groups.moments import moment_of

    rows = []
    for group, lead in zip(groups, leads, strict=False):
        for week in (*range(-PAST, 0), *range(1, COMING + 1)):
            day = (now + timedelta(weeks=week)).date()
            row = Gathering(
                group=group,
                state="took_place" if week < 0 else "planned",
                zone=settings.TIME_ZONE,
                call_link="https://call.example",
                lead_id=lead.person_id,
                created_at=now,
            )
            row.set_time(moment_of(day, time(19), settings.TIME_ZONE), 120)
            rows.append(row)
    Gathering.objects.bulk_create(rows, batch_size=BATCH)


def _drafts(
    peers: Any, people: list[Any], leads: list[Any], themes: list[Any], rooms: list[Any], now: Any
) -> list[Any]:
    from accounts.catalogues import DAY_PARTS
    from matching.models import Draft, DraftMember

    bits = [item.bit for item in DAY_PARTS]
    drafts = Draft.objects.bulk_create(
        (
            Draft(
                programme=peers,
                theme=themes[n % THEMES],
                place=rooms[n % ROOMS],
                day_part=bits[n % len(bits)],
                language="nl",
                created_at=now,
            )
            for n in range(len(people) // (2 * MEMBERS))
        ),
        batch_size=BATCH,
    )
    some, rows = iter(people), []
    for draft, lead in zip(drafts, reversed(leads), strict=False):
        parts = [("facilitator", lead), *(("member", each) for each in islice(some, MEMBERS))]
        rows += [
            DraftMember(
                draft=draft,
                enrolment=who,
                programme=peers,
                person_id=who.person_id,
                part=part,
                day_part=draft.day_part,
            )
            for part, who in parts
        ]
    DraftMember.objects.bulk_create(rows, batch_size=BATCH)
    return drafts


def pages_of_circles(circles: Facts) -> dict[str, str]:
    from django.urls import reverse

    board = reverse("matching:groups_board", args=[circles["programme"].public_id])
    groups, group = reverse("groups:groups"), [circles["group"].public_id]
    line = reverse("groups:line", args=group)
    return {
        "groups": groups,
        "groups, last page": f"{groups}?page=99999",
        "groups, in one state": f"{groups}?state=active",
        "a group": reverse("groups:group", args=group),
        "the line of a group": line,
        "the line of a group, a search": f"{line}?q=an",
        "groups, to do": reverse("organisations:desk_panel", args=["groups"]),
        "board of themes": board,
        "a draft group": reverse("matching:draft", args=[circles["draft"].public_id]),
        "API, groups": reverse("api:team_groups"),
        "API, draft groups": reverse("api:team_drafts"),
    }
