"""Draws one page of a PDF with marks on it; runs in the worker process only."""

import ctypes
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops, ImageDraw

from kb.model import Span
from kb.view.letters import locate

MAX_SIDE = 4000
MAX_PIXELS = 20_000_000
# A page of text has a few hundred colours (letters have soft edges), a photograph thousands.
_COLOURS_OF_TEXT = 2048
_MARK = (255, 224, 102)
_MARK_EDGE = (196, 140, 0)

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels


@dataclass(frozen=True, slots=True)
class Order:
    """One picture to draw: `text` is our text of the page, `spans` the marks in it.

    `page` counts from 1; `half` is "a" or "b" for the left or right half of a spread; `width` is
    that of the picture in pixels, less where the page would grow too large.
    """

    file: Path
    page: int
    half: str
    text: str
    spans: Sequence[Span]
    width: int


def draw(order: Order) -> bytes:
    """The page as WebP: lossless where it is text, lossy where it is a photograph."""
    document = pdfium.PdfDocument(order.file)
    try:
        page = document[order.page - 1]
        left, right = _columns(order.half)
        scale = _scale(page, order.width, right - left)
        picture = page.render(scale=scale, draw_annots=True).to_pil()
        picture = picture.convert("RGB")
        for box in _boxes(page, order, picture.size):
            _mark(picture, box)
        crop = (round(left * picture.width), 0, round(right * picture.width), picture.height)
        return _webp(picture.crop(crop))
    finally:
        document.close()


def _columns(half: str) -> tuple[float, float]:
    return {"a": (0.0, 0.5), "b": (0.5, 1.0)}.get(half, (0.0, 1.0))


def _scale(page: pdfium.PdfPage, width: int, share: float) -> float:
    """Pixels per point so that this `share` of the page is `width` wide, within the limits."""
    wide, high = page.get_width(), page.get_height()
    wanted = width / share / wide
    largest = min(MAX_SIDE / max(wide, high), math.sqrt(MAX_PIXELS / (wide * high)))
    return float(min(wanted, largest))


# -- marks -----------------------------------------------------------------------------------------


def _boxes(page: pdfium.PdfPage, order: Order, size: tuple[int, int]) -> Iterator[Box]:
    """One box for each line of each mark."""
    if not order.spans:
        return
    textpage = page.get_textpage()
    theirs = _characters(textpage)
    for span in locate(order.spans, order.text, theirs):
        yield from _lines(page, textpage, span, size)


def _characters(textpage: pdfium.PdfTextPage) -> str:
    """PDFium's text with one character for each of its character indices.

    `get_text_range` would leave some out and add others, and every mark after them would be off.
    """
    codes = (
        pdfium_c.FPDFText_GetUnicode(textpage.raw, index) for index in range(textpage.count_chars())
    )
    return "".join(
        chr(code) if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else " " for code in codes
    )


def _lines(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, span: Span, size: tuple[int, int]
) -> Iterator[Box]:
    line: Box | None = None
    for index in range(span.start, span.end):
        box = _character_box(page, textpage, index, size)
        if box is None:
            continue
        if line is not None and _same_line(line, box):
            line = (
                min(line[0], box[0]),
                min(line[1], box[1]),
                max(line[2], box[2]),
                max(line[3], box[3]),
            )
        else:
            if line is not None:
                yield line
            line = box
    if line is not None:
        yield line


def _same_line(line: Box, box: Box) -> bool:
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    return overlap > 0.4 * min(line[3] - line[1], box[3] - box[1]) and box[0] >= line[0] - 2


def _character_box(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, index: int, size: tuple[int, int]
) -> Box | None:
    left, bottom, right, top = textpage.get_charbox(index, loose=False)
    if right <= left or top <= bottom:
        return None
    # The loose box reaches from descender to ascender, which looks right; but some fonts claim
    # absurd ones, so it may exceed the glyph by no more than its own height.
    loose = textpage.get_charbox(index, loose=True)
    reach = (top - bottom) * 0.8
    bottom, top = max(loose[1], bottom - reach), min(loose[3], top + reach)
    corners = [_device(page, x, y, size) for x, y in ((left, bottom), (right, top))]
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _device(page: pdfium.PdfPage, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:
    """A place of the page in pixels; PDFium accounts for rotation and crop box."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value


def _mark(picture: Image.Image, box: Box) -> None:
    """Lay a marker's colour under the letters; a thin edge keeps it visible on dark ground."""
    area = (
        max(0, int(box[0]) - 2),
        max(0, int(box[1]) - 1),
        min(picture.width, int(box[2]) + 2),
        min(picture.height, int(box[3]) + 1),
    )
    if area[2] <= area[0] or area[3] <= area[1]:
        return
    under = picture.crop(area)
    picture.paste(ImageChops.multiply(under, Image.new("RGB", under.size, _MARK)), area)
    edge = (area[0], area[3] - 1, area[2] - 1, area[3])
    ImageDraw.Draw(picture).rectangle(edge, fill=_MARK_EDGE)


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    sample = picture.resize(
        (max(1, picture.width // 4), max(1, picture.height // 4)), Image.Resampling.NEAREST
    )
    is_text = sample.getcolors(_COLOURS_OF_TEXT) is not None
    picture.save(out, "WEBP", lossless=is_text, quality=40 if is_text else 78, method=1)
    return out.getvalue()
