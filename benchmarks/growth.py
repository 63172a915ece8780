"""How time grows with the number of people, as a drawing: both axes by powers of ten."""

from math import log10
from typing import Any

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 420, 70, 60, 30
COLOURS = ("#0b6e4f", "#b3541e", "#3a5a9b", "#8a4f9e", "#6b6b6b", "#a88b00", "#c0392b")


def draw_growth(rows: list[dict[str, Any]]) -> str:
    """An SVG with a line for each `who`; results that were stopped are left out."""
    kept = [row for row in rows if not row.get("stopped") and row["seconds"] > 0]
    sizes = sorted({row["size"] for row in kept})
    names = list(dict.fromkeys(row["who"] for row in kept))
    low = int(log10(min(row["seconds"] for row in kept)) // 1)
    high = int(-(-log10(max(row["seconds"] for row in kept)) // 1))
    high = max(high, low + 1)

    def x(size: int) -> float:
        span = log10(sizes[-1] / sizes[0]) or 1
        return LEFT + (WIDTH - LEFT - 180) * log10(size / sizes[0]) / span

    def y(seconds: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (log10(seconds) - low) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="13"><title>Seconds by people a side</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - 170}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>'
        )
        parts.append(
            f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
        )
    for size in sizes:
        at = x(size)
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - 30}" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 8}">people a side</text>')
    for number, name in enumerate(names):
        parts.append(
            _line([(x(r["size"]), y(r["seconds"])) for r in kept if r["who"] == name], name, number)
        )
    return "\n".join([*parts, "</svg>", ""])


def _line(points: list[tuple[float, float]], name: str, number: int) -> str:
    colour = COLOURS[number % len(COLOURS)]
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    dots = "".join(
        f'<circle cx="{px:.1f}" cy="{py:.1f}" r="4" fill="{colour}"/>' for px, py in points
    )
    key = TOP + 10 + 22 * number
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'
        f'<circle cx="{WIDTH - 160}" cy="{key}" r="4" fill="{colour}"/>'
        f'<text x="{WIDTH - 150}" y="{key + 4}">{name}</text>'
    )
