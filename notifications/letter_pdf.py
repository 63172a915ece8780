"""Letters as a PDF to print: large type, each on sheets of its own, ready for a Belgian window envelope.

The address stands where bpost wants it, on paper that is folded in three for an envelope of 110 × 220 mm with its window at the right:
at least 40 mm from the top, 15 mm from the right and 30 mm above the fold, with nothing else beside it
(bpost, "Juiste plaats van het adres"; NBN Z 01-002 puts it at the right too).
"""

from collections.abc import Iterable
from datetime import date

import fontpkg
import qrcode
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import Align, WrapMode, XPos, YPos

from notifications.letters import Letter

_FONT = "Noto Sans"
_LEFT, _TOP, _RIGHT, _BOTTOM = 25, 20, 20, 25  # margins; all measures in mm
_WINDOW_LEFT, _WINDOW_TOP, _WINDOW_WIDTH, _WINDOW_LINES, _WINDOW_LINE = 110, 45, 85, 4, 5.5
_BODY_TOP = 104  # below the first fold
_TEXT, _SMALL = 14, 11  # points
_LINE, _SMALL_LINE, _BETWEEN = 7, 5.5, 5
_QR = 40


def draw(letters: Iterable[Letter], *, sender: str, title: str, language: str, on: date) -> bytes:
    """All letters in one file; each begins on an odd page, so that printing on both sides keeps them apart."""
    pdf = FPDF(format="A4")
    pdf.set_title(title)
    pdf.set_author(sender)
    pdf.set_lang(language)
    pdf.set_margins(_LEFT, _TOP, _RIGHT)
    pdf.set_auto_page_break(auto=True, margin=_BOTTOM)
    pdf.add_font(_FONT, fname=fontpkg.path(_FONT))
    for letter in letters:
        if pdf.page % 2:
            pdf.add_page()
        pdf.add_page()
        pdf.start_section(letter.envelope[0])
        with translation.override(letter.written.language):
            _draw(pdf, letter, sender, on)
    return bytes(pdf.output())


def _draw(pdf: FPDF, letter: Letter, sender: str, on: date) -> None:
    first = pdf.page
    pdf.set_font(_FONT, size=_SMALL)
    _lines(pdf, sender, _SMALL_LINE, width=_WINDOW_LEFT - _LEFT - 10)
    pdf.set_y(_WINDOW_TOP)
    _envelope(pdf, letter.envelope)
    pdf.set_xy(_LEFT, _BODY_TOP)
    pdf.set_font(_FONT, size=_TEXT)
    _lines(pdf, date_format(on, "DATE_FORMAT"), _LINE)
    for paragraph in letter.written.text.strip().split("\n\n"):
        pdf.ln(_BETWEEN)
        for line in paragraph.split("\n"):
            _line(pdf, line)
    if letter.written.link:
        _square(pdf, letter.written.link)
    if pdf.page > first:
        _number_pages(pdf, first)


def _envelope(pdf: FPDF, lines: list[str]) -> None:
    """In the window, smaller when a line would be too long for it."""
    size = _SMALL
    while size > 8 and sum(_rows(pdf, line, size) for line in lines) > _WINDOW_LINES:
        size -= 1
    pdf.set_font(_FONT, size=size)
    for line in lines:
        pdf.set_x(_WINDOW_LEFT)
        _lines(pdf, line, _WINDOW_LINE, width=_WINDOW_WIDTH)


def _rows(pdf: FPDF, line: str, size: int) -> int:
    pdf.set_font(_FONT, size=size)
    return len(pdf.multi_cell(_WINDOW_WIDTH, _WINDOW_LINE, line, dry_run=True, output="LINES"))  # type: ignore[arg-type]


def _line(pdf: FPDF, line: str) -> None:
    """A link is typed over by hand: smaller, and broken where the line ends."""
    if line.startswith("http"):
        pdf.set_font(_FONT, size=_SMALL)
        _lines(pdf, line, _SMALL_LINE, wrap=WrapMode.CHAR)
        pdf.set_font(_FONT, size=_TEXT)
    else:
        _lines(pdf, line, _LINE)


def _lines(
    pdf: FPDF, text: str, height: float, *, width: float = 0, wrap: WrapMode = WrapMode.WORD
) -> None:
    pdf.multi_cell(
        width,
        height,
        text,
        align=Align.L,
        wrapmode=wrap,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )


def _square(pdf: FPDF, link: str) -> None:
    """The link for a phone, on one page with what it is for."""
    says = _("Or hold the camera of a phone over this square:")
    if pdf.will_page_break(_BETWEEN + 2 * _LINE + _QR):
        pdf.add_page()
    pdf.ln(_BETWEEN)
    _lines(pdf, says, _LINE)
    picture = qrcode.make(link, border=2).get_image()
    # Without a text of its own: fpdf2 tags pictures and no words, and what is not tagged is passed over where anything is.
    pdf.image(picture, w=_QR, h=_QR)


def _number_pages(pdf: FPDF, first: int) -> None:
    """Afterwards, when it is known how many there are."""
    last = pdf.page
    pdf.set_auto_page_break(auto=False)
    for page in range(first, last + 1):
        pdf.page = page
        for size in (_TEXT, _SMALL):  # a type that is set already is not written to the page
            pdf.set_font(_FONT, size=size)
        said = _("Page %(n)s of %(of)s") % {"n": page - first + 1, "of": last - first + 1}
        pdf.set_xy(_LEFT, -_BOTTOM + 8)
        pdf.cell(0, _SMALL_LINE, said, align=Align.R)
    pdf.set_auto_page_break(auto=True, margin=_BOTTOM)
