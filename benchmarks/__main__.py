"""`python -m benchmarks [SIZE …] [--docs]`: a table of our search beside the others, `build/bench.json`, and the growth as SVG.

Without sizes: 1,000, 10,000 and 100,000 a side, then the forming of groups, the search, the arrival list and the lists of a
team from a database, and messages through workers and faults. `--docs`
draws into docs/explanation as well.
"""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.growth import draw_growth

SIZES = (1_000, 10_000, 100_000)
BUILD, DOCS = Path("build"), Path("docs/explanation")
OURS = "kompaan best_score"
Row = dict[str, Any]


def measured(size: int) -> list[Row]:
    """Every result for one size, from a process of its own."""
    rows = []
    command = [sys.executable, "-m", "benchmarks.engine", str(size)]
    if size > SIZES[-1]:
        command.append("--alone")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            rows.append(json.loads(line))
            print_row(rows[-1], rows[0] if len(rows) == 1 else ours_of(rows))
    if process.returncode:
        raise SystemExit(process.returncode)
    return rows


def database(size: int) -> list[Row]:
    """From enrolments to drafts, the arrival list and the lists of a team, on a PostgreSQL of their own."""
    rows: list[Row] = []
    for work in ("run", "arrival", "pages"):
        command = [sys.executable, "-m", f"benchmarks.{work}", str(size)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                if line.startswith("{"):
                    rows.append(json.loads(line))
                    print(*(f"{name}={value}" for name, value in rows[-1].items()), flush=True)
        if process.returncode:
            raise SystemExit(process.returncode)
    return rows


def alone(work: str) -> list[Row]:
    """A benchmark that makes all that it needs itself."""
    rows: list[Row] = []
    with subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{work}"], stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            rows.append(json.loads(line))
            print(*(f"{name}={value}" for name, value in rows[-1].items()), flush=True)
    if process.returncode:
        raise SystemExit(process.returncode)
    return rows


def ours_of(rows: list[Row]) -> Row:
    return next((row for row in rows if row["who"] == OURS), rows[0])


def print_row(row: Row, ours: Row) -> None:
    ratio = row["seconds"] / max(ours["seconds"], 0.001)
    at_least = "≥ " if row.get("stopped") else ""
    print(
        f"{row['size']:>9} {row['who']:<20}{at_least:>2}{row['seconds']:>9.3f}"
        f"{row.get('with_reasons', 0) or '':>9}{row.get('verified', 0) or '':>9}"
        f"{row.get('megabytes', ''):>7}{row['pairs']:>8}{row['total']:>12}"
        f"{row.get('gap', '-'):>5}{ratio:>10.1f} ×",
        flush=True,
    )


def main(arguments: list[str]) -> None:
    sizes = [int(each) for each in arguments if each.isdigit()] or list(SIZES)
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]}")
    print(
        f"{'a side':>9} {'who':<20}  {'seconds':>9}{'reasons':>9}{'verified':>9}{'MB':>7}"
        f"{'pairs':>8}{'total':>12}{'gap':>5}{'beside ours':>12}"
    )
    rows = [row for size in sizes for row in measured(size)]
    more = []
    if not any(each.isdigit() for each in arguments):
        more = [*alone("groups"), *database(sizes[-1]), *alone("delivery")]
    for row in rows:
        ours = next(r for r in rows if r["size"] == row["size"] and r["who"] == OURS)
        row["ratio"] = round(row["seconds"] / max(ours["seconds"], 0.001), 2)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench.json").write_text(json.dumps(rows + more, indent=1) + "\n")
    drawing = draw_growth(rows)
    (BUILD / "growth.svg").write_text(drawing)
    if "--docs" in arguments:
        (DOCS / "growth.svg").write_text(drawing)


if __name__ == "__main__":
    main(sys.argv[1:])
