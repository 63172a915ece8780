"""What people answered to the questions of their programmes and which group they look for, for their own copy of their data."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accounts.models import Person
from organisations.intake import in_words
from organisations.models import IntakeAnswer, Theme, ThemeIdea, ThemeLead, Wish
from organisations.models.themes import RELATIONS
from organisations.selectors import question_of
from organisations.support import FORMS_GROUPS


def answers_of(person: Person) -> list[dict[str, Any]]:
    """Also what is sensitive: it is theirs. In their own language, with each question as it was."""
    rows = IntakeAnswer.objects.filter(enrolment__person=person)
    told = [
        (row, question_of(row))
        for row in rows.select_related("enrolment__programme", "form").order_by("enrolment", "pk")
    ]
    return [
        {
            "programme": row.enrolment.programme.name,
            "question": question.named(person.language),
            "answer": in_words(question, row.said, person.language),
            "at": row.at.isoformat(),
        }
        for row, question in told
    ]


def groups_wished_by(person: Person) -> list[dict[str, Any]]:
    """In each programme that forms groups: the theme that they wait for, those that they lead, and the groups that they had an idea for.
    In their own language."""
    own = {"enrolment": OuterRef("pk")}
    leads = ThemeLead.objects.filter(**own).order_by("pk").values_list("theme_id", flat=True)
    ideas = ThemeIdea.objects.filter(**own).order_by("pk")
    rows = (
        person.enrolments.filter(programme__model_of_support__in=FORMS_GROUPS)
        .select_related("programme", "wish")
        .annotate(leads=ArraySubquery(leads))
        .annotate(
            ideas=ArraySubquery(
                ideas.values(
                    told=JSONObject(name="name", why="why", state="state", at="proposed_at")
                )
            )
        )
        .order_by("pk")
    )
    programmes = [row.programme_id for row in rows]
    themes = {
        theme.pk: theme.name_in(person.language)
        for theme in (Theme.objects.filter(programme__in=programmes) if programmes else ())
    }
    return [
        {
            "programme": row.programme.name,
            "waits_for": _wish(getattr(row, "wish", None), themes),
            "leads": [themes[pk] for pk in row.leads],
            "ideas": row.ideas,
        }
        for row in rows
    ]


def _wish(wish: Wish | None, themes: dict[int, str]) -> dict[str, Any] | None:
    if wish is None:
        return None
    return {
        "theme": themes[wish.theme_id],
        "it_is_about": RELATIONS.codes(wish.relation),
        "stage": wish.stage,
        "longer_on_the_road": wish.is_longer_on_road,
        "minds_being_the_only_one": wish.minds_being_only,
        "since": wish.since.isoformat(),
    }
