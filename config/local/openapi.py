"""Write the API's description to the docs, or compare: `python -m config.local.openapi [--check]`."""

import os
import sys
from pathlib import Path

FILE = Path("docs/reference/openapi.yaml")


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.utils import translation
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.renderers import OpenApiYamlRenderer
    from drf_spectacular.validation import validate_schema

    with translation.override(
        "en"
    ):  # else the file would depend on which translations are compiled
        schema = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(schema)
    GENERATOR_STATS.emit_summary()
    text = OpenApiYamlRenderer().render(schema, renderer_context={}).decode()
    if GENERATOR_STATS:
        return 1
    if "--check" in sys.argv:
        if not FILE.exists() or FILE.read_text() != text:
            print(f"{FILE} is not in step with the API: run `make openapi`.")
            return 1
        return 0
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
