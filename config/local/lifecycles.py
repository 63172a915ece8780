"""Draw the life cycles from the code, or compare: `python -m config.local.lifecycles [--check]`."""

import os
import sys
from pathlib import Path
from typing import Any

FILE = Path("docs/reference/life-cycles.md")
_HEAD = """# Life cycles

Drawn from the code by `make docs`; `make check` fails when this page differs. A state moves only through its transition method;
any other move is refused by name and changes nothing.
"""


def drawn() -> str:
    """Every model with a state, as a Mermaid diagram: one arrow for each move."""
    from django.apps import apps
    from django_fsm import FSMField

    parts = [_HEAD]
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        for field in model._meta.fields:
            if isinstance(field, FSMField):
                parts.append(_diagram(model, field))
    return "\n".join(parts)


def _diagram(model: Any, field: Any) -> str:
    rows = sorted(
        {
            f"    {_source(move.source)} --> {move.target}: {move.name}"
            for move in field.get_all_transitions(model)
        }
    )
    start = f"    [*] --> {field.default}"
    body = "\n".join([start, *rows])
    return f"## {model._meta.label}\n\n```mermaid\nstateDiagram-v2\n{body}\n```\n"


def _source(source: str) -> str:
    return "any" if source == "*" else source


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    text = drawn()
    if "--check" in sys.argv:
        if not FILE.exists() or FILE.read_text() != text:
            print(f"{FILE} is not in step with the code: run `make docs`.")
            return 1
        return 0
    FILE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
