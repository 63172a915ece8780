"""What stands on the pages of a PDF that fpdf2 made, and where."""

import re
import zlib
from dataclasses import dataclass

MM = 72 / 25.4
HEIGHT_MM = 297
_TEXT = re.compile(rb"BT ([\d.-]+) ([\d.-]+) Td \(((?:\\.|[^\\)])*)\) Tj ET", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """`left` and `top` in mm from the corner of the page, `top` at the foot of the letters; `size` in points."""

    text: str
    left: float
    top: float
    size: float


def objects_of(pdf: bytes) -> dict[int, bytes]:
    found = re.finditer(rb"(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL)
    return {int(each[1]): each[2] for each in found}


def _stream(body: bytes) -> bytes:
    raw = re.search(rb"stream\n(.*)\nendstream", body, re.DOTALL)[1]
    return zlib.decompress(raw) if b"/FlateDecode" in body.split(b"stream")[0] else raw


def _letters(objects: dict[int, bytes]) -> dict[int, str]:
    """Number of a glyph → what it says."""
    table = next(_stream(body) for body in objects.values() if b"begincmap" in body)
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
    return {int(code, 16): bytes.fromhex(said.decode()).decode("utf-16-be") for code, said in pairs}


def read(pdf: bytes) -> list[list[Line]]:
    """The lines of each page."""
    objects = objects_of(pdf)
    says = _letters(objects)
    kids = re.search(rb"/Kids \[([^\]]*)\]", objects[1])[1]
    pages = [objects[int(number)] for number in re.findall(rb"(\d+) 0 R", kids)]
    contents = [_stream(objects[int(re.search(rb"/Contents (\d+)", page)[1])]) for page in pages]
    return [_lines(content, says) for content in contents]


def _lines(content: bytes, says: dict[int, str]) -> list[Line]:
    lines = []
    for found in _TEXT.finditer(content):
        sizes = re.findall(rb"/F\d+ ([\d.]+) Tf", content[: found.start()])
        codes = re.sub(rb"\\(.)", lambda sign: {b"r": b"\r", b"n": b"\n"}.get(sign[1], sign[1]), found[3], flags=re.DOTALL)  # fmt: skip
        text = "".join(
            says[int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2)
        )
        left, bottom = float(found[1]) / MM, float(found[2]) / MM
        lines.append(Line(text, left, HEIGHT_MM - bottom, float(sizes[-1])))
    return lines


def words(page: list[Line]) -> str:
    return " ".join(line.text.strip() for line in page)
