"""What people answered to the questions of their programmes and which group they look for, for their own copy of their data."""

from typing import Any

from accounts.models import Person
from organisations.intake import in_words
from organisations.models import IntakeAnswer, ThemeIdea, ThemeLead, Wish
from organisations.models.themes import RELATIONS
from organisations.selectors import question_of


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


def groups_wished_by(person: Person) -> dict[str, Any]:
    """The themes that they wait for or lead, and the groups that they had an idea for. In their own language."""
    wishes = Wish.objects.filter(enrolment__person=person).select_related("theme").order_by("pk")
    leads = ThemeLead.objects.filter(enrolment__person=person).select_related("theme")
    ideas = ThemeIdea.objects.filter(enrolment__person=person).order_by("pk")
    return {
        "waits_for": [
            {
                "theme": row.theme.name_in(person.language),
                "it_is_about": RELATIONS.codes(row.relation),
                "stage": row.stage,
                "longer_on_the_road": row.is_longer_on_road,
                "minds_being_the_only_one": row.minds_being_only,
                "since": row.since.isoformat(),
            }
            for row in wishes
        ],
        "leads": [row.theme.name_in(person.language) for row in leads.order_by("pk")],
        "ideas": [
            {
                "name": row.name,
                "why": row.why,
                "state": str(row.state),
                "at": row.proposed_at.isoformat(),
            }
            for row in ideas
        ],
    }
