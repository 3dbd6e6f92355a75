"""Reading with PDFium: every line with its place, size and weight; the share taken by images."""

import ctypes
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median_low
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from kb.extract.glyphs import BROKEN_WORD, Glyphs, glyphs, quick
from kb.extract.raw import HIDDEN_BULLET
from kb.extract.refusal import LimitReached, PasswordNeeded

_SPACES = filter(str.isspace, map(chr, range(0x3001)))  # beyond there is none
_BLANK = frozenset({*_SPACES, HIDDEN_BULLET, BROKEN_WORD})
_RUN = re.compile(rf"[\r\n]|{BROKEN_WORD}|[^\s{BROKEN_WORD}{HIDDEN_BULLET}]+")
_GAP = 1.0  # times the font box: a wider gap inside a row separates cells, columns, margin notes
_MIN_COLUMN = 5  # rows that must begin at a column's edge
_MIN_MARGIN = 25.0  # points: less is a hanging number or bullet
_MARGIN_GAP = 0.35
_LEAST = 4.0  # points: fonts are not smaller, whatever they say
_RAISED = 0.15  # of the font box, above the baseline
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MAX_OBJECTS = 20_000
_DEEPEST = 2

# a page may have tens of thousands of lines and boxes
_count_on_page = quick(raw.FPDFPage_CountObjects)
_on_page = quick(raw.FPDFPage_GetObject, ctypes.c_void_p)
_count_in_form = quick(raw.FPDFFormObj_CountObjects)
_in_form = quick(raw.FPDFFormObj_GetObject, ctypes.c_void_p)
_kind = quick(raw.FPDFPageObj_GetType)
_bounds = quick(raw.FPDFPageObj_GetBounds)

# indices of the characters of a line
_Row = Sequence[int]


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
            found = glyphs(text.raw, count)
            rows = _cut_at_column(found, list(_rows(found)))
            lines = [_line(text.raw, found, row) for row in rows]
            width, height = page.get_size()
            return {
                "width": width,
                "height": height,
                "lines": [line for line in lines if line[0].strip()],
                "images": _image_share(page, width * height),
            }
        finally:
            page.close()


def _rows(page: Glyphs) -> Iterator[_Row]:
    """Cut where the line ends, a word is broken, or a gap is wide."""
    inside = _gaps_inside(page)
    start, last = 0, -1  # of the row; of what is drawn in it
    for run in _RUN.finditer(page.text):
        first, end = run.span()
        if page.text[first] in "\r\n":
            yield range(start, first)
            start, last = end, -1
            continue
        for i in (first, *inside[bisect_right(inside, first) : bisect_left(inside, end)]):
            last = last if i == first else i - 1
            if last >= 0 and _apart(page, last, i) > _GAP * max(page.boxes[last].height, _LEAST):
                yield range(start, i)
                start = i
        last = end - 1
        if page.text[first] == BROKEN_WORD:
            yield range(start, end)
            start, last = end, -1
    yield range(start, len(page.text))


def _gaps_inside(page: Glyphs) -> list[int]:
    """The characters that may stand apart from the one before them, with no space between."""
    ends = zip(page.x0[1:], page.x1, page.x0, page.x1[1:], strict=False)
    return [
        i
        for i, (x0, end, begin, x1) in enumerate(ends, 1)
        if x0 - end > _GAP * _LEAST or begin - x1 > _GAP * _LEAST
    ]


def _cut_at_column(page: Glyphs, rows: list[_Row]) -> list[_Row]:
    """Rows that begin left of the column most rows begin at, cut there: a margin note may stand
    closer to the text than `_GAP`.
    """
    begins = Counter(round(page.x0[row[0]]) for row in rows if row)
    column, count = begins.most_common(1)[0] if begins else (0, 0)
    if count < max(_MIN_COLUMN, 0.3 * len(rows)):
        return rows
    return [part for row in rows for part in _cut(page, row, column)]


def _cut(page: Glyphs, row: _Row, column: float) -> list[_Row]:
    if not row or page.x0[row[0]] > column - _MIN_MARGIN:
        return [row]
    for at in row[2:]:
        at_column = abs(page.x0[at] - column) < 1.5 and page.text[at - 1].isspace()
        gap = page.x0[at] - page.x1[at - 2]
        if at_column and gap > _MARGIN_GAP * max(page.boxes[at].height, _LEAST):
            return [range(row[0], at), range(at, row[-1] + 1)]
    return [row]


def _apart(page: Glyphs, a: int, b: int) -> float:
    """The gap between two characters, whichever comes first: Arabic runs to the left."""
    return max(page.x0[b] - page.x1[a], page.x0[a] - page.x1[b])


def _line(text: Any, page: Glyphs, row: _Row) -> list[Any]:
    """A `kb.extract.raw.Line` as a list; its text is "" for a row of nothing but spaces."""
    solid = [i for i in row if page.text[i] not in _BLANK]
    if not solid:
        return ["", 0, 0, 0, 0, 0, False]
    sizes = Counter([page.boxes[i].size for i in solid])
    size = sizes.most_common(1)[0][0]
    on_line = solid if len(sizes) == 1 else [i for i in solid if page.boxes[i].size == size]
    box = page.boxes[on_line[0]]
    return [
        _unicode(_with_raised(page, row, on_line, size)).strip(),
        round(min(map(page.x0.__getitem__, solid)), 1),
        round(box.bottom, 1),
        round(max(map(page.x1.__getitem__, solid)), 1),
        round(box.top, 1),
        size,
        _is_bold(text, solid[len(solid) // 2]),
    ]


def _with_raised(page: Glyphs, row: _Row, on_line: Sequence[int], size: float) -> str:
    """The text of a row. A raised digit is a footnote mark or a power, and no part of the word
    before it.
    """
    text = page.text[row[0] : row[-1] + 1]
    if not any(map(str.isdecimal, text)):
        return text
    # brackets reach below it: of "(1)" alone they would be most
    feet = [page.feet[i] for i in on_line if page.text[i].isalnum()]
    limit = median_low(feet or [page.feet[on_line[0]]]) + _RAISED * size
    is_raised = [page.feet[i] > limit > 0 for i in row]
    return "".join(
        sign.translate(_SUPERSCRIPTS) if raised else sign
        for sign, raised in zip(text, is_raised, strict=True)
    )


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
    handle = ctypes.cast(page.raw, ctypes.c_void_p)
    found = _images(handle, _count_on_page(handle), _on_page)
    sizes = [_area(image) for image in islice(found, _MAX_OBJECTS)]
    return round(min(max(sizes, default=0.0) / area, 1.0), 3) if area else 0.0


def _images(holder: Any, count: int, get: Any, depth: int = 0) -> Iterator[ctypes.c_void_p]:
    """The images among the objects of a page, and of the forms in it down to the third level."""
    for i in range(count):
        one = ctypes.c_void_p(get(holder, i))
        kind = _kind(one)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            yield one
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _images(one, _count_in_form(one), _in_form, depth + 1)


def _area(image: ctypes.c_void_p) -> float:
    sides = [ctypes.c_float() for _ in range(4)]
    _bounds(image, *map(ctypes.byref, sides))
    x0, y0, x1, y1 = (side.value for side in sides)
    return abs(x1 - x0) * abs(y1 - y0)
