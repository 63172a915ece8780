"""Somebody would like a group that is not there; the team makes a theme of it, or not now."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.errors import refusing
from core.states import move
from core.text import lines, one_line
from organisations.errors.themes import IdeaAnswered, IdeaMissing, IdeaOpen, ThemeEnded
from organisations.models import Enrolment, Theme, ThemeIdea
from organisations.models.themes import IDEA_LIMIT, THEME_NAME_LIMIT
from organisations.permissions import ensure_coordinates, ensure_may_change_enrolment
from organisations.services.theme_rows import note
from organisations.services.themes import add_theme, ensure_forms_groups
from organisations.theme_messages import tell_idea_answered, tell_team_of_idea, tell_theme_starts
from organisations.theme_selectors import list_themes


@transaction.atomic
def propose_theme(
    *, enrolment_id: int, name: str, by: User, now: datetime, why: str = ""
) -> ThemeIdea:
    """Start a group: what it would be about. The team hears it. Raises IdeaMissing, IdeaOpen, NoGroupsHere, NotFoundHere."""
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment_id)
    ensure_may_change_enrolment(by, enrolment)
    ensure_forms_groups(enrolment.programme)
    said = one_line(name)
    if not 1 <= len(said) <= THEME_NAME_LIMIT:
        raise IdeaMissing
    idea = ThemeIdea(enrolment=enrolment, name=said, why=lines(why)[:IDEA_LIMIT], proposed_at=now)
    with refusing({"one_open_idea_per_enrolment": IdeaOpen}), transaction.atomic():
        idea.save()
    note("idea_proposed", enrolment, enrolment.organisation_id, by, now, idea=idea.pk)
    tell_team_of_idea(idea, now=now)
    return idea


@transaction.atomic
def accept_idea(
    *,
    idea_id: int,
    by: User,
    now: datetime,
    theme_id: int | None = None,
    names: Mapping[str, str] | None = None,
) -> ThemeIdea:
    """There will be groups of it: of a theme that is there (`theme_id`), or of a new one. `names` are its names, as `add_theme` takes them;
    without any it has that of the idea, in the language of who had it. Who proposed it hears so, and so do
    people nearby who wait for that theme; for a new one, those nearby who did not choose any. Raises IdeaAnswered, ThemeEnded,
    ThemeNameMissing, ThemeNameTaken, NotFoundHere."""
    idea = _locked(idea_id, by)
    enrolment = idea.enrolment
    theme = _theme_for(idea, theme_id, names, by, now)
    move(idea.accept, refusal=IdeaAnswered, theme=theme, at=now)
    idea.answered_by = by
    idea.save()
    note("idea_accepted", enrolment, enrolment.organisation_id, by, now, theme=theme.pk)
    tell_idea_answered(idea, now=now)
    tell_theme_starts(idea, theme, now=now)
    return idea


def _theme_for(
    idea: ThemeIdea,
    theme_id: int | None,
    names: Mapping[str, str] | None,
    by: User,
    now: datetime,
) -> Theme:
    programme = idea.enrolment.programme
    if theme_id is not None:
        theme = list_themes(programme=programme).filter(pk=theme_id).first()
        if theme is None:
            raise ThemeEnded
        return theme
    return add_theme(programme_id=programme.pk, by=by, now=now, **(names or idea.names))


@transaction.atomic
def decline_idea(*, idea_id: int, by: User, now: datetime) -> ThemeIdea:
    """Not here, or not now; who proposed it hears it in kind words. Raises IdeaAnswered, NotFoundHere."""
    idea = _locked(idea_id, by)
    move(idea.decline, refusal=IdeaAnswered, at=now)
    idea.answered_by = by
    idea.save()
    note("idea_declined", idea.enrolment, idea.enrolment.organisation_id, by, now, idea=idea.pk)
    tell_idea_answered(idea, now=now)
    return idea


def _locked(idea_id: int, by: User) -> ThemeIdea:
    rows = ThemeIdea.objects.select_for_update(of=("self",), no_key=True)
    idea = rows.select_related("enrolment__programme", "enrolment__person__user").get(pk=idea_id)
    ensure_coordinates(by, idea.enrolment.organisation_id)
    return idea
