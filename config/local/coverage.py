"""Branch coverage must not sink below these floors; `make test` runs this after the tests."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

OVER_ALL = 95.0
FULL = ("matching/engine/*", "*/services/*", "*/states.py")


def _percent(include: str | None) -> float:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        only = ["--include", include] if include else []
        subprocess.run(
            [sys.executable, "-m", "coverage", "json", "-q", "-o", str(file), *only], check=True
        )
        return float(json.loads(file.read_text())["totals"]["percent_covered"])


def main() -> int:
    subprocess.run([sys.executable, "-m", "coverage", "report"], check=True)
    wanted = [(None, OVER_ALL), *((include, 100.0) for include in FULL)]
    short = [
        (name or "all", has, floor) for name, floor in wanted if (has := _percent(name)) < floor
    ]
    for name, has, floor in short:
        print(f"Branch coverage of {name}: {has:.1f} %, wanted {floor:.0f} %.")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
