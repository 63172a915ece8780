"""Collect what people read and compare it with the translations: `python -m config.local.translations [--check]`.

Without --check the .po files get every new sentence (empty) and lose those that are gone. With it, a sentence that is
missing, not translated, marked fuzzy, or translated with other placeholders is an error. English is the source language:
its file, kept by hand, says in our words what we borrow from others (`core.borrowed`).
"""

import io
import os
import re
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

LANGUAGES = ("nl", "fr")
SOURCE = "en"
APPS = (
    "accounts",
    "core",
    "followup",
    "groups",
    "matching",
    "notifications",
    "organisations",
    "waitlist",
    "config",
)
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_PLACEHOLDER = re.compile(r"%\(\w+\)s")


def collected() -> Catalog:
    """Every sentence of the code and the templates, with the files it stands in."""
    from django.utils.translation import templatize

    catalog = Catalog(domain="django", charset="utf-8")
    for app in APPS:
        for path in sorted(Path(app).rglob("*")):
            if (
                path.suffix == ".py"
                and "migrations" not in path.parts
                and "local" not in path.parts
            ):
                source = path.read_bytes()
            elif path.suffix in (".html", ".txt", ".mjml", ".svg") and "templates" in path.parts:
                source = templatize(path.read_text(), origin=str(path)).encode()
            else:
                continue
            for _line, message, _comments, context in extract(
                "python", io.BytesIO(source), keywords=KEYWORDS
            ):
                catalog.add(message, locations=[(str(path), 0)], context=context)
    return catalog


def po_path(language: str) -> Path:
    return Path("locale") / language / "LC_MESSAGES" / "django.po"


def faults(language: str, wanted: Catalog) -> list[str]:
    path = po_path(language)
    if not path.exists():
        return [f"{path} is missing"]
    known = read_po(path.open("rb"), locale=language)
    found = []
    for message in wanted:
        said = known.get(message.id, message.context)
        if not message.id or (said is None and language == SOURCE):
            continue
        if said is None or not _all_said(said.string):
            found.append(f"{language}: not translated: {message.id!r}")
        elif said.fuzzy:
            found.append(f"{language}: fuzzy: {message.id!r}")
        elif _placeholders(message.id) != _placeholders(said.string):
            found.append(f"{language}: other placeholders: {message.id!r}")
    wanted_ids = {(m.context, m.id) for m in wanted}
    found += [
        f"{language}: no longer used: {m.id!r}"
        for m in known
        if m.id and (m.context, m.id) not in wanted_ids
    ]
    return found


def _all_said(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def _placeholders(text: object) -> set[str]:
    parts = text if isinstance(text, (tuple, list)) else (text,)
    return {found for part in parts for found in _PLACEHOLDER.findall(str(part))}


def update(language: str, wanted: Catalog) -> None:
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    known = read_po(path.open("rb"), locale=language) if path.exists() else Catalog(locale=language)
    fresh = Catalog(
        locale=language,
        domain="django",
        charset="utf-8",
        project="Kompaan",
        header_comment="# Kompaan",
        language_team=language,
        last_translator="Kompaan",
        fuzzy=False,
    )
    for message in wanted:
        if message.id:
            said = known.get(message.id, message.context)
            fresh.add(
                message.id,
                said.string if said else None,
                locations=message.locations,
                context=message.context,
            )
    with path.open("wb") as file:
        write_po(file, fresh, width=110, sort_output=True, include_lineno=False, omit_header=False)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    wanted = collected()
    if "--check" not in sys.argv:
        for language in LANGUAGES:
            update(language, wanted)
    found = [fault for language in (*LANGUAGES, SOURCE) for fault in faults(language, wanted)]
    print("\n".join(found))
    return 1 if found and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
