"""Reading with PDFium: every line with its place, size and weight; the share taken by images."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median_low
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from kb.extract.raw import HIDDEN_BULLET
from kb.extract.refusal import LimitReached, PasswordNeeded

BROKEN_WORD = "\x02"  # PDFium's sign for a hyphen and the line break after it
_BULLET = ord("•")
_GAP = 1.0  # times the font box: a wider gap inside a row separates cells, columns, margin notes
_MIN_COLUMN = 5  # rows that must begin at a column's edge
_MIN_MARGIN = 25.0  # points: less is a hanging number or bullet
_MARGIN_GAP = 0.35
_LEVEL = 0.995  # cosine of 6 degrees, in either direction
_RAISED = 0.15  # of the font box, above the baseline
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MAX_OBJECTS = 20_000
_WHITE = 225  # of 255, in red, green and blue: paper and pale boxes


@dataclass(slots=True)
class _Char:
    text: str
    x0: float
    x1: float
    y0: float  # of the font's box, as y1 and size
    y1: float
    size: float
    foot: float  # the lowest point that is drawn

    @property
    def is_blank(self) -> bool:
        return self.text.isspace() or self.text == HIDDEN_BULLET


# characters of a line, each with its index in PDFium's page
_Row = list[tuple[int, _Char]]


class PdfiumReader:
    """A file open in PDFium. It may abort the whole process: never use it outside of a child."""

    name = "pdfium"

    def __init__(self, path: Path, characters: int) -> None:
        """`characters`: more of them on one page raise LimitReached. Raises PasswordNeeded."""
        self._limit = characters
        try:
            self._document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower():
                raise PasswordNeeded from error
            raise
        self.pages = len(self._document)

    def page(self, number: int) -> dict[str, Any]:
        """Size, lines and image share of a page, counted from 1. Raises LimitReached."""
        page = self._document[number - 1]
        try:
            text = page.get_textpage()
            count = text.count_chars()
            if count > self._limit:
                raise LimitReached(f"{count} characters on one page")
            rows = _cut_at_column(list(_rows(_chars(text.raw, count))))
            lines = [_line(text.raw, row) for row in rows]
            width, height = page.get_size()
            return {
                "width": width,
                "height": height,
                "lines": [line for line in lines if line[0].strip()],
                "images": _image_share(page, width * height),
            }
        finally:
            page.close()


def _chars(text: Any, count: int) -> Iterator[_Char]:
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    loose = raw.FS_RECTF()
    for i in range(count):
        code = raw.FPDFText_GetUnicode(text, i)
        raw.FPDFText_GetCharBox(text, i, x0, x1, y0, y1)
        raw.FPDFText_GetLooseCharBox(text, i, loose)
        is_level = math.cos(raw.FPDFText_GetCharAngle(text, i)) > _LEVEL
        size = loose.top - loose.bottom if is_level else 0.0
        sign = HIDDEN_BULLET if code == _BULLET and _is_hidden(text, i, count) else chr(code)
        yield _Char(sign, x0.value, x1.value, loose.bottom, loose.top, size, y0.value)


def _is_hidden(text: Any, index: int, count: int) -> bool:
    """In the colour of the paper, with text in another: lists are wrapped by hand that way."""
    after = range(index + 1, min(index + 4, count))
    letter = next((i for i in after if chr(raw.FPDFText_GetUnicode(text, i)).strip()), None)
    if letter is None or min(_colour(text, index)) < _WHITE:
        return False
    return min(_colour(text, letter)) < _WHITE


def _colour(text: Any, index: int) -> tuple[int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _rows(chars: Iterable[_Char]) -> Iterator[_Row]:
    """Characters with their index, cut where the line ends, a word is broken, or a gap is wide."""
    row: _Row = []
    last: _Char | None = None
    for i, char in enumerate(chars):
        if char.text in "\r\n":
            yield row
            row, last = [], None
            continue
        if last and not char.is_blank and _apart(last, char) > _GAP * max(last.size, 4):
            yield row
            row = []
        row.append((i, char))
        if char.text == BROKEN_WORD:
            yield row
            row, last = [], None
        elif not char.is_blank:
            last = char
    yield row


def _cut_at_column(rows: list[_Row]) -> list[_Row]:
    """Rows that begin left of the column most rows begin at, cut there: a margin note may stand
    closer to the text than `_GAP`.
    """
    begins = Counter(round(row[0][1].x0) for row in rows if row)
    column, count = begins.most_common(1)[0] if begins else (0, 0)
    if count < max(_MIN_COLUMN, 0.3 * len(rows)):
        return rows
    return [part for row in rows for part in _cut(row, column)]


def _cut(row: _Row, column: float) -> list[_Row]:
    if not row or row[0][1].x0 > column - _MIN_MARGIN:
        return [row]
    for at in range(2, len(row)):
        before, space, char = (row[i][1] for i in (at - 2, at - 1, at))
        at_column = space.text.isspace() and abs(char.x0 - column) < 1.5
        if at_column and char.x0 - before.x1 > _MARGIN_GAP * max(char.size, 4):
            return [row[:at], row[at:]]
    return [row]


def _apart(a: _Char, b: _Char) -> float:
    """The gap between two characters, whichever comes first: Arabic runs to the left."""
    return max(b.x0 - a.x1, a.x0 - b.x1)


def _line(text: Any, row: _Row) -> list[Any]:
    """A `kb.extract.raw.Line` as a list; its text is "" for a row of nothing but spaces."""
    solid = [(i, c) for i, c in row if not c.is_blank and c.text != BROKEN_WORD]
    if not solid:
        return ["", 0, 0, 0, 0, 0, False]
    size = Counter(round(c.size, 1) for _, c in solid).most_common(1)[0][0]
    on_line = [c for _, c in solid if round(c.size, 1) == size]
    # brackets reach below it: of "(1)" alone they would be most
    baseline = median_low([c.foot for c in on_line if c.text.isalnum()] or [on_line[0].foot])
    return [
        _unicode("".join(_sign(c, baseline, size) for _, c in row)).strip(),
        round(min(c.x0 for _, c in solid), 1),
        round(on_line[0].y0, 1),
        round(max(c.x1 for _, c in solid), 1),
        round(on_line[0].y1, 1),
        size,
        _is_bold(text, solid[len(solid) // 2][0]),
    ]


def _sign(char: _Char, baseline: float, size: float) -> str:
    """A raised digit is a footnote mark or a power, and no part of the word before it."""
    raised = char.text.isdecimal() and char.foot > baseline + _RAISED * size > 0
    return char.text.translate(_SUPERSCRIPTS) if raised else char.text


def _unicode(text: str) -> str:
    """PDFium may give characters beyond U+FFFF as two halves."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_bold(text: Any, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(text, index) >= 600:
        return True
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, index, name, 128, None)
    return b"bold" in name.value.lower() or b"black" in name.value.lower()


def _image_share(page: Any, area: float) -> float:
    """The largest image's share of the page; what lies outside the page counts, up to all of it."""
    images = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    boxes = [image.get_bounds() for image in islice(images, _MAX_OBJECTS)]
    sizes = [abs(x1 - x0) * abs(y1 - y0) for x0, y0, x1, y1 in boxes]
    return round(min(max(sizes, default=0.0) / area, 1.0), 3) if area else 0.0
