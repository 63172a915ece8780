"""Bodies that more than one test sends."""

from typing import Any

from tests.matching.circles import TwoDrafts

# The rules and weights that a programme starts with, as the API reads and takes them.
RULES = {
    "rules": {
        "on": [
            *("reach", "language", "time", "form", "gender"),
            *("age", "no_go", "access", "score"),
        ],
        "minimum_score": 400,
        "language_level": 2,
        "common_day_parts": 1,
        "default_reach_m": 10_000,
        "bonus_max": 100,
        "bonus_full_days": 180,
    },
    "weights": {
        "travel": 20,
        "availability": 20,
        "goal": 15,
        "interests": 12,
        "dislikes": 8,
        "experience": 10,
        "style": 8,
        "duration": 7,
        "wishes": 5,
    },
}

CHANGES = ("move", "take", "merge", "split", "lead")


def changes_of(forms: TwoDrafts) -> dict[str, dict[str, Any]]:
    """A body for each change of the draft that is still to be looked at."""
    draft = {"version": forms.later.version}
    member, place = str(forms.member.public_id), str(forms.place.public_id)
    return {
        "move": draft | {"person": member},
        "take": draft | {"person": str(forms.left.public_id)},
        "merge": draft | {"gone": str(forms.now.public_id), "gone_version": forms.now.version},
        "split": draft | {"people": [member], "place": place, "day_part": "tue_evening"},
        "lead": draft | {"part": "back_up", "person": None},
    }


def bodies_of_forming(forms: TwoDrafts) -> dict[str, dict[str, Any]]:
    """By the name of the address."""
    theme = str(forms.theme.public_id)
    changes = changes_of(forms)
    draft = {"version": forms.later.version}
    return {
        "team_themes": {"name_nl": "Rouw"},
        "team_theme": {"version": 1, "name_en": "Caring"},
        "team_places": {"name": "De Zolder", "where": "9000"},
        "team_place": {"version": 1, "address": "Kouter 2"},
        "wish": {"theme": theme},
        "team_wish": {"theme": theme},
        "wish_leads": {"themes": []},
        "team_wish_leads": {"themes": []},
        "ideas": {"name": "Vissen"},
        "asked_answer": {"yes": True},
        "team_formings": {"programme": str(forms.programme.public_id)},
        "team_drafts": {
            "theme": theme,
            "place": str(forms.place.public_id),
            "day_part": "thu_evening",
            "language": "nl",
        },
        "team_draft_answers": {"person": str(forms.asked.public_id), "yes": True},
        "team_draft_lock": draft | {"locked": True},
        "team_draft_approve": draft,
        "team_draft_reject": draft,
        **{f"team_draft_{name}": body for name, body in changes.items()},
        **{f"team_draft_{name}_preview": body for name, body in changes.items()},
    }
