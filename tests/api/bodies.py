"""Bodies that more than one test sends."""

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
